"""The account of a file: what its plan makes, and what became of every cell.

A cell is *taken* (it makes something), a *heading*, *stated* (a printed total), *uncovered* (it
should say a number and does not: nothing is made of it, least of all £0) or *ignored*, each of the
last two with its reason. ``Reading.cells`` has every cell that holds anything, once.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from agt.words.years import FinancialYear
from reports.exchange.amounts import Amount
from reports.exchange.mapping import Mapping
from reports.exchange.posts import Range, ranges_of
from reports.exchange.rows import Kind, Row
from savings.models import Confidence, Fund


class Use(StrEnum):
    """What became of a cell."""

    TAKEN = "taken"
    HEADING = "heading"
    STATED = "stated"
    UNCOVERED = "uncovered"
    IGNORED = "ignored"
    REFUSED = "refused"  # of a register: it means nothing in its field


class Cell(NamedTuple):
    """A cell of the file, what became of it, and why where that is asked."""

    sheet: str
    at: str
    text: str
    use: Use
    why: str = ""


class Entry(NamedTuple):
    """An incremental annual amount that the plan holds: whole pence, which may be nothing."""

    portfolio: str
    programme: str
    confidence: Confidence
    fund: Fund
    year: FinancialYear
    pence: int
    at: str


@dataclass(frozen=True, slots=True)
class Stated:
    """A total that the file prints, and what its own figures come to.

    ``expected`` is of all funds. ``is_part`` says that it is of less than can be named, like one of
    two rows of a programme.
    """

    at: str
    printed: str
    amount: Amount
    label: str
    portfolio: str
    programme: str
    year: FinancialYear | None
    cumulative: bool
    confidence: Confidence | None
    expected: int | None
    is_part: bool
    has_other_funds: bool
    inputs: int = 0  # how many figures of the file it is printed over

    @property
    def difference(self) -> int:
        return 0 if self.expected is None else self.amount.pence - self.expected


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A cell that should say a number and does not."""

    at: str
    text: str
    why: str
    portfolio: str
    programme: str
    year: FinancialYear | None


@dataclass(frozen=True)
class Reading:
    """What a file says under a mapping."""

    sheet: str
    mapping: Mapping
    rows: list[Row]
    entries: list[Entry]
    stated: list[Stated]
    uncovered: list[Uncovered]
    cells: list[Cell]
    pressures: list[Entry] = field(default_factory=list)  # what a plan calls no saving
    notes: list[str] = field(default_factory=list)

    @cached_property
    def counts(self) -> dict[Use, int]:
        """How many cells each use has; together as many as the file holds."""
        counted = Counter(cell.use for cell in self.cells)
        return {use: counted[use] for use in Use if use is not Use.REFUSED}

    @cached_property
    def ignored(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.use is Use.IGNORED]

    @property
    def total(self) -> int:
        return sum(entry.pence for entry in self.entries)

    def totals(self, *by: str) -> dict[tuple, int]:
        """Pence by what ``by`` names of the entries."""
        found: dict[tuple, int] = defaultdict(int)
        for entry in self.entries:
            found[tuple(getattr(entry, name) for name in by)] += entry.pence
        return dict(found)

    @cached_property
    def programmes(self) -> dict[tuple[str, str], list[Row]]:
        """The rows of each (portfolio, programme) that is to be made, in the order of the file."""
        found: dict[tuple[str, str], list[Row]] = {}
        for row in self.rows:
            if row.kind is Kind.BODY and not (row.why or row.is_pressure):
                found.setdefault((row.portfolio, row.programme), []).append(row)
        return found

    @cached_property
    def posts(self) -> dict[str, Range]:
        """The posts that each portfolio loses by the plan, where it prints any."""
        return ranges_of(
            (row.portfolio, row.posts) for row in self.rows if row.kind is Kind.BODY and row.posts
        )

    @cached_property
    def portfolios(self) -> list[str]:
        return list(dict.fromkeys(portfolio for portfolio, _ in self.programmes))

    @cached_property
    def years(self) -> list[FinancialYear]:
        """Every year that an entry or an uncovered cell is of, in order, none left out."""
        named = {entry.year for entry in (*self.entries, *self.pressures)}
        named |= {cell.year for cell in self.uncovered if cell.year}
        return list(min(named).through(max(named))) if named else []
