"""Reading a table back from each of its outputs, with nothing of the product's own formatting."""

import csv
import io
import json
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from html.parser import HTMLParser

from docx import Document
from openpyxl import load_workbook

Number = int | float
Value = str | Number
MINUS = "−"


def in_words(kind: str, number: Number) -> str:
    """A number from a file as a page prints it: an account of the format of our own."""
    exact = Decimal(str(number))
    sign = ""
    if kind in ("money", "change"):
        exact = (exact / 1_000_000).quantize(Decimal("0.01"), ROUND_HALF_UP)
        sign = MINUS if exact < 0 else "+" if kind == "change" and exact > 0 else ""
        text = f"{abs(exact):,.2f}"
        return f"{sign}£{text[:-1] if text.endswith('0') else text}m"
    if kind == "percent":
        return f"{exact.quantize(Decimal('0.1'), ROUND_HALF_UP)}%"
    if kind == "fte":
        text = f"{abs(exact):,.2f}".rstrip("0").rstrip(".")
        return f"{MINUS if exact < 0 else ''}{text}"
    if kind == "score":
        return f"{exact:f}"
    if kind == "years":
        return f"{exact.quantize(Decimal('0.1'), ROUND_HALF_UP)}"
    return f"{exact:,}".replace("-", MINUS)


@dataclass
class HtmlTable:
    """The words of a table on a page; ``marks`` are its superscripts, by row and column."""

    headings: list[list[str]] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    marks: dict[tuple[int, int], str] = field(default_factory=dict)
    roles: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    caption: str = ""


class _Reader(HTMLParser):
    def __init__(self, slug: str) -> None:
        super().__init__(convert_charrefs=True)
        self.slug, self.found = slug, HtmlTable()
        self.depth, self.part, self.text, self.mark, self.in_mark = 0, "", None, "", False

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "section" and (self.depth or given.get("id") == self.slug):
            self.depth += 1
        if not self.depth:
            return
        if tag in ("thead", "tbody"):
            self.part = tag
        if tag == "tr" and self.part == "thead":
            self.found.headings.append([])
        if tag == "tr" and self.part == "tbody":
            self.found.rows.append([])
            self.found.roles.append(given.get("class", "").removeprefix("row--"))
        if tag in ("th", "td", "caption") or (tag == "li" and not self.part):
            self.text, self.mark = "", ""
        if tag == "ul" and "notes" in given.get("class", ""):
            self.part = ""
        if tag == "sup":
            self.in_mark = True

    def handle_data(self, data):
        if self.in_mark:
            self.mark += data
        elif self.text is not None:
            self.text += data

    def handle_endtag(self, tag):
        if not self.depth:
            return
        if tag == "section":
            self.depth -= 1
        if tag == "sup":
            self.in_mark = False
        if tag == "table":
            self.part = ""
        if tag in ("th", "td") and self.text is not None:
            rows = self.found.headings if self.part == "thead" else self.found.rows
            rows[-1].append(" ".join(self.text.split()))
            if self.mark:
                self.found.marks[len(rows) - 1, len(rows[-1]) - 1] = self.mark
            self.text = None
        if tag == "caption":
            self.found.caption, self.text = " ".join((self.text or "").split()), None
        if tag == "li" and not self.part and self.text is not None:
            self.found.notes.append(" ".join(self.text.split()))
            self.text = None


def read_html(page: str, slug: str) -> HtmlTable:
    """The table in the section named ``slug`` of a page."""
    reader = _Reader(slug)
    reader.feed(page)
    return reader.found


def read_csv(content: bytes) -> tuple[list[str], list[list[str]]]:
    """Headings and rows, without the columns that say what each row is of."""
    headings, *rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    return headings[:-5], [row[:-5] for row in rows]


def read_json(content: bytes) -> dict:
    return json.loads(content)


def read_excel(content: bytes, columns: int, rows: int, *, grouped: bool) -> list[list[Value]]:
    """The body of the first sheet."""
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    first = 6 if grouped else 5
    return [[sheet.cell(first + r, 1 + c).value for c in range(columns)] for r in range(rows)]


SHAPES = {"●": "Green", "▲": "Amber", "■": "Red"}


@dataclass
class WordTable:
    """A table of a Word document: its words, its marks, and how each cell stands."""

    headings: list[list[str]]
    rows: list[list[str]]
    marks: dict[tuple[int, int], str]
    right: list[list[bool]]
    bold: list[bool]


def read_word(content: bytes, at: int = 0) -> WordTable:
    """The table that is ``at`` in the document's order. A rating's shape is read as no word."""
    table = Document(io.BytesIO(content)).tables[at]
    found = WordTable([], [], {}, [], [])
    for row in table.rows:
        marked = row._tr.find(".//{*}tblHeader") is not None
        texts, right, bold = [], [], []
        for index, tc in enumerate(row._tr.tc_lst):
            words, mark = "", ""
            for run in tc.iter("{*}r"):
                text = "".join(t.text or "" for t in run.iter("{*}t"))
                if run.find(".//{*}vertAlign") is not None:
                    mark += text
                else:
                    words += text
                bold.append(run.find("./{*}rPr/{*}b") is not None)
            shape, _, rest = words.partition(" ")
            if shape in SHAPES:
                assert rest.lower() == SHAPES[shape].lower()
                words = rest
            texts.append(" ".join(words.split()))
            side = tc.find(".//{*}jc")
            right.append(side is not None and side.values() == ["right"])
            if mark and not marked:
                found.marks[len(found.rows), index] = mark
        if marked:
            assert not found.rows, "a heading row stands above the body"
            found.headings.append(texts)
        else:
            found.rows.append(texts)
            found.right.append(right)
            found.bold.append(bool(bold) and all(bold))
    return found
