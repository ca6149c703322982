"""``ReportTable``: one frozen value for each Cabinet table, which every renderer draws.

Totals, comparisons and notes are in the value already. A renderer never sees a model, never queries
and never computes.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from portfolios.models import Portfolio, Position
from reports.library import Book, Library
from reports.quantities import Quantity
from reports.reconciliation import printed

NOT_PUBLISHED = "not published"


class Kind(StrEnum):
    """What a column holds, and so its unit and its format."""

    TEXT = "text"
    MONEY = "money"  # whole pence
    CHANGE = "change"  # whole pence, printed with its sign
    FTE = "fte"  # hundredths of an FTE
    COUNT = "count"
    PERCENT = "percent"  # hundredths of a per cent
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


@dataclass(frozen=True, slots=True)
class Column:
    """A column: ``key`` names it in data, ``heading`` is printed, under ``group`` if any."""

    key: str
    heading: str
    kind: Kind = Kind.TEXT
    group: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """What a figure is of, and at which position: enough to answer "why this number?"."""

    position: str  # slug
    quantity: Quantity


@dataclass(frozen=True, slots=True)
class Cell:
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


@dataclass(frozen=True, slots=True)
class Row:
    """A row; ``series`` is the portfolio it is of, by its order, so that it keeps its colour."""

    role: Role
    cells: Mapping[str, Cell]
    series: int = 0


@dataclass(frozen=True)
class ReportTable:
    """A Cabinet table: what it says, of which position, for which scope."""

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

    def of_role(self, *roles: Role) -> Iterator[Row]:
        return (row for row in self.rows if row.role in roles)

    def column(self, key: str) -> Column:
        return next(column for column in self.columns if column.key == key)

    @property
    def caption(self) -> str:
        """Position, date and scope: what every output says of itself."""
        return f"{self.position}, as at {self.as_at_text}. {self.scope}."


@dataclass(frozen=True)
class Ask:
    """What a report is asked for: a position, and if wanted one to compare and one portfolio."""

    library: Library
    position: Position
    compare: Position | None = None
    portfolio: Portfolio | None = None

    @property
    def book(self) -> Book:
        return self.library.book(self.position)

    @property
    def portfolios(self) -> list[Portfolio]:
        """The portfolios the report covers, in the order of the savings tables."""
        return [p for p in self.book.portfolios if self.portfolio in (None, p)]

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
            return "All portfolios"
        names = [p.name for p in self.portfolios]
        return f"{' and '.join(names) or 'No portfolio'} only"

    def earlier(self, publishes: Callable[[Book], bool]) -> Book | None:
        """The position to compare with: the one asked for, else the newest that publishes it."""
        if self.compare:
            return self.library.book(self.compare)
        return next((b for b in self.library.before(self.position) if publishes(b)), None)

    def table(self, report: "Report", **parts) -> ReportTable:
        """Put a table together with what this request says of it."""
        return ReportTable(
            slug=report.slug,
            title=report.title,
            position=self.position.name,
            as_at=self.position.as_at.isoformat(),
            as_at_text=self.position.as_at_text,
            scope=self.scope,
            **parts,
        )


@dataclass(frozen=True)
class Report:
    """A registered Cabinet table: its name, what it answers, and how it is built.

    What ``lives_on`` is as at today at every position; a published one keeps what it said that day.
    """

    slug: str
    title: str
    question: str
    build: Callable[[Ask], ReportTable]
    charts: tuple[str, ...] = field(default=())
    lives_on: bool = False


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
    """A cell that holds a quantity of a book and can say why."""
    value = book.figure(quantity)
    if value is None:
        return Cell(otherwise, mark=mark)
    return Cell(value, Source(book.position.slug, quantity), mark=mark)


def named(portfolio: Portfolio, *, short: bool = False) -> Cell:
    """The cell that names a portfolio's row; ``short`` prints its short name."""
    label = portfolio.short_name if short else ""
    return Cell(portfolio.name, label=label, link=("portfolio-detail", portfolio.slug))


def difference(now: Cell, before: Cell) -> Cell:
    """What changed between two cells; a word where either of them is one."""
    if now.number is None or before.number is None:
        return Cell("n/a")
    return Cell(now.number - before.number)


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
            stated = ask.library.references.get((ask.position.pk, cell.source.quantity))
            if stated and cell.number is not None and stated.value != cell.number:
                notes.append(
                    f"{headings[key].heading}, {row.cells[next(iter(headings))].value}: the paper "
                    f"prints {stated.printed}; the figures beneath it come to "
                    f"{printed(stated.unit, cell.number)}."
                )
    return tuple(notes)
