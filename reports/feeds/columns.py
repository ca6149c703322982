"""Columns that several feeds share: the same name is the same thing everywhere."""

from reports.feeds.feed import Column, Kind

POSITION = Column("position", "The position's key, as links name it")
AS_AT = Column("as_at", "The day the position is as at", Kind.DAY)
PORTFOLIO = Column("portfolio", "The portfolio's key: the same at every position")
PRINTED = Column("portfolio_printed", "The portfolio as the position prints it")
OF_PORTFOLIO = Column(
    "portfolio", "The portfolio's key; empty: the whole council's", may_be_empty=True
)
PROGRAMME = Column("programme", "The programme's name")
PROGRAMME_KEY = Column("programme_key", "The programme's key, as links name it")
ILLUSTRATIVE = Column("illustrative", "A sample that no paper says", Kind.YES_NO)
