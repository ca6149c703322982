"""Read a plan through its mapping: what it makes, and what became of every cell of the file.

A cell is *taken* (it makes something), a *heading*, *stated* (a printed total), *uncovered* (it
should say a number and does not: nothing is made of it, least of all £0) or *ignored*, each of the
last two with its reason. ``Reading.cells`` has every cell that holds anything, once.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from agt.words.years import FinancialYear
from reports.exchange.amounts import Amount
from reports.exchange.mapping import Mapping, Meaning
from reports.exchange.posts import Post, Range, ranges_of, why_total
from reports.exchange.rows import Figure, Kind, Placed, Row, place_rows
from reports.exchange.sheet import Sheet, column_of, text_of
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


def read(sheets: Sequence[Sheet], mapping: Mapping) -> Reading:
    """Read a file. Raises ``ValueError`` where it has no such sheet."""
    sheet = find_sheet(sheets, mapping.sheet)
    placed = place_rows(sheet.turned() if mapping.turned else sheet, mapping)
    entries, rounded = _entries(placed)
    pressures, _ = _entries(placed, of_pressures=True)
    stated = _stated(placed, entries, pressures)
    uses = _Uses(placed)
    cells = uses.cells()
    for other in sheets:
        if other is not sheet:
            cells += [
                Cell(
                    other.title, other.at(r, c), text_of(v), Use.IGNORED, "It is on another sheet."
                )
                for r, c, v in other.filled
            ]
    return Reading(
        sheet=sheet.title,
        mapping=mapping,
        rows=placed.rows,
        entries=entries,
        stated=stated,
        uncovered=uses.uncovered,
        cells=cells,
        pressures=pressures,
        notes=_notes(placed, entries, pressures, rounded),
    )


def find_sheet(sheets: Sequence[Sheet], title: str) -> Sheet:
    """The sheet of a title; without a title, the first."""
    if not sheets:
        raise ValueError("The file has no sheet.")
    if not title:
        return sheets[0]
    for sheet in sheets:
        if sheet.title == title:
            return sheet
    held = ", ".join(f"“{sheet.title}”" for sheet in sheets)
    raise ValueError(f"The file has no sheet “{title[:60]}”. It has: {held[:200]}.")


# --- entries -------------------------------------------------------------------------------------


def _entries(placed: Placed, *, of_pressures: bool = False) -> tuple[list[Entry], int]:
    """The figures of the body, and how many of them were written finer than a penny."""
    entries, rounded = [], 0
    groups: dict[tuple, list[Entry]] = defaultdict(list)
    has_year_column = placed.has_year_column
    for row in placed.rows:
        if row.kind is not Kind.BODY or row.is_pressure != of_pressures:
            continue
        for figure in row.figures:
            if figure.why or not (figure.amount and figure.confidence and figure.year):
                continue
            entry = Entry(
                row.portfolio,
                row.programme,
                figure.confidence,
                figure.fund,
                figure.year,
                figure.amount.pence,
                figure.at,
            )
            rounded += figure.amount.is_rounded
            entries.append(entry)
            # Years across belong to their row; one row a year, to all rows of the same thing.
            of = entry[:4] if has_year_column else (row.number, *entry[2:4])
            groups[of].append(entry)
    if placed.mapping.cumulative:
        entries = [entry for group in groups.values() for entry in _increments(group)]
    return entries, rounded


def _increments(group: list[Entry]) -> Iterable[Entry]:
    """From what years come to up to each to what each adds: the first is its own beginning.

    Over a year that says nothing, what was added falls to the next that does.
    """
    by_year: dict[FinancialYear, list[Entry]] = defaultdict(list)
    for entry in group:
        by_year[entry.year].append(entry)
    before = 0
    for year in sorted(by_year):
        first, *others = by_year[year]
        now = sum(entry.pence for entry in by_year[year])
        yield first._replace(pence=now - before)
        yield from (entry._replace(pence=0) for entry in others)
        before = now


# --- stated totals -------------------------------------------------------------------------------


def _stated(placed: Placed, entries: list[Entry], pressures: list[Entry]) -> list[Stated]:
    """Each printed total; where pressures are printed too it may be net of them."""
    less = [entry._replace(pence=-entry.pence) for entry in pressures]
    sums = _Sums(entries)
    nets = [_Sums([*entries, *net]) for net in (pressures, less) if net]
    often = Counter((row.portfolio, row.programme) for row in placed.rows if row.kind is Kind.BODY)
    own = {entry.at: entry for entry in (*entries, *pressures)}
    shared = _shared(placed, own)
    stated = []
    for row in placed.rows:
        for figure in row.totals:
            if figure.amount is None or figure.why:
                continue
            cumulative = placed.mapping.cumulative and figure.year is not None
            if row.kind is Kind.BODY:
                held = [_cell(own[one.at]) for one in row.figures if one.at in own]
                is_part = row.is_pressure or often[row.portfolio, row.programme] > 1
                is_known = True
            else:
                held = sums.cells[row.portfolio, row.programme]
                is_known = row.is_known
                is_part = not is_known or figure.column in shared
                for net in nets if _differs(figure, held, cumulative) else []:
                    both = net.cells[row.portfolio, row.programme]
                    if not _differs(figure, both, cumulative):
                        held, is_part = both, True  # the position has no such sum
                        break
            of = [cell for cell in held if _is_of(figure, cell, cumulative)]
            expected = sum(cell.pence for cell in of) if is_known else None
            if is_known and row.kind is not Kind.BODY and figure.column in shared:
                apart = shared[figure.column].get((row.portfolio, row.programme), 0)
                expected = None if placed.mapping.cumulative else apart
            last = figure.year if cumulative else None  # a year is printed over figures of its own
            inputs = sum(cell.figures for cell in of if last in (None, cell.year))
            other = any(cell.fund != Fund.GENERAL_FUND for cell in held)
            stated.append(
                Stated(
                    at=figure.at,
                    printed=figure.text,
                    amount=figure.amount,
                    label=row.label,
                    portfolio=row.portfolio,
                    programme=row.programme,
                    year=figure.year,
                    cumulative=cumulative,
                    confidence=figure.confidence,
                    expected=expected,
                    is_part=is_part or figure.fund_said,
                    has_other_funds=other,
                    inputs=inputs,
                )
            )
    return stated


def _shared(placed: Placed, own: dict[str, Entry]) -> dict[int, dict[tuple[str, str], int]]:
    """What each column comes to that is of the same year, confidence and fund as another.

    Blue and green of one year may both mean green: a total under one of them is of its own column.
    Cumulative columns that are added together have no sums of their own.
    """
    columns = {
        column_of(at): (column.year, column.confidence, column.fund)
        for at, column in placed.mapping.columns.items()
        if column.meaning is Meaning.AMOUNT and column.year
    }
    often = Counter(columns.values())
    sums: dict[int, dict[tuple[str, str], int]] = {
        at: {} for at, of in columns.items() if often[of] > 1
    }
    for row in placed.rows if sums else []:
        if row.kind is Kind.BODY:
            for figure in row.figures:
                if figure.column in sums and figure.at in own:
                    held, pence = sums[figure.column], own[figure.at].pence
                    for of in {(row.portfolio, row.programme), (row.portfolio, ""), ("", "")}:
                        held[of] = held.get(of, 0) + pence
    return sums


class _Cell(NamedTuple):
    """What entries of one kind come to, and how many they are."""

    confidence: Confidence
    fund: Fund
    year: FinancialYear
    pence: int
    figures: int


def _cell(entry: Entry) -> _Cell:
    return _Cell(entry.confidence, entry.fund, entry.year, entry.pence, 1)


def _differs(figure: Figure, cells: list[_Cell], cumulative: bool) -> bool:
    """Whether a total is another sum than that of some amounts."""
    come_to = sum(cell.pence for cell in cells if _is_of(figure, cell, cumulative))
    return figure.amount is None or figure.amount.pence != come_to


def _is_of(figure: Figure, cell: _Cell, cumulative: bool) -> bool:
    """Whether a total counts an amount in; whose portfolio it is has been looked at."""
    return (
        figure.confidence in (None, cell.confidence)
        and (not figure.fund_said or figure.fund == cell.fund)
        and (
            figure.year is None
            or cell.year == figure.year
            or (cumulative and cell.year < figure.year)
        )
    )


class _Sums:
    """What entries come to, by portfolio and programme, so that many totals cost little."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        sums: dict[tuple[str, str], dict[tuple, list[int]]] = defaultdict(dict)
        for entry in entries:
            portfolio, programme, *kind = entry[:5]
            for whole in {(portfolio, programme), (portfolio, ""), ("", "")}:
                held = sums[whole].setdefault(tuple(kind), [0, 0])
                held[0] += entry.pence
                held[1] += 1
        self.cells: dict[tuple[str, str], list[_Cell]] = defaultdict(list)
        for whole, of in sums.items():
            self.cells[whole] = [_Cell(*kind, *held) for kind, held in of.items()]


