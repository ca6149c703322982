"""The audit of a position: what all its registered tables together give away of what they withhold.

A reader who holds every table knows its sums and what common sense adds: a low end is within its
high one, vacant posts are within the range, parts are not below zero. From that the interval of
each withheld number is worked out. A single value is a number found out; the one that cannot be
helped is of a portfolio whose posts are one part's alone, for the Cabinet table prints it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reports.definitions import (
    post_phasing,
    post_reductions,
    posts_by_programme,
    restructure_outcomes,
)
from reports.definitions.posts_by_programme import FTE, HEADS
from reports.living_rows import SAMPLE
from reports.table import WITHHELD, Cell, ReportTable, Role, Row
from workforce.disclosure import Equation, Interval, Key, adds_up, intervals
from workforce.models import Route

CABINET = post_reductions.REPORT.slug
POSTS = posts_by_programme.REPORT.slug
PHASING = post_phasing.REPORT.slug
OUTCOMES = restructure_outcomes.REPORT.slug


@dataclass(frozen=True)
class Finding:
    """A withheld number: which table, row and column, and the interval it must lie in."""

    table: str
    row: str
    column: str
    interval: Interval
    is_forced: bool  # the Cabinet table itself prints it

    @property
    def is_found_out(self) -> bool:
        return self.interval[0] == self.interval[1]


class _Known:
    """What the cells of all tables say, as numbers by key; withheld ones are asked about."""

    def __init__(self) -> None:
        self.numbers: dict[Key, int] = {}
        self.asked: dict[Key, tuple[str, str, str, bool]] = {}
        self.equations: list[Equation] = []

    def read(self, key: Key, cell: Cell, where: tuple[str, str, str], *, forced: bool) -> None:
        if cell.value == WITHHELD:
            self.asked[key] = (*where, forced)
        elif cell.number is not None:
            self.numbers[key] = cell.number

    def within(self, small: Key, large: Key) -> None:
        """``small`` is not above ``large``."""
        self.equations.append(Equation({large: 1, small: -1, ("less", small, large): -1}))


def audit(tables: Iterable[ReportTable]) -> list[Finding]:
    """Every withheld number of a position's tables, with the interval they leave to it."""
    held = {table.slug: table for table in tables}
    known = _Known()
    readers = {
        CABINET: _read_cabinet,
        POSTS: _read_posts,
        PHASING: _read_phasing,
        OUTCOMES: _read_outcomes,
    }
    for slug, read in readers.items():
        if slug in held:
            read(known, held[slug])
    found = intervals(known.numbers, known.asked, known.equations)
    return [
        Finding(table, row, column, found[key], forced)
        for key, (table, row, column, forced) in known.asked.items()
    ]


def _read_cabinet(known: _Known, table: ReportTable) -> None:
    for row in table.of_role(Role.BODY):
        portfolio = str(row.cells["portfolio"].value)
        for key in FTE:
            where = (CABINET, portfolio, key)
            known.read(_whole(portfolio, key), row.cells[key], where, forced=False)


def _groups(table: ReportTable) -> Iterator[tuple[list[Row], Row]]:
    """The parts of each portfolio, and the portfolio's own row."""
    parts: list[Row] = []
    for row in table.rows:
        if row.role is Role.BODY:
            parts.append(row)
        elif row.role is Role.SUBTOTAL:
            yield parts, row
            parts = []


def _read_posts(known: _Known, table: ReportTable) -> None:
    for parts, whole in _groups(table):
        portfolio = str(whole.cells["portfolio"].value)
        forced = len(parts) == 1
        rows = [*parts, whole]
        for at, row in enumerate(rows):
            name = str(row.cells["programme"].value)
            for key in (*FTE, *HEADS):
                where = (POSTS, f"{portfolio}, {name}", key)
                place = _whole(portfolio, key) if row is whole else (POSTS, portfolio, at, key)
                known.read(place, row.cells[key], where, forced=forced and key in FTE)
        for key in (*FTE, *HEADS):
            if parts:
                members = [(POSTS, portfolio, at, key) for at in range(len(parts))]
                known.equations.append(adds_up(_whole(portfolio, key), members))
        for at in range(len(parts)):
            low, high, vacant, occupied_low, occupied_high = (
                (POSTS, portfolio, at, key) for key in FTE
            )
            known.within(low, high)
            known.equations.append(adds_up(low, (vacant, occupied_low)))
            known.equations.append(adds_up(high, (vacant, occupied_high)))
            known.within((POSTS, portfolio, at, HEADS[0]), (POSTS, portfolio, at, HEADS[1]))


def _whole(portfolio: str, key: str) -> Key:
    """A portfolio's figure of the Cabinet table."""
    return ("cabinet", portfolio, key)


def _read_phasing(known: _Known, table: ReportTable) -> None:
    years = [column.key.rpartition("_")[2] for column in table.columns[1::2]]
    for row in table.of_role(Role.BODY):
        shown = str(row.cells["portfolio"].value)
        portfolio = shown.removesuffix(SAMPLE)
        for key, cell in row.cells.items():
            if key != "portfolio":
                known.read((PHASING, shown, key), cell, (PHASING, shown, key), forced=False)
        if any(cell.value == WITHHELD for cell in row.cells.values()):
            for end in ("low", "high"):
                members = [(PHASING, shown, f"{end}_{year}") for year in years]
                known.equations.append(adds_up(_whole(portfolio, end), members))
            for year in years:
                known.within((PHASING, shown, f"low_{year}"), (PHASING, shown, f"high_{year}"))
    _read_total(known, table, [c.key for c in table.columns[1:]], "portfolio")


def _read_outcomes(known: _Known, table: ReportTable) -> None:
    numbers = [column.key for column in table.columns[2:]]
    for row in table.of_role(Role.BODY):
        service = f"{row.cells['service'].value}, {row.cells['year'].value}"
        for key in numbers:
            place = (OUTCOMES, service, key)
            known.read(place, row.cells[key], place, forced=False)
        if any(row.cells[key].value == WITHHELD for key in numbers):
            of = {key: (OUTCOMES, service, key) for key in numbers}
            known.equations += [
                adds_up(of["before"], (of["after"], of["reduction"])),
                adds_up(of["deleted"], (of["created"], of["reduction"])),
                adds_up(of["deleted"], (of[route] for route in Route.values)),
            ]
    _read_total(known, table, numbers, "service", "year")


def _read_total(known: _Known, table: ReportTable, keys: list[str], *naming: str) -> None:
    """A total that is printed is the sum of its rows; one that is withheld is asked about too."""
    for total in table.of_role(Role.TOTAL):
        for key in keys:
            place = (table.slug, "total", key)
            known.read(place, total.cells[key], (table.slug, "Totals", key), forced=False)
            names = [
                ", ".join(str(row.cells[name].value) for name in naming)
                for row in table.of_role(Role.BODY)
            ]
            known.equations.append(adds_up(place, [(table.slug, name, key) for name in names]))
