"""What the tables of living rows share: as at today, whichever position is shown."""

import datetime

from agt.words import clock
from agt.words.days import long_day, short_day
from reports.book import Book, ProgrammeFigure
from reports.table import Ask, Cell, Column

BASIS = Column("basis", "Basis")
ILLUSTRATIVE = "illustrative"


def as_at_today(what: str) -> str:
    """The note that dates what lives on."""
    return (
        f"{what} are as at {long_day(clock.today())}, whichever position is shown. Rows marked "
        f"{ILLUSTRATIVE} are samples: no paper says them."
    )


def dated(day: datetime.date | None) -> Cell:
    """A day: written 2025-03-31 in data, printed 31 Mar 2025."""
    return Cell(day.isoformat(), label=short_day(day)) if day else Cell("")


def basis(illustrative: bool) -> Cell:
    return Cell(ILLUSTRATIVE if illustrative else "recorded")


def programmes(ask: Ask) -> list[ProgrammeFigure]:
    """The programmes that the report covers, in report order."""
    covered = {p.name for p in ask.portfolios}
    return [p for p in ask.book.programmes if p.portfolio in covered]


def of_programme(book: Book, programme: ProgrammeFigure) -> dict[str, Cell]:
    """The cells that say which programme a row is of."""
    link = ("programme-detail", programme.slug)
    return {
        "portfolio": Cell(book.label(programme.portfolio)),
        "programme": Cell(programme.name, label=programme.label, link=link),
    }
