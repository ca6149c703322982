"""A report table as CSV: one line a row, numbers as numbers, what it is of on every line.

The last column holds the notes of what is marked in the line.
"""

import csv
import io

from reports.renderers.words import as_data, data_unit
from reports.table import Column, ReportTable, Row

CONTENT_TYPE = "text/csv; charset=utf-8"
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def render(table: ReportTable) -> bytes:
    """UTF-8 with a byte order mark, so that Excel reads the pound sign."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(
        [
            *(safe(_heading(c)) for c in table.columns),
            *("Row is", "Position", "As at", "Scope", "Notes"),
        ]
    )
    for row in table.rows:
        values = [as_data(column, row.cells[column.key]) for column in table.columns]
        about = [str(row.role), table.position, table.as_at, table.scope, _notes(table, row)]
        writer.writerow([safe(value) for value in [*values, *about]])
    return out.getvalue().encode("utf-8-sig")


def safe(value: int | float | str) -> int | float | str:
    """Words that a spreadsheet would run as a formula get an apostrophe before them."""
    if isinstance(value, str) and value.startswith(_STARTS_A_FORMULA):
        return f"'{value}"
    return value


def _notes(table: ReportTable, row: Row) -> str:
    """The notes whose marks stand in the row."""
    marks = {mark for cell in row.cells.values() for mark in cell.mark.split()}
    return " ".join(note for note in table.notes if note.split(" ", 1)[0] in marks)


def _heading(column: Column) -> str:
    unit = data_unit(column)
    heading = f"{column.group}: {column.heading}" if column.group else column.heading
    return f"{heading} ({unit})" if unit else heading
