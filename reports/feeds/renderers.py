"""A feed as CSV, JSON or Excel, some rows at a time: no renderer ever holds a whole feed.

A piece may be empty: it says that the work goes on.
"""

import csv
import datetime
import io
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from reports.feeds.feed import Feed, Kind, Value
from reports.renderers import as_excel as excel
from reports.renderers.as_csv import safe

ROWS_A_CHUNK = 500
BYTES_A_CHUNK = 1 << 16
Rows = Iterable[list[Value]]


def as_csv(feed: Feed, rows: Rows) -> Iterator[bytes]:
    """UTF-8, a line a row: money in pounds and FTE with two decimals, days as 2025-03-31."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column.name for column in feed.columns])
    prints = [_CSV.get(column.kind, safe) for column in feed.columns]
    for some in _some_at_a_time(rows):
        writer.writerows(
            ["" if value is None else cell(value) for cell, value in zip(prints, row, strict=True)]
            for row in some
        )
        yield out.getvalue().encode()
        out.seek(0)
        out.truncate()
    yield out.getvalue().encode()


def as_json(feed: Feed, rows: Rows) -> Iterator[bytes]:
    """An array of objects, numbers as numbers and ``null`` for nothing."""
    names = [json.dumps(column.name) for column in feed.columns]
    before = "[\n"
    for some in _some_at_a_time(rows):
        objects = (
            "{"
            + ", ".join(
                f"{name}: {json.dumps(value, ensure_ascii=False)}"
                for name, value in zip(names, row, strict=True)
            )
            + "}"
            for row in some
        )
        yield (before + ",\n".join(objects)).encode()
        before = ",\n"
    yield b"[]\n" if before == "[\n" else b"\n]\n"


def as_excel(feed: Feed, rows: Rows) -> Iterator[bytes]:
    """A workbook of one sheet, made in a temporary file: numbers and days as such, words as words.

    A cell is made for what needs a look or could be taken for a formula, and once: its value
    changes from row to row. The rest is written as it is, which takes half the time.
    """
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    sheet = book.create_sheet(feed.name[:31])
    sheet.freeze_panes = "A2"
    headings = [WriteOnlyCell(sheet, column.name) for column in feed.columns]
    for heading in headings:
        heading.font = Font(bold=True)
    sheet.append(headings)
    puts = [_put_in(WriteOnlyCell(sheet), column.kind) for column in feed.columns]
    for some in _some_at_a_time(rows):
        for row in some:
            sheet.append([put(value) for put, value in zip(puts, row, strict=True)])
        yield b""
    with tempfile.TemporaryFile() as file:
        book.save(file)
        file.seek(0)
        while piece := file.read(BYTES_A_CHUNK):
            yield piece


def _put_in(cell: Any, kind: Kind) -> Callable[[Value], Any]:
    """How a value of the kind is handed to a row of the sheet."""
    cell.number_format = _EXCEL.get(kind, "General")

    def number(value: Value) -> Any:
        cell.value = value
        return cell

    def day(value: Value) -> Any:
        cell.value = datetime.date.fromisoformat(str(value)) if value else None
        return cell

    def words(value: Value) -> Any:
        if not (isinstance(value, str) and value.startswith(_NOT_WORDS_TO_EXCEL)):
            return value
        cell.value = value
        cell.data_type = "s"
        return cell

    if kind is Kind.DAY:
        return day
    return number if kind in _EXCEL else words


def _some_at_a_time(rows: Rows) -> Iterator[list[list[Value]]]:
    left = iter(rows)
    while some := list(islice(left, ROWS_A_CHUNK)):
        yield some


def _two_decimals(value) -> str:
    return f"{value:.2f}"


def _yes_no(value) -> str:
    return "true" if value else "false"


_CSV: dict[Kind, Callable] = {
    Kind.MONEY: _two_decimals,
    Kind.FTE: _two_decimals,
    Kind.YES_NO: _yes_no,
}
_NOT_WORDS_TO_EXCEL = ("=", "#")  # a formula, a mistake in one
_EXCEL = {Kind.MONEY: "#,##0.00", Kind.FTE: "#,##0.00", Kind.DAY: "yyyy-mm-dd"}
RENDERERS: dict[str, tuple[Callable[[Feed, Rows], Iterator[bytes]], str]] = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "json": (as_json, "application/json"),
    "xlsx": (as_excel, excel.CONTENT_TYPE),
}