# --- every cell ----------------------------------------------------------------------------------


class _Uses:
    """Says of each cell what became of it, from the rows as they were placed."""

    def __init__(self, placed: Placed) -> None:
        self._placed = placed
        self.uncovered: list[Uncovered] = []

    def cells(self) -> list[Cell]:
        sheet = self._placed.sheet
        cells = []
        for row in self._placed.rows:
            said = {figure.at: figure for figure in (*row.figures, *row.totals)}
            posts = {post.at: post for post in row.posts}
            is_total = row.kind is Kind.TOTAL
            for column, value in enumerate(sheet.rows[row.index]):
                if value is None:
                    continue
                at = sheet.at(row.index, column)
                use, why = Use.HEADING, ""
                if row.kind is Kind.IGNORED:
                    use, why = Use.IGNORED, row.why
                elif row.kind is not Kind.HEADING:
                    figure = said.get(at)
                    if at in posts:
                        use, why = self._post(posts[at], row, at)
                    elif figure is None:
                        use, why = self._label(column, row)
                    elif figure.why:
                        use, why = Use.UNCOVERED, figure.why
                        self.uncovered.append(
                            Uncovered(
                                at, text_of(value), why, row.portfolio, row.programme, figure.year
                            )
                        )
                    else:
                        stated = is_total or figure.is_total
                        use = Use.STATED if stated else Use.TAKEN
                cells.append(Cell(sheet.title, at, text_of(value), use, why))
        return cells

    def _post(self, post: Post, row: Row, at: str) -> tuple[Use, str]:
        """What becomes of posts: a printed total of them is looked at and left out."""
        if row.kind is Kind.TOTAL:
            return Use.IGNORED, why_total(post, self._placed.posts_of(row.portfolio, post.meaning))
        why = post.why or row.why
        if why:
            self.uncovered.append(Uncovered(at, post.text, why, row.portfolio, row.programme, None))
        return (Use.UNCOVERED, why) if why else (Use.TAKEN, "")

    def _label(self, column: int, row: Row) -> tuple[Use, str]:
        if column in self._placed.label_columns:
            return (Use.TAKEN, "") if row.kind is Kind.BODY else (Use.HEADING, "")
        return Use.IGNORED, self._placed.why_ignored.get(column, "Its column was given no meaning.")


def _notes(placed: Placed, entries: list[Entry], pressures: list[Entry], rounded: int) -> list[str]:
    notes = []
    if pressures:
        notes.append(
            f"Called pressures by the file: {len(pressures):,} cells. They become budget pressures "
            "and are not taken off what is saved."
        )
    if rounded:
        notes.append(f"Written finer than a penny, and rounded to one: {rounded:,} cells.")
    often = Counter(entry[:5] for entry in entries)
    repeated = sum(times > 1 for times in often.values())
    if repeated:
        notes.append(
            f"The same programme, confidence, fund and year stand in more than one cell, and are "
            f"added together: {repeated:,} times."
        )
    return notes
