"""``ReportTable``: one frozen value for each Cabinet table, which every renderer draws.

Totals, comparisons and notes are in the value already. A renderer never sees a model, never queries
and never computes.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from agt.words import clock
from agt.words.days import long_day
from portfolios.council import LABELS, has_words, read_once, say, say_label
from portfolios.models import PortfolioPlace, Position, ProgrammePlace
from reports.book import Book, ProgrammeFigure
from reports.library import Library
from reports.quantities import Quantity
from reports.reconciliation import printed
from reports.restated import marked

NOT_PUBLISHED = "not published"
NOT_RECORDED = "not recorded"
NOT_THERE = "n/a"  # the position has nothing of the kind: counted as nothing, printed as no amount
WITHHELD = "withheld"  # by the small-number guard


class NotForYou(LookupError):
    """A report below portfolio level, asked for by someone who does not see posts there."""


class Kind(StrEnum):
    """What a column holds, and so its unit and its format."""

    TEXT = "text"
    MONEY = "money"  # whole pence
    CHANGE = "change"  # whole pence, printed with its sign
    FTE = "fte"  # hundredths of an FTE
    COUNT = "count"
    PERCENT = "percent"  # hundredths of a per cent
    SCORE = "score"  # hundredths: of a risk
    YEARS = "years"  # hundredths of a year
    VALUE = "value"  # thousandths of a measure's own unit
    STATE = "state"  # of a reconciliation

    @property
    def unit(self) -> str:
        """What a page prints the column in."""
        return {"money": "£m", "change": "£m", "fte": "FTE", "percent": "%"}.get(self, "")

    @property
    def is_number(self) -> bool:
        return self not in (Kind.TEXT, Kind.STATE)


class Role(StrEnum):
    """What a row is to the table."""

    BODY = "body"
    SUBTOTAL = "subtotal"
    TOTAL = "total"
    EARLIER = "earlier"


class Subject(StrEnum):
    """What a report is about, as the list of them is read."""

    SAVINGS = "Savings"
    DELIVERY = "Delivery and investment"
    BENEFITS = "Benefits"
    WORKFORCE = "Workforce"
    GOVERNANCE = "Governance"


class Column(NamedTuple):
    """A column: ``key`` names it in data, ``heading`` is printed, under ``group`` if any."""

    key: str
    heading: str
    kind: Kind = Kind.TEXT
    group: str = ""

    @property
    def unit(self) -> str:
        """What a page prints beside the heading: nothing where that says its own, in brackets."""
        return "" if self.heading.endswith(")") else self.kind.unit


class Source(NamedTuple):
    """What a figure is of, and at which position: enough to answer "why this number?"."""

    position: str  # slug
    quantity: Quantity


class Cell(NamedTuple):
    """A value, or the word printed in place of one; ``label`` is printed instead of the value."""

    value: int | str = ""
    source: Source | None = None
    label: str = ""
    mark: str = ""
    link: tuple[str, str] | None = None  # (name of a page, slug)

    @property
    def number(self) -> int | None:
        """The value where it is a number; ``None`` where a word stands in its place."""
        return self.value if isinstance(self.value, int) else None


class Row(NamedTuple):
    """A row; ``series`` is the colour of the portfolio it is of, which it keeps everywhere."""

    role: Role
    cells: Mapping[str, Cell]
    series: int = 0


@dataclass(frozen=True)
class ReportTable:
    """A Cabinet table: what it says, of which position, for which scope.

    One that ``lives_on`` is of rows that belong to no position: it is as at the day it is built,
    and the position says which portfolio each programme is in.
    """

    slug: str
    title: str
    position: str
    as_at: str
    as_at_text: str
    scope: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    finding: str = ""
    lives_on: bool = False

    def of_role(self, *roles: Role) -> Iterator[Row]:
        return (row for row in self.rows if row.role in roles)

    def column(self, key: str) -> Column:
        return next(column for column in self.columns if column.key == key)

    def narrowed(self, asked: str) -> "ReportTable":
        """The table, saying in its scope what else it was filtered by."""
        return replace(self, scope=f"{self.scope}; {say(asked)}") if asked else self

    @property
    def dated(self) -> str:
        """Position and date."""
        if self.lives_on:
            return say(f"As at {self.as_at_text}, with the portfolios of {self.position}")
        return f"{self.position}, as at {self.as_at_text}"

    @property
    def caption(self) -> str:
        """Position, date and scope: what every output says of itself."""
        return f"{self.dated}. {self.scope}."


@dataclass(frozen=True)
class Ask:
    """What a report is asked for: a position, and if wanted one to compare and one portfolio."""

    library: Library
    position: Position
    compare: Position | None = None
    portfolio: PortfolioPlace | None = None

    @property
    def book(self) -> Book:
        return self.library.book(self.position)

    @property
    def portfolios(self) -> list[PortfolioPlace]:
        """The portfolios the report covers, in the order of the savings tables."""
        return [p for p in self.book.portfolios if self.whole in ("", p.name)]

    def portfolios_since(self, before: Book | None) -> list[PortfolioPlace]:
        """Those covered, then those that only the earlier position has: since then retired."""
        retired = before.portfolios if before and not self.whole else []
        return [*self.portfolios, *(p for p in retired if p.name not in self.book.by_name)]

    @property
    def whole(self) -> str:
        """What a total is of: the portfolio asked for, or all of them ("")."""
        return self.portfolio.name if self.portfolio else ""

    @property
    def covers_all(self) -> bool:
        """Whether totals are of the whole council."""
        return self.portfolio is None and self.library.sees_all

    @property
    def scope(self) -> str:
        """The scope in words."""
        if self.covers_all:
            return say("All portfolios")
        names = [p.printed_label for p in self.portfolios]
        return f"{' and '.join(names) or say('No portfolio')} only"

    def earlier(self, publishes: Callable[[Book], bool]) -> Book | None:
        """The position to compare with: the one asked for, else the newest that publishes it."""
        if self.compare:
            return self.library.book(self.compare)
        return next((b for b in self.library.before(self.position) if publishes(b)), None)

    @read_once()
    def table(self, report: "Report | Listing", **parts) -> ReportTable:
        """Put a table together with what this request says of it, restatements marked in it.

        Raises ``NotForYou`` where its reader may not see it: no way leads round a definition.
        """
        if report.is_below_portfolio and not self.library.viewer.reads_posts():
            raise NotForYou(f"{report.title} is for HR partners and those named.")
        rows, restated = marked(self.library, parts.pop("rows"))
        today = clock.today()
        table = ReportTable(
            slug=report.slug,
            title=report.title,
            position=self.position.printed_name,
            as_at=(today if report.lives_on else self.position.as_at).isoformat(),
            as_at_text=long_day(today) if report.lives_on else self.position.as_at_text,
            scope=self.scope,
            lives_on=report.lives_on,
            rows=rows,
            notes=(*parts.pop("notes", ()), *restated),
            **parts,
        )
        return worded(table)


class Report(NamedTuple):
    """A registered Cabinet table: its name, what it answers, and how it is built.

    One that ``compares`` sets the position beside another, which its reader may choose.
    What ``lives_on`` is as at today at every position; a published one keeps what it said that day.
    One that ``is_below_portfolio`` shows posts below portfolio level: it is not there for those who
    may not see them, and never part of the pack. One that ``about_posts`` shows posts or
    consultations at all: no browser keeps its page.
    """

    slug: str
    title: str
    question: str
    subject: Subject
    build: Callable[[Ask], ReportTable]
    charts: tuple[str, ...] = ()
    compares: bool = False
    lives_on: bool = False  # of rows that belong to no position: as at the day it is asked for
    is_below_portfolio: bool = False
    about_posts: bool = False


class Listing(NamedTuple):
    """A list people work in, of rows that live on: what its files are called and say."""

    slug: str
    title: str
    lives_on: bool = True
    is_below_portfolio: bool = False


@read_once()
def worded(table: ReportTable) -> ReportTable:
    """The table in the council's words, once for the page and every file."""
    if not has_words():
        return table
    return replace(
        table,
        title=say(table.title),
        columns=tuple(
            c._replace(heading=say(c.heading), group=say(c.group)) for c in table.columns
        ),
        rows=tuple(map(_labelled, table.rows)),
        notes=tuple(map(say, table.notes)),
        finding=say(table.finding),
    )


