"""A workbook of openpyxl's, whose sheets are written in memory: by itself it writes each to disk.

To be imported late, as openpyxl is.
"""

import io
from typing import Any
from zipfile import ZipFile

from openpyxl import Workbook
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter


class Book(Workbook):
    """One whose sheets are made once, from the top."""

    def __init__(self) -> None:
        super().__init__(write_only=True)

    def create_sheet(self, title: str) -> "_Sheet":
        sheet = _Sheet(self, title)
        self._add_sheet(sheet)
        return sheet

    def parts(self) -> bytes:
        """The finished workbook as a zip of parts that are not packed yet."""
        out = io.BytesIO()
        ExcelWriter(self, _Parts(out, "w")).save()
        return out.getvalue()


class _Sheet(WriteOnlyWorksheet):
    _writer: Any = None

    def _get_writer(self) -> None:
        if self._writer is None:
            self._writer = _Writer(self)
            self._writer.write_top()


class _Writer(WorksheetWriter):
    def __init__(self, sheet: _Sheet) -> None:
        super().__init__(sheet, out=io.BytesIO())

    def cleanup(self) -> None:
        """There is no file to take away."""


class _Parts(ZipFile):
    def write(self, part: io.BytesIO, name: str) -> None:  # type: ignore[override]
        self.writestr(name, part.getvalue())
