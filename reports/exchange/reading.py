"""Read a plan through its mapping, into an account of the file."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from agt.words.years import FinancialYear
from reports.exchange.account import Cell, Entry, Reading, Use
from reports.exchange.mapping import Mapping
from reports.exchange.placing import place_rows
from reports.exchange.rows import Kind, Placed
from reports.exchange.sheet import Sheet, text_of
from reports.exchange.totals import stated_totals
from reports.exchange.uses import Uses


def read(sheets: Sequence[Sheet], mapping: Mapping) -> Reading:
    """Read a file. Raises ``ValueError`` where it has no such sheet."""
    sheet = find_sheet(sheets, mapping.sheet)
    placed = place_rows(sheet.turned() if mapping.turned else sheet, mapping)
    entries, rounded = _entries(placed)
    pressures, _ = _entries(placed, of_pressures=True)
    stated = stated_totals(placed, entries, pressures)
    uses = Uses(placed)
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