def _labelled(row: Row) -> Row:
    """The row with its labels in the council's words."""
    said = {
        key: cell._replace(value=say_label(cell.value), label=say_label(cell.label))
        for key, cell in row.cells.items()
        if cell.value in LABELS or cell.label in LABELS
    }
    return row._replace(cells={**row.cells, **said}) if said else row


class Footnotes:
    """Notes marked *, **, *** in the order they are met; the same note keeps its mark."""

    def __init__(self) -> None:
        self._marks: dict[str, str] = {}

    def mark(self, note: str) -> str:
        """The mark of a note; none for no note."""
        if not note:
            return ""
        return self._marks.setdefault(note, "*" * (len(self._marks) + 1))

    def notes(self) -> tuple[str, ...]:
        return tuple(f"{mark} {note}" for note, mark in self._marks.items())


def figure(
    book: Book, quantity: Quantity, *, mark: str = "", otherwise: str = NOT_PUBLISHED
) -> Cell:
    """A cell that holds a quantity of a book and can say why.

    What is not said yet is to be confirmed, and no nought.
    """
    value = book.figure(quantity)
    if value is None:
        return Cell(otherwise, mark=mark)
    if book.awaits(quantity):
        return Cell(ProgrammePlace.Shows.TBC.value, mark=mark)
    return Cell(value, Source(book.position.slug, quantity), mark=mark)


