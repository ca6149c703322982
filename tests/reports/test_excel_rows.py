"""Rows written by us are read back by openpyxl as what they were: words as words, numbers so."""

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from reports.renderers import as_excel, excel_rows

NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
VALUES = st.one_of(
    st.none(),
    st.text(),
    st.sampled_from(["=1+1", "#N/A", " a ", "a\r\nb", "<&>\"'"]),
    st.integers(min_value=-(2**53), max_value=2**53),
    st.floats(allow_nan=False, allow_infinity=False),
)


@given(st.lists(st.lists(VALUES, max_size=30), min_size=1, max_size=4))
def test_a_row_is_read_back_as_it_was(rows):
    made = as_excel._Workbook()
    made.sheet("Any")
    style = made.style(as_excel._Look(bold=True))
    for row in rows:
        made.add(row, [style] * len(row))
    sheet = load_workbook(io.BytesIO(made.saved())).active
    for at, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(at, column)
            words = isinstance(value, str)
            assert cell.value == ((NO_XML.sub("", value) or None) if words else value)
            assert cell.font.bold
            assert cell.data_type in ("s", "inlineStr") if words else cell.data_type == "n"


def test_a_sheet_that_has_rows_is_not_filled():
    with pytest.raises(ValueError, match="rows of its own"):
        excel_rows.filled(b"<sheetData><row/></sheetData>", [])
