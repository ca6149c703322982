"""Reading what a paper's files hold, from the files alone."""

import io
import zipfile

from docx import Document
from lxml import etree
from openpyxl import load_workbook
from pptx import Presentation

W = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
A = {"a": "http://schemas.openxmlformats.org/drawingml/2006/main"}


def word(content: bytes):
    return Document(io.BytesIO(content))


def slides(content: bytes):
    return Presentation(io.BytesIO(content))


def part(content: bytes, name: str):
    """The XML of one part of an Office file."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return etree.fromstring(packed.read(name))


def parts(content: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return packed.namelist()


def with_part(content: bytes, name: str, change) -> bytes:
    """The file with one part changed: ``change`` takes and gives its text."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as given,
        zipfile.ZipFile(out, "w") as made,
    ):
        for held in given.namelist():
            text = given.read(held)
            if held == name:
                after = change(text.decode()).encode()
                assert after != text, "nothing was changed"
                text = after
            made.writestr(held, text)
    return out.getvalue()


def fields(content: bytes, name: str = "word/document.xml") -> list[str]:
    """The instructions of the fields of a Word document's part."""
    return [t.text.strip() for t in part(content, name).iterfind(".//w:instrText", W)]


def charts(deck) -> list:
    return [s.chart for slide in deck.slides for s in slide.shapes if s.has_chart]


def behind(chart) -> list[list]:
    """The sheet behind a chart: names of series first, then a row for each category."""
    sheet = load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def numbers(chart) -> dict[str, list]:
    """The values a chart draws, by the name of the series, whatever kind of plot draws it."""
    return {s.name: list(s.values) for plot in chart.plots for s in plot.series}


def words_of(slide) -> str:
    return "\n".join(s.text_frame.text for s in slide.shapes if s.has_text_frame)
