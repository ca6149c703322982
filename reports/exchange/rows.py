"""A row of a plan: a heading, a programme's figures, a printed total, or a note."""

from dataclasses import dataclass, field
from enum import StrEnum

from agt.words.years import FinancialYear
from reports.exchange.amounts import Amount
from reports.exchange.mapping import Mapping, Meaning
from reports.exchange.posts import Post
from reports.exchange.sheet import Sheet
from savings.models import Confidence, Fund


class Kind(StrEnum):
    """What a row is."""

    HEADING = "heading"
    BODY = "body"
    TOTAL = "total"
    IGNORED = "ignored"


@dataclass(slots=True)
class Figure:
    """A cell that should say a number, and what it is of; ``why`` says why it is not taken."""

    at: str
    column: int
    text: str
    year: FinancialYear | None
    confidence: Confidence | None
    fund: Fund
    fund_said: bool  # whether its column names a fund
    is_total: bool
    amount: Amount | None = None
    why: str = ""


@dataclass(slots=True)
class Row:
    """A row of the sheet and what it is of."""

    index: int
    kind: Kind
    portfolio: str = ""
    programme: str = ""
    label: str = ""
    why: str = ""
    is_known: bool = True  # of a total: whether it is known what of
    figures: list[Figure] = field(default_factory=list)
    totals: list[Figure] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    is_pressure: bool = False
    sheet: str = ""  # where several are read
    words: dict[Meaning, str] = field(
        default_factory=dict
    )  # of its confidence and fund, as written

    @property
    def number(self) -> int:
        return self.index + 1


@dataclass(frozen=True)
class Placed:
    """A sheet whose rows are known."""

    sheet: Sheet
    mapping: Mapping
    rows: list[Row]
    label_columns: frozenset[int]
    why_ignored: dict[int, str]

    def posts_of(self, portfolio: str, meaning: Meaning) -> int:
        """What the posts of a column come to, of a portfolio or (without one) of all."""
        return sum(
            post.hundredths
            for row in self.rows
            if row.kind is Kind.BODY and portfolio in ("", row.portfolio)
            for post in row.posts
            if post.meaning is meaning
        )

    @property
    def has_year_column(self) -> bool:
        return any(c.meaning is Meaning.YEAR for c in self.mapping.columns.values())