def named(portfolio: PortfolioPlace, *, short: bool = False, linked: bool = True) -> Cell:
    """The cell that names a portfolio's row; ``short`` prints its short name.

    It is not ``linked`` where the position shown has no such portfolio, and so no page of it.
    """
    label = portfolio.short_name if short else ""
    link = ("portfolio-detail", portfolio.slug) if linked else None
    return Cell(portfolio.printed_label, label=label, link=link)


def programme_named(programme: ProgrammeFigure) -> Cell:
    """The cell that names a programme's row, as its position prints it."""
    return Cell(programme.label, link=("programme-detail", programme.slug))


def saving(book: Book, portfolio: PortfolioPlace, *, mark: str = "") -> Cell:
    """A portfolio's saving at a position that may not have it."""
    there = portfolio.name in book.by_name
    quantity = Quantity(portfolio=portfolio.name)
    return figure(book, quantity, mark=mark, otherwise=NOT_PUBLISHED if there else NOT_THERE)


def day(date: datetime.date | None) -> Cell:
    """The cell of a day: ISO in data, words in print; empty for none."""
    return Cell(date.isoformat(), label=long_day(date)) if date else Cell()


def difference(now: Cell, before: Cell) -> Cell:
    """What changed between two cells: what is not there counts as nothing.

    A word where either is not published or not recorded, or neither is there.
    """
    values = {now.value, before.value}
    if values & {NOT_PUBLISHED, NOT_RECORDED} or values == {NOT_THERE}:
        return Cell("n/a")
    return Cell((now.number or 0) - (before.number or 0))


def print_notes(ask: Ask, rows: Iterable[Row], columns: Iterable[Column]) -> tuple[str, ...]:
    """Say so where the paper itself prints another total than its rows come to."""
    headings = {column.key: column for column in columns}
    notes = []
    for row in rows:
        if row.role not in (Role.TOTAL, Role.SUBTOTAL):
            continue
        for key, cell in row.cells.items():
            if cell.source is None or cell.source.position != ask.position.slug:
                continue
            stated = ask.library.reference(ask.position, cell.source.quantity)
            if stated and cell.number is not None and stated.value != cell.number:
                notes.append(
                    f"{headings[key].heading}, {row.cells[next(iter(headings))].value}: the paper "
                    f"prints {stated.printed}; the figures beneath it come to "
                    f"{printed(stated.unit, cell.number)}."
                )
    return tuple(notes)
