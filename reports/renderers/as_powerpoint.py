"""A paper as slides for a Board: each chart native and editable, each main table that fits.

It draws the value and decides nothing: a slide's title is the chart's finding or the table's
caption, what is too large for slides is listed at the end, and the prose stays in the paper.
"""

from __future__ import annotations

import io
from collections import Counter
from typing import TYPE_CHECKING

from reports.papers.value import ChartBlock, Paper, Section, TableBlock
from reports.renderers import as_chart, native_charts, slide_charts, slide_tables
from reports.renderers.files import settled
from reports.renderers.slide_deck import BOTTOM, INCH, LEFT, RIGHT, TOP, Deck
from reports.renderers.words import EXEMPT, printable
from reports.table import ReportTable

if TYPE_CHECKING:
    from pptx.slide import Slide

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
POINT = 12700
WIDTH = RIGHT - LEFT
NOTE = 10  # points
MOST_NOTES = 4  # lines beneath a table: more stand in the notes of the slide
SHARES = {1: (1.0,), 2: (0.66, 0.34)}  # of the height, for one chart or two


def render(paper: Paper) -> bytes:
    """The deck."""
    writer = _Writer(paper)
    writer.write()
    out = io.BytesIO()
    writer.deck.deck.save(out)
    return settled(out.getvalue())


class _Writer:
    """Writes one paper as slides, from its title to what does not fit."""

    def __init__(self, paper: Paper) -> None:
        self.paper, self.deck = paper, Deck(paper)
        self.left_over: list[TableBlock] = []
        self.drawn: list[ReportTable] = []
        self.titles = Counter(
            [b.caption for b in paper.tables] + [b.table.finding for b in paper.charts]
        )

    def write(self) -> None:
        paper = self.paper
        lines = [
            paper.subtitle,
            paper.organisation,
            f"{paper.position}, as at {paper.as_at_text}",
        ]
        self.deck.front(paper.title, lines)
        agenda = self.deck.slide("Agenda")
        for section in paper.sections:
            self.section(section)
        if self.left_over:
            self.besides()
        self.agenda(agenda)
        self.deck.finish()

    def section(self, section: Section) -> None:
        drawn = [b for b in section.blocks if isinstance(b, ChartBlock | TableBlock)]
        if section.level == 1:
            self.deck.begin(section.title)
        for block in drawn:
            if isinstance(block, ChartBlock):
                self.chart(section, block)
            else:
                self.table(section, block, self.titled(section, block.caption))

    def titled(self, section: Section, title: str) -> str:
        """A title that no other slide has: with its section where several would be called so."""
        return f"{section.title}: {title}" if self.titles[title] > 1 else title

    def slide(self, section: Section, title: str, block: ChartBlock | TableBlock) -> Slide:
        """A slide of a block: its section above the title, where it comes from in the notes."""
        slide = self.deck.slide(title, over=section.title, warning=EXEMPT if section.exempt else "")
        table = block.table
        says = [f"{block.label}: {block.caption}", f"Source: {table.title}. {table.caption}"]
        slide.notes_slide.notes_text_frame.text = printable("\n".join([*says, *table.notes]))
        return slide

    def chart(self, section: Section, block: ChartBlock) -> None:
        """The chart with its finding as the title; as a table where it has no native form."""
        panels = native_charts.panels(as_chart.CHARTS[block.chart](block.table))
        title = self.titled(section, block.table.finding or block.caption)
        if not panels:
            self.table(section, block, title)
            return
        slide = self.slide(section, title, block)
        room, top = BOTTOM - TOP - int(0.35 * INCH), TOP
        for panel, share in zip(panels, SHARES[len(panels)], strict=True):
            alt = f"{panel.title}. {block.alt}" if panel.title else block.alt
            high = int(room * share)
            slide_charts.draw(slide, panel, (LEFT, top, WIDTH, high), alt)
            top += high
        self.beneath(slide, BOTTOM - int(0.3 * INCH), [block.table.caption])

    def table(self, section: Section, block: ChartBlock | TableBlock, title: str) -> None:
        """The table over as many slides as it takes, once; or on the list of what does not fit."""
        table = block.table
        if table in self.drawn:
            return
        self.drawn.append(table)
        notes = [table.caption, *table.notes]
        if len(notes) > MOST_NOTES:
            notes = [f"{table.caption} The notes to the figures are in the notes of this slide."]
        foot = (len(notes) + 1) * NOTE * 1.35
        room = (BOTTOM - TOP) / POINT - foot
        layout = slide_tables.lay_out(table, WIDTH / POINT, room)
        if layout is None:
            if isinstance(block, TableBlock):
                self.left_over.append(block)
            return
        many = len(layout.slides)
        for at, rows in enumerate(layout.slides, start=1):
            more = f" (continued, {at} of {many})" if at > 1 else ""
            slide = self.slide(section, f"{title}{more}", block)
            high = slide_tables.draw(slide, table, layout, rows, (LEFT, TOP))
            self.beneath(slide, TOP + int((high + NOTE) * POINT), notes)

    def beneath(self, slide: Slide, top: int, lines: list[str]) -> None:
        frame = self.deck.text(slide, (LEFT, top, WIDTH, int(len(lines) * 0.2 * INCH)))
        for at, line in enumerate(lines):
            paragraph = frame.add_paragraph() if at else frame.paragraphs[0]
            self.deck.say(paragraph, line, NOTE, "ink-soft")

    def agenda(self, slide: Slide) -> None:
        """The parts that have slides, each a link to its first."""
        frame = self.deck.text(slide, (LEFT, TOP, WIDTH, BOTTOM - TOP))
        held = [(name, slides) for name, slides in self.deck.parts[1:] if slides]
        for at, (name, slides) in enumerate(held):
            paragraph = frame.add_paragraph() if at else frame.paragraphs[0]
            paragraph.space_after = 10 * POINT
            self.deck.lead(self.deck.say(paragraph, name, 20, "accent"), slide, slides[0])

    def besides(self) -> None:
        self.deck.begin("In the paper")
        slide = self.deck.slide("In the paper, too large for a slide")
        frame = self.deck.text(slide, (LEFT, TOP, WIDTH, BOTTOM - TOP))
        for at, block in enumerate(self.left_over):
            paragraph = frame.add_paragraph() if at else frame.paragraphs[0]
            paragraph.space_after = 6 * POINT
            self.deck.say(paragraph, f"{block.label}: {block.caption}", 16)
