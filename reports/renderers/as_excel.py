"""Report tables as Excel: real numbers in Cabinet's format, native charts, set up to print.

openpyxl writes no cached results, so totals are values. Text never becomes a formula.
"""

from __future__ import annotations

import io
from itertools import groupby
from typing import TYPE_CHECKING, Any

from reports.renderers import palette
from reports.renderers.files import settled
from reports.renderers.words import as_data
from reports.table import Cell, Column, Kind, ReportTable, Role

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

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
    Kind.VALUE: "General",
}
FIRST_ROW = 4  # title, caption, a blank line, then the headings


def render(table: ReportTable) -> bytes:
    """One table as a workbook of one sheet."""
    book = _workbook()
    write_sheet(book, table)
    return _saved(book)


def render_pack(tables: list[ReportTable], about: list[tuple[str, str]]) -> bytes:
    """All tables as one workbook, a sheet each, behind a cover that says what it is of."""
    book = _workbook()
    _write_cover(book, tables, about)
    for table in tables:
        write_sheet(book, table)
    return _saved(book)


def sheet_name(title: str) -> str:
    """A title as Excel takes it for a sheet: 31 characters, none of []:*?/\\."""
    return "".join(c for c in title if c not in "[]:*?/\\")[:31]


def write_sheet(book: Workbook, table: ReportTable) -> Worksheet:
    """Draw one table on a sheet of its own, with its chart beneath where it has one."""
    from reports.renderers import excel_charts

    sheet = book.create_sheet(sheet_name(table.title))
    _put(sheet, 1, 1, table.title).font = _font(bold=True, size=14)
    _put(sheet, 2, 1, table.caption).font = _font(colour="ink-soft")
    first = _write_headings(sheet, table.columns)
    last = first - 1
    for row in table.rows:
        last += 1
        _write_row(sheet, last, table, row.role, row.cells)
    for number, note in enumerate(table.notes, start=last + 2):
        _put(sheet, number, 1, note).font = _font(size=9, colour="ink-soft")
    _set_up(sheet, table, first)
    excel_charts.add(sheet, table, first, last + 3 + len(table.notes))
    return sheet


def _workbook() -> Workbook:
    from openpyxl import Workbook

    book = Workbook()
    del book[book.sheetnames[0]]
    return book


def _saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return settled(out.getvalue())


def _put(sheet: Worksheet, row: int, column: int, value: Any) -> Any:
    cell = sheet.cell(row, column)
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
    return cell


def _font(*, bold: bool = False, size: int = 11, colour: str = "ink") -> Any:
    from openpyxl.styles import Font

    return Font(bold=bold, size=size, color=palette.colours()[colour][1:])


def _write_headings(sheet: Worksheet, columns: tuple[Column, ...]) -> int:
    """Write the headings, in two rows where columns stand in groups; give the first body row."""
    from openpyxl.styles import Alignment, Border, PatternFill, Side

    grouped = any(column.group for column in columns)
    last = FIRST_ROW + grouped
    fill = PatternFill("solid", fgColor=palette.colours()["panel"][1:])
    rule = Side(style="thin", color=palette.colours()["ink-soft"][1:])
    at = 1
    for group, run in groupby(columns, key=lambda column: column.group):
        members = list(run)
        if group:
            _put(sheet, FIRST_ROW, at, f"{group} {members[0].kind.unit}".strip())
            if len(members) > 1:
                sheet.merge_cells(
                    start_row=FIRST_ROW,
                    end_row=FIRST_ROW,
                    start_column=at,
                    end_column=at + len(members) - 1,
                )
        for offset, column in enumerate(members):
            _put(sheet, last, at + offset, column.heading)
        at += len(members)
    for row in range(FIRST_ROW, last + 1):
        for index, column in enumerate(columns, start=1):
            cell = sheet.cell(row, index)
            cell.font, cell.fill = _font(bold=True), fill
            side = "right" if column.kind.is_number else "left"
            cell.alignment = Alignment(horizontal=side, vertical="bottom", wrap_text=True)
            if row == last:
                cell.border = Border(bottom=rule)
    return last + 1


def _write_row(sheet: Worksheet, at: int, table: ReportTable, role: Role, cells: Any) -> None:
    from openpyxl.styles import Alignment, Border, Side

    strong = role in (Role.TOTAL, Role.SUBTOTAL)
    font = _font(bold=strong, colour="ink-soft" if role is Role.EARLIER else "ink")
    border = Border(top=Side(style="thin", color=palette.colours()["ink-soft"][1:]))
    for index, column in enumerate(table.columns, start=1):
        cell = cells[column.key]
        put = _put(sheet, at, index, _value(column, cell))
        put.font = font
        if column.kind.is_number:
            put.alignment = Alignment(horizontal="right")
            put.number_format = FORMATS[column.kind]
        else:
            put.alignment = Alignment(wrap_text=True, vertical="top")
        if role is Role.TOTAL:
            put.border = border


def _value(column: Column, cell: Cell) -> int | float | str:
    """A number, or the words printed; a mark goes with words and with the notes below."""
    value = as_data(column, cell)
    return f"{cell.label or value}{cell.mark}" if isinstance(value, str) else value


def _set_up(sheet: Worksheet, table: ReportTable, first: int) -> None:
    """Widths, frozen headings and the printed page."""
    from openpyxl.utils import get_column_letter

    for index, column in enumerate(table.columns, start=1):
        longest = max([len(str(r.cells[column.key].value)) for r in table.rows] or [0])
        width = 13 if column.kind.is_number else min(44, max(14, longest + 2))
        sheet.column_dimensions[get_column_letter(index)].width = width
    sheet.freeze_panes = sheet.cell(first, 2)
    sheet.print_title_rows = f"{FIRST_ROW}:{first - 1}"
    sheet.sheet_view.showGridLines = False
    _set_up_page(sheet, table.dated)


def _set_up_page(sheet: Worksheet, footer: str) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.left.text = footer.replace("&", "&&")
    sheet.oddFooter.right.text = "Page &P of &N"


def _write_cover(book: Workbook, tables: list[ReportTable], about: list[tuple[str, str]]) -> None:
    sheet = book.create_sheet("Cover")
    _put(sheet, 1, 1, about[0][1]).font = _font(bold=True, size=18)
    row = 3
    for label, value in about[1:]:
        _put(sheet, row, 1, label).font = _font(colour="ink-soft")
        _put(sheet, row, 2, value)
        row += 1
    row += 1
    _put(sheet, row, 1, "Tables").font = _font(bold=True)
    for table in tables:
        row += 1
        cell = _put(sheet, row, 1, table.title)
        cell.hyperlink = f"#'{sheet_name(table.title)}'!A1"
        cell.font = _font(colour="accent")
        _put(sheet, row, 2, table.finding)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 34, 96
    sheet.sheet_view.showGridLines = False
    _set_up_page(sheet, about[0][1])
