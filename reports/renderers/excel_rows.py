"""The rows of a sheet in the words of an .xlsx: a value is a number or words, and never a formula.

openpyxl makes all else of a workbook. Cells alone are written here: over those it takes as long as
over everything else together.
"""

import re
from collections.abc import Sequence
from functools import cache
from xml.sax.saxutils import escape

Value = int | float | str | None
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_EMPTY = re.compile(rb"<sheetData\s*(?:/>|></sheetData>)")


def row(at: int, values: Sequence[Value], styles: Sequence[int]) -> str:
    """A row, each value with the number its style has in the workbook."""
    cells = map(_cell, _places(len(values)), [str(at)] * len(values), values, styles)
    return f'<row r="{at}">{"".join(cells)}</row>'


def filled(sheet: bytes, rows: Sequence[str]) -> bytes:
    """A sheet that has no rows, with these. ``ValueError`` where it has some."""
    data = f"<sheetData>{''.join(rows)}</sheetData>".encode()
    made, times = _EMPTY.subn(lambda _: data, sheet)
    if times != 1:
        raise ValueError("The sheet has rows of its own.")
    return made


def _cell(column: str, at: str, value: Value, style: int) -> str:
    if value is None:
        return f'<c r="{column}{at}" s="{style}"/>'
    if isinstance(value, str):
        words = escape(_NO_XML.sub("", value), {"\r": "&#13;"})
        told = f'<is><t xml:space="preserve">{words}</t></is>' if words else ""
        return f'<c r="{column}{at}" s="{style}" t="inlineStr">{told}</c>'
    return f'<c r="{column}{at}" s="{style}"><v>{value!r}</v></c>'


@cache
def _places(columns: int) -> list[str]:
    from openpyxl.utils import get_column_letter

    return [get_column_letter(column) for column in range(1, columns + 1)]
