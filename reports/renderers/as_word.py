"""A paper as a Word document: real headings, contents, captions, fields, marked table headings.

It draws the value and decides nothing. Charts come in as pictures (``reports.renderers.pictures``);
where there is none, a line in its place says where its figures are.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from itertools import count
from typing import TYPE_CHECKING, Any

from reports.papers.value import ChartBlock, Facts, Paper, Paragraph, Section, TableBlock
from reports.renderers import word_table, word_template
from reports.renderers.files import settled
from reports.renderers.word_parts import (
    Pen,
    begin_field,
    bookmark,
    contents_line,
    describe,
    element,
    end_field,
    field,
    label_bookmark,
    refer,
)
from reports.renderers.words import EXEMPT, printable

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section as PageSection
    from docx.text.paragraph import Paragraph as WordParagraph

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PAIRS = ("Item", "Details")
DEEPEST = 3  # heading
EMU = 12700  # to a point


def render(
    paper: Paper,
    *,
    template: bytes | None = None,
    pictures: Mapping[str, bytes] | None = None,
) -> bytes:
    """The document. ``pictures`` are PNG by the label of their chart: ``Figure 2``.

    Raises ``UnusableTemplate`` with a sentence where the template is no .docx or lacks a style.
    """
    document = word_template.opened(template)
    _Writer(document, paper, pictures or {}).write()
    describe(document, paper)
    out = io.BytesIO()
    document.save(out)
    return settled(out.getvalue())


class _Writer:
    """Writes one paper into one document, from its front to its end."""

    def __init__(self, document: Document, paper: Paper, pictures: Mapping[str, bytes]) -> None:
        self.document, self.paper, self.pictures = document, paper, pictures
        self.pen = Pen(document)
        self.marks = count(1)
        self.labels = {b.label for b in paper.tables} | {b.label for b in paper.charts}
        self.is_turned = False
        self.printed = {"Table": 0, "Figure": 0}  # the number Word has come to by itself

    def write(self) -> None:
        self.front()
        self.contents()
        self.footer()
        for at, section in enumerate(self.paper.sections):
            self.section(section, at)

    # --- the front ---

    def front(self) -> None:
        paper = self.paper
        self.pen.write(paper.title, "Title")
        self.pen.write(paper.subtitle, "Subtitle")
        for line in (paper.organisation, f"{paper.position}, as at {paper.as_at_text}"):
            self.pen.write(line, "Report Front")

    def contents(self) -> None:
        heading = self.pen.write("Contents", "TOC Heading")
        heading.paragraph_format.page_break_before = True
        sections = [
            (section.title, _mark_of(at), f"toc {min(section.level, 2)}")
            for at, section in enumerate(self.paper.sections)
        ]
        self.listed('TOC \\o "1-2" \\h \\z \\u', sections)
        for title, name, blocks in (
            ("Tables", "Table", self.paper.tables),
            ("Figures", "Figure", self.paper.charts),
        ):
            if blocks:
                self.pen.write(title, "TOC Heading").paragraph_format.space_before = 18 * EMU
                lines = [
                    (f"{b.label}: {b.caption}", label_bookmark(b.label), "table of figures")
                    for b in blocks
                ]
                self.listed(f'TOC \\h \\z \\c "{name}"', lines)

    def listed(self, instruction: str, lines: list[tuple[str, str, str]]) -> None:
        """A contents field that reads right before Word has worked it out."""
        paragraph = None
        for text, mark, style in lines:
            first, paragraph = paragraph is None, self.pen.write(style=style)
            if first:
                begin_field(paragraph, instruction)
            contents_line(paragraph, text, mark)
        if paragraph is not None:
            end_field(paragraph)

    def footer(self) -> None:
        """As at and page, unless the template's own footer counts the pages already."""
        footer = self.document.sections[-1].footer
        if "PAGE" in "".join(
            t.text or "" for t in footer._element.iter(element("w:instrText").tag)
        ):
            return
        paragraph = footer.paragraphs[0]
        if paragraph.text:
            paragraph = footer.add_paragraph()
        self.pen.style(paragraph, "Footer")
        paper = self.paper
        says = f"{paper.title} · {paper.position}, as at {paper.as_at_text} · Page "
        paragraph.add_run(printable(says))
        field(paragraph, "PAGE", "1")
        paragraph.add_run(" of ")
        field(paragraph, "NUMPAGES", "1")

    # --- the parts ---

    def section(self, section: Section, at: int) -> None:
        level = min(section.level, DEEPEST)
        turned = self.is_turned
        self.turn()
        heading = self.pen.write(section.title or " ", f"Heading {level}")
        bookmark(heading, _mark_of(at), next(self.marks))
        if (at == 0 or section.exempt) and not turned:  # a turned page begins anew already
            heading.paragraph_format.page_break_before = True
        if section.exempt:
            self.pen.write(EXEMPT, "Report Exempt")
        for block in section.blocks:
            if not isinstance(block, TableBlock):
                self.turn()
            match block:
                case Paragraph():
                    style = "List Bullet" if block.bullet else "Normal"
                    self.runs(self.pen.write(style=style), block)
                case TableBlock():
                    self.table(block)
                case ChartBlock():
                    self.chart(block)
                case Facts():
                    self.facts(block)

    def runs(self, paragraph: WordParagraph, block: Paragraph) -> None:
        for run in block.runs:
            refer(paragraph, run.text, self.labels, strong=run.strong)

    def table(self, block: TableBlock) -> None:
        self.turn(sideways=word_table.is_wide(block.table))
        self.caption(block)
        word_table.write(self.pen, block.table, self.width)
        if not block.table.rows:
            self.pen.write("There is nothing to list.", "Report Note")
        self.notes(block)

    def notes(self, block: TableBlock) -> None:
        for note in (block.table.caption, *block.table.notes):
            last = self.pen.write(note, "Report Note")
            last.paragraph_format.keep_with_next = True
        last.paragraph_format.keep_with_next = False
        last.paragraph_format.space_after = 12 * EMU

    def chart(self, block: ChartBlock) -> None:
        from docx.shared import Pt

        self.caption(block)
        finding = block.table.finding
        if finding and finding not in block.caption:
            self.pen.write(finding, "Report Finding")
        if block.label in self.pictures:
            paragraph = self.pen.write()
            held = io.BytesIO(self.pictures[block.label])
            picture = paragraph.add_run().add_picture(held, width=Pt(self.width))
            about = picture._inline.docPr
            about.set("descr", printable(block.alt))
            about.set("title", printable(block.caption))
        else:
            refer(self.pen.write(), self.instead(block), self.labels)

    def instead(self, block: ChartBlock) -> str:
        """What stands in a chart's place: where to find it."""
        held = next((t.label for t in self.paper.tables if t.table.slug == block.table.slug), "")
        where = f"its figures are in {held}" if held else "its figures are in the tracker"
        return f"The chart is on the page of this paper in the tracker; {where}."

    def facts(self, block: Facts) -> None:
        from docx.shared import Pt

        self.pen.write(block.caption, "Caption")

        def fill(paragraphs: tuple[Paragraph, ...]) -> Any:
            def into(cell: Any) -> None:
                for at, one in enumerate(paragraphs):
                    paragraph = cell.add_paragraph() if at else cell.paragraphs[0]
                    self.pen.style(paragraph, "List Bullet" if one.bullet else "Report Cell")
                    self.runs(paragraph, one)
                    for run in paragraph.runs:
                        run.font.size = Pt(word_table.SIZES[0])

            return into

        rows = [(name, fill(says)) for name, says in block.rows]
        word_table.write_pairs(self.pen, rows, self.width, block.caption, PAIRS)
        self.pen.write("", "Report Note")

    def caption(self, block: TableBlock | ChartBlock) -> None:
        """“Table 3: …”, counted by Word; where the paper's number is another, Word is told."""
        name = block.label.split()[0]
        paragraph = self.pen.write(style="Caption")
        self.printed[name] += 1
        told = "" if self.printed[name] == block.number else f" \\r {block.number}"
        self.printed[name] = block.number
        paragraph.add_run(f"{name} ")
        field(paragraph, f"SEQ {name} \\* ARABIC{told}", str(block.number))
        bookmark(paragraph, label_bookmark(block.label), next(self.marks))
        if block.caption:
            paragraph.add_run(f": {printable(block.caption)}")

    # --- the page ---

    @property
    def page(self) -> PageSection:
        return self.document.sections[-1]

    @property
    def width(self) -> float:
        """Of what is printed on, in points."""
        page = self.page
        sides = (page.left_margin or 0) + (page.right_margin or 0)
        return ((page.page_width or 0) - sides) / EMU

    def turn(self, *, sideways: bool = False) -> None:
        """Go on a page turned on its side, or back; a page that lies right already goes on."""
        from docx.enum.section import WD_ORIENTATION, WD_SECTION_START

        old = self.page
        if sideways is self.is_turned:
            return
        self.is_turned = sideways
        wide, high = old.page_width, old.page_height
        new = self.document.add_section(WD_SECTION_START.NEW_PAGE)
        new.page_width, new.page_height = high, wide
        is_wide = (new.page_width or 0) > (new.page_height or 0)
        new.orientation = WD_ORIENTATION.LANDSCAPE if is_wide else WD_ORIENTATION.PORTRAIT


def _mark_of(at: int) -> str:
    """The bookmark of a section's heading, as Word names those of a contents."""
    return f"_Toc{at + 1:08d}"
