"""A return as an Excel file: a sheet for each programme, to be filled in and sent back.

Only the amounts and the reason can be typed in. A hidden sheet says what the file is of.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from agt.words.money import LARGEST, PENCE_PER_POUND, as_pounds
from portfolios.council import read_once, say
from portfolios.models import Position
from savings.returns.holding import (
    FIRST_YEAR,
    FORMAT,
    HEADINGS_ROW,
    LABELS,
    NOTE_LONGEST,
    NOTE_ROW,
    Holding,
    fingerprint,
)

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

ABOUT = "About this file"
INSTRUCTIONS = (
    "Type annual amounts in pounds, 1250000 for £1.25m, in the white cells. An empty cell is "
    "nothing. Say in the cell below why a total changes. Then send the file on the Returns page."
)
_NOT_IN_A_NAME = "[]:*?/\\"
_LONGEST_NAME = 31  # characters of a sheet's name


@dataclass(frozen=True)
class Look:
    """How money and the frame are drawn: a number format, and colours as rrggbb."""

    money: str
    ink: str
    soft: str
    panel: str
    rule: str


@read_once()
def write_return(
    position: Position, programmes: list[Holding], *, made_at: datetime.datetime, look: Look
) -> bytes:
    """The return of some programmes at a position, as an Excel file."""
    from openpyxl import Workbook
    from openpyxl.workbook.protection import WorkbookProtection

    book = Workbook()
    del book[book.sheetnames[0]]
    names = sheet_names(held.place.printed_label for held in programmes)
    for held, name in zip(programmes, names, strict=True):
        _write_programme(book.create_sheet(name), held, made_at, look)
    _write_about(book, position, list(zip(programmes, names, strict=True)), made_at)
    book.security = WorkbookProtection(lockStructure=True)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sheet_names(labels: Iterable[str]) -> list[str]:
    """A name for each sheet that Excel takes and that no other sheet has, in any case."""
    taken, names = {ABOUT.lower(), "history"}, []
    for label in labels:
        plain = "".join(c for c in label if c.isprintable() and c not in _NOT_IN_A_NAME)
        plain = plain.strip(" '") or say("Programme")
        name, more = plain[:_LONGEST_NAME].strip(" '"), 1
        while name.lower() in taken:
            more += 1
            end = f" ({more})"
            name = plain[: _LONGEST_NAME - len(end)].strip(" '") + end
        taken.add(name.lower())
        names.append(name)
    return names


def _put(sheet: Worksheet, row: int, column: int, value: Any) -> Any:
    """Write a value; text is text, whatever it starts with."""
    cell = sheet.cell(row, column)
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
    return cell


def _write_programme(
    sheet: Worksheet, held: Holding, made_at: datetime.datetime, look: Look
) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

    place, years = held.place, held.place.position.years
    last_column = FIRST_YEAR + len(years) - 1
    soft, bold = Font(color=look.soft), Font(bold=True, color=look.ink)
    fill = PatternFill("solid", fgColor=look.panel)
    thin = Side(style="thin", color=look.rule)
    box, open_to_all = Border(thin, thin, thin, thin), Protection(locked=False)

    _put(sheet, 1, 1, place.printed_label).font = Font(bold=True, size=14, color=look.ink)
    caption = f"{place.portfolio_label}. {place.position}, downloaded {made_at:%d %B %Y, %H:%M}"
    _put(sheet, 2, 1, caption).font = soft
    _put(sheet, 3, 1, INSTRUCTIONS).font = soft
    _put(sheet, NOTE_ROW, 1, "Why has it changed?").font = bold
    sheet.merge_cells(start_row=NOTE_ROW, end_row=NOTE_ROW, start_column=2, end_column=last_column)
    for column in range(2, last_column + 1):
        sheet.cell(NOTE_ROW, column).border = box
    note = sheet.cell(NOTE_ROW, 2)
    note.protection, note.number_format = open_to_all, "@"

    headings = [*LABELS, *(str(year) for year in years)]
    for column, heading in enumerate(headings, start=1):
        cell = _put(sheet, HEADINGS_ROW, column, heading)
        cell.font, cell.fill = bold, fill
        cell.alignment = Alignment(horizontal="right" if column >= FIRST_YEAR else "left")
    amounts, at = held.amounts(), HEADINGS_ROW
    for row in held.rows:
        at += 1
        for column, label in enumerate(
            (row.saving_name, row.fund.label, say(row.confidence.label)), start=1
        ):
            cell = _put(sheet, at, column, label)
            cell.fill, cell.alignment = fill, Alignment(vertical="top", wrap_text=True)
        for column, of in enumerate(row.cells(years), start=FIRST_YEAR):
            cell = _put(sheet, at, column, as_pounds(amounts[of]) or None)
            cell.number_format, cell.border, cell.protection = look.money, box, open_to_all
    _guard(sheet, at, last_column)
    _set_up(sheet, last_column, f"{place.position}, downloaded {made_at:%d %B %Y}")


def _guard(sheet: Worksheet, last_row: int, last_column: int) -> None:
    """Numbers only where amounts stand, and nothing to be typed anywhere else."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    most = LARGEST // PENCE_PER_POUND
    amounts = DataValidation(
        type="decimal",
        operator="between",
        formula1=str(-most),
        formula2=str(most),
        allow_blank=True,
        showErrorMessage=True,
        errorTitle="Not an amount",
        error="Type a number of pounds, for example 1250000.",
        showInputMessage=True,
        promptTitle="In pounds",
        prompt="1250000 shows as £1.25m.",
    )
    first, last = get_column_letter(FIRST_YEAR), get_column_letter(last_column)
    amounts.add(f"{first}{HEADINGS_ROW + 1}:{last}{last_row}")
    note = DataValidation(
        type="textLength",
        operator="lessThanOrEqual",
        formula1=str(NOTE_LONGEST),
        allow_blank=True,
        showErrorMessage=True,
        errorTitle="Too long",
        error=f"Say it in {NOTE_LONGEST} characters or fewer.",
    )
    note.add(sheet.cell(NOTE_ROW, 2).coordinate)
    sheet.add_data_validation(amounts)
    sheet.add_data_validation(note)
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False  # widths may be changed all the same


def _set_up(sheet: Worksheet, last_column: int, footer: str) -> None:
    """Widths, frozen headings and the printed page."""
    from openpyxl.utils import get_column_letter

    for column, width in enumerate((34, 36, 13), start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    for column in range(FIRST_YEAR, last_column + 1):
        sheet.column_dimensions[get_column_letter(column)].width = 13
    sheet.freeze_panes = sheet.cell(HEADINGS_ROW + 1, FIRST_YEAR)
    sheet.print_title_rows = f"{HEADINGS_ROW}:{HEADINGS_ROW}"
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.left.text = footer.replace("&", "&&")
    sheet.oddFooter.right.text = "Page &P of &N"


def _write_about(
    book: Workbook,
    position: Position,
    sheets: list[tuple[Holding, str]],
    made_at: datetime.datetime,
) -> None:
    """The hidden sheet: what the file is of, and what it was made with."""
    sheet = book.create_sheet(ABOUT)
    rows: list[tuple[Any, ...]] = [
        ("format", FORMAT),
        ("position", position.slug, position.pk),
        ("made", made_at.isoformat()),
    ]
    for held, name in sheets:
        slug, version = held.place.programme.slug, held.place.version
        mark = fingerprint(held.amounts().items())
        rows.append(("programme", slug, version, name, len(held.rows), mark))
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            _put(sheet, number, column, value)
    sheet.sheet_state = "veryHidden"
    sheet.protection.sheet = True
