"""Report tables as Excel: real numbers in Cabinet's format, native charts, set up to print.

openpyxl writes no cached results, so totals are values. Text never becomes a formula.
Each look is made once: styling cell by cell took longer than all the rest.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from typing import Any

from reports.renderers import excel_rows, palette
from reports.renderers.files import settled
from reports.renderers.words import as_data
from reports.table import Cell, Column, Kind, ReportTable, Role

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MINUS = "\N{MINUS SIGN}"
_MILLIONS = '£#,##0.0#,,"m"'
FORMATS = {
    Kind.MONEY: f"{_MILLIONS};{MINUS}{_MILLIONS}",
    Kind.CHANGE: f"+{_MILLIONS};{MINUS}{_MILLIONS};{_MILLIONS}",
    Kind.FTE: "#,##0.##",
    Kind.PERCENT: '0.0"%"',
    Kind.COUNT: "#,##0",
    Kind.SCORE: "General",
    Kind.YEARS: "0.0",
    Kind.VALUE: "General",
}
A4 = 9  # as Excel numbers paper
_SHEET = re.compile(r"xl/worksheets/sheet(\d+)\.xml")
FIRST_ROW = 4  # title, caption, a blank line, then the headings


def render(table: ReportTable) -> bytes:
    """One table as a workbook of one sheet."""
    made = _Workbook()
    _write_sheet(made, table)
    return made.saved()


def render_pack(tables: list[ReportTable], about: list[tuple[str, str]]) -> bytes:
    """All tables as one workbook, a sheet each, behind a cover that says what it is of."""
    made = _Workbook()
    _write_cover(made, tables, about)
    for table in tables:
        _write_sheet(made, table)
    return made.saved()


def sheet_name(title: str) -> str:
    """A title as Excel takes it for a sheet: 31 characters, none of []:*?/\\."""
    return "".join(c for c in title if c not in "[]:*?/\\")[:31]


@dataclass(frozen=True, slots=True)
class _Look:
    """How a cell looks: colours by their names in the theme, a rule at one side or none."""

    bold: bool = False
    size: int = 11
    colour: str = "ink"
    fill: str = ""
    side: str = ""
    middle: str = ""
    wraps: bool = False
    rule: str = ""
    number_format: str = "General"


class _Workbook:
    """A workbook whose sheets are made by openpyxl and filled by us, each look made once."""

    def __init__(self) -> None:
        from reports.renderers.excel_book import Book

        self.book = Book()
        self._styles: dict[_Look, int] = {}
        self._rows: list[list[str]] = []

    def sheet(self, title: str) -> Any:
        """Another sheet: rows that are added go to the newest."""
        self._rows.append([])
        return self.book.create_sheet(title)

    def add(self, values: Sequence[excel_rows.Value], styles: Sequence[int]) -> None:
        """The next row, each value in the style of that number. Words stay words."""
        rows = self._rows[-1]
        rows.append(excel_rows.row(len(rows) + 1, values, styles))

    def saved(self) -> bytes:
        return settled(self.book.parts(), self._filled)

    def _filled(self, name: str, part: bytes) -> bytes:
        found = _SHEET.fullmatch(name)
        rows = self._rows[int(found[1]) - 1] if found else []
        return excel_rows.filled(part, rows) if rows else part

    def style(self, look: _Look) -> int:
        """The number that a look has in the workbook."""
        from openpyxl.cell import WriteOnlyCell

        if look not in self._styles:
            cell = WriteOnlyCell(self.book.worksheets[-1])
            self._styles[look] = _styled(cell, look).style_id
        return self._styles[look]


def _styled(cell: Any, look: _Look) -> Any:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    theme = {name: colour[1:] for name, colour in palette.colours().items()}
    cell.font = Font(bold=look.bold, size=look.size, color=theme[look.colour])
    if look.fill:
        cell.fill = PatternFill("solid", fgColor=theme[look.fill])
    if look.rule:
        cell.border = Border(**{look.rule: Side(style="thin", color=theme["ink-soft"])})
    if look.side or look.middle:
        side, middle = look.side or None, look.middle or None
        cell.alignment = Alignment(horizontal=side, vertical=middle, wrap_text=look.wraps or None)
    cell.number_format = look.number_format
    return cell


def _write_sheet(made: _Workbook, table: ReportTable) -> None:
    """Draw one table on a sheet of its own, with its chart beneath where it has one."""
    from reports.renderers import excel_charts

    sheet = made.sheet(sheet_name(table.title))
    first = FIRST_ROW + 1 + _is_grouped(table)
    _set_up(sheet, table, first)
    made.add([table.title], [made.style(_Look(bold=True, size=14))])
    made.add([table.caption], [made.style(_Look(colour="ink-soft"))])
    made.add([], [])
    _write_headings(made, sheet, table)
    _write_rows(made, table)
    if table.notes:
        made.add([], [])
    for note in table.notes:
        made.add([note], [made.style(_Look(size=9, colour="ink-soft"))])
    excel_charts.add(sheet, table, first, first + len(table.rows) + 2 + len(table.notes))


def _is_grouped(table: ReportTable) -> bool:
    """Whether the headings take two rows, because columns stand in groups."""
    return any(column.group for column in table.columns)


def _write_headings(made: _Workbook, sheet: Any, table: ReportTable) -> None:
    from openpyxl.worksheet.cell_range import CellRange

    if _is_grouped(table):
        groups: list[str | None] = []
        for group, run in groupby(table.columns, key=lambda column: column.group):
            members = list(run)
            if group and len(members) > 1:
                across = range(len(groups) + 1, len(groups) + len(members) + 1)
                merged = CellRange(None, across[0], FIRST_ROW, across[-1], FIRST_ROW)
                sheet.merged_cells.add(merged)
            said = f"{group} {members[0].kind.unit}".strip() if group else None
            groups += [said, *[None] * (len(members) - 1)]
        _write_heading(made, table, groups)
    _write_heading(made, table, [c.heading for c in table.columns], rule="bottom")


def _write_heading(
    made: _Workbook, table: ReportTable, said: Sequence[str | None], rule: str = ""
) -> None:
    look = _Look(bold=True, fill="panel", middle="bottom", wraps=True, rule=rule)
    sides = ["right" if column.kind.is_number else "left" for column in table.columns]
    made.add(said, [made.style(replace(look, side=side)) for side in sides])


def _write_rows(made: _Workbook, table: ReportTable) -> None:
    styles = {
        role: [made.style(_look(role, column.kind)) for column in table.columns]
        for role in dict.fromkeys(row.role for row in table.rows)
    }
    for row in table.rows:
        values = [_value(column, row.cells[column.key]) for column in table.columns]
        made.add(values, styles[row.role])


@cache
def _look(role: Role, kind: Kind) -> _Look:
    look = _Look(
        bold=role in (Role.TOTAL, Role.SUBTOTAL),
        colour="ink-soft" if role is Role.EARLIER else "ink",
        rule="top" if role is Role.TOTAL else "",
    )
    if kind.is_number:
        return replace(look, side="right", number_format=FORMATS[kind])
    return replace(look, middle="top", wraps=True)


def _value(column: Column, cell: Cell) -> int | float | str:
    """A number, or the words printed; a mark goes with words and with the notes below."""
    value = as_data(column, cell)
    return f"{cell.label or value}{cell.mark}" if isinstance(value, str) else value


def _set_up(sheet: Any, table: ReportTable, first: int) -> None:
    """Widths, frozen headings and the printed page."""
    from openpyxl.utils import get_column_letter

    for index, column in enumerate(table.columns, start=1):
        longest = max([len(str(r.cells[column.key].value)) for r in table.rows] or [0])
        width = 13 if column.kind.is_number else min(44, max(14, longest + 2))
        sheet.column_dimensions[get_column_letter(index)].width = width
    sheet.freeze_panes = f"B{first}"
    sheet.print_title_rows = f"{FIRST_ROW}:{first - 1}"
    sheet.sheet_view.showGridLines = False
    _set_up_page(sheet, table.dated)


def _set_up_page(sheet: Any, footer: str) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.left.text = footer.replace("&", "&&")
    sheet.oddFooter.right.text = "Page &P of &N"


def _write_cover(made: _Workbook, tables: list[ReportTable], about: list[tuple[str, str]]) -> None:
    sheet = made.sheet("Cover")
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 34, 96
    sheet.sheet_view.showGridLines = False
    _set_up_page(sheet, about[0][1])
    _append(sheet, _Look(bold=True, size=18), [(about[0][1],)])
    sheet.append([])
    _append(sheet, _Look(colour="ink-soft"), about[1:])
    sheet.append([])
    _append(sheet, _Look(bold=True), [("Tables",)])
    links = [f"#'{sheet_name(table.title)}'!A1" for table in tables]
    _append(sheet, _Look(colour="accent"), [(t.title, t.finding) for t in tables], links)


def _append(sheet: Any, look: _Look, rows: Sequence[tuple[str, ...]], links: Any = ()) -> None:
    """Rows of words by openpyxl itself, which knows how to link: the first of each in a look."""
    from openpyxl.cell import WriteOnlyCell

    cells = [_styled(WriteOnlyCell(sheet), look), WriteOnlyCell(sheet)]
    for at, row in enumerate(rows):
        for cell, words in zip(cells, row, strict=False):
            cell.value, cell.data_type = words, "s"
        if links:
            cells[0].row = cells[0].column = 1  # until the sheet gives it its place
            cells[0].hyperlink = links[at]
        sheet.append(cells[: len(row)])
