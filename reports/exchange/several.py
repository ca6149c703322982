"""A plan over several sheets that are laid out alike: each is read, and all are one plan."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from reports.exchange.account import Cell, Reading, Stated, Use
from reports.exchange.amounts import key
from reports.exchange.mapping import Mapping, Meaning
from reports.exchange.placing import LONGEST_PORTFOLIO
from reports.exchange.reading import find_sheet, read
from reports.exchange.sheet import Sheet, text_of


def read_plan(sheets: Sequence[Sheet], mapping: Mapping) -> Reading:
    """Read a plan from one sheet or, where the mapping says so, from all that are like it.

    Raises ``ValueError`` where the file has no such sheet.
    """
    if not mapping.all_sheets:
        return read(sheets, mapping)
    chosen = find_sheet(sheets, mapping.sheet)
    alike = [sheet for sheet in sheets if sheet is chosen or are_alike(sheet, chosen, mapping)]
    parts = [_part(sheet, mapping, is_one=len(alike) == 1) for sheet in alike]
    others = [
        Cell(sheet.title, sheet.at(r, c), text_of(v), Use.IGNORED, "Its sheet has other headings.")
        for sheet in sheets
        if sheet not in alike
        for r, c, v in sheet.filled
    ]
    often = Counter(name for part in parts for name in part.portfolios)
    return Reading(
        sheet=chosen.title,
        mapping=mapping,
        rows=[row for part in parts for row in part.rows],
        entries=[entry for part in parts for entry in part.entries],
        stated=[_whose(stated, part, often) for part in parts for stated in part.stated],
        uncovered=[cell for part in parts for cell in part.uncovered],
        cells=[cell for part in parts for cell in part.cells] + others,
        pressures=[entry for part in parts for entry in part.pressures],
        notes=list(dict.fromkeys(note for part in parts for note in part.notes)),
    )


def are_alike(sheet: Sheet, other: Sheet, mapping: Mapping) -> bool:
    """Whether two sheets say the same in the last row of headings."""
    said = [_heading(one.turned() if mapping.turned else one, mapping) for one in (sheet, other)]
    return said[0] == said[1] and any(said[0])


def _heading(sheet: Sheet, mapping: Mapping) -> list[str]:
    at = mapping.headings - 1
    cells = sheet.rows[at] if 0 <= at < len(sheet.rows) else ()
    said = [key(text_of(value)) for value in cells]
    while said and not said[-1]:
        said.pop()
    return said


def _part(sheet: Sheet, mapping: Mapping, *, is_one: bool) -> Reading:
    """One sheet of several: its title is its portfolio where nothing else says one."""
    named = {column.meaning for column in mapping.columns.values()}
    own = mapping.portfolio
    if not (is_one or mapping.portfolio_rows or Meaning.PORTFOLIO in named):
        own = sheet.title[:LONGEST_PORTFOLIO]
    before = "" if is_one else f"{sheet.title} "
    told = replace(mapping, sheet=sheet.title, portfolio=own)
    part = read([replace(sheet, before=before)], told)
    for row in part.rows:
        row.sheet = sheet.title
    return part


def _whose(stated: Stated, part: Reading, often: Counter[str]) -> Stated:
    """A total of all of its sheet is of the sheet's portfolio, or of a part that has no name."""
    if stated.portfolio or len(part.rows) == 0:
        return stated
    if len(part.portfolios) == 1 and often[part.portfolios[0]] == 1:
        return replace(stated, portfolio=part.portfolios[0])
    return replace(stated, is_part=stated.is_part or len(often) > len(part.portfolios))
