"""A paper as the page draws it: ready words for ``templates/papers/``."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from reports.papers.value import Block, ChartBlock, Facts, Paper, Paragraph, Run, TableBlock
from reports.renderers import as_chart, as_html
from reports.renderers.chart_parts import PageChart
from reports.renderers.why import figure_url


@dataclass(frozen=True, slots=True)
class PageBlock:
    """One thing to draw: a paragraph, a list, facts, a table or a chart, as ``kind`` says."""

    kind: str
    html: str = ""
    items: tuple = ()
    table: as_html.PageTable | None = None
    chart: PageChart | None = None
    caption: str = ""


@dataclass(frozen=True, slots=True)
class PageSection:
    """A section with its heading and what is in it."""

    anchor: str
    title: str
    level: int
    exempt: bool
    blocks: tuple[PageBlock, ...]


@dataclass(frozen=True, slots=True)
class PagePaper:
    """A paper with its sections, and its tables and figures for the contents."""

    paper: Paper
    sections: tuple[PageSection, ...]
    captions: tuple[tuple[str, str], ...]  # (anchor, words)


def render(paper: Paper, *, query: str = "") -> PagePaper:
    """Draw ``paper``; links of its tables to pages carry ``query``."""
    sections = tuple(
        PageSection(s.anchor, s.title, s.level, s.exempt, tuple(_blocks(s.blocks, query)))
        for s in paper.sections
    )
    captions = tuple(
        (_anchor(block), f"{block.label}: {block.caption}")
        for block in paper.blocks()
        if isinstance(block, TableBlock)
    )
    return PagePaper(paper, sections, captions)


def prose(paragraphs: Iterable[Paragraph]) -> tuple[PageBlock, ...]:
    """Paragraphs alone, as a page draws them."""
    return tuple(_blocks(tuple(paragraphs), ""))


def _anchor(block: TableBlock | ChartBlock) -> str:
    return block.label.lower().replace(" ", "-")


def _blocks(blocks: tuple[Block, ...], query: str) -> Iterator[PageBlock]:
    last = ""  # the table that a chart is drawn from stands before it
    for bullets, run in groupby(blocks, key=lambda b: isinstance(b, Paragraph) and b.bullet):
        held = list(run)
        if bullets:
            points = tuple(_runs(p.runs) for p in held if isinstance(p, Paragraph))
            yield PageBlock("list", items=points)
            continue
        for block in held:
            match block:
                case Paragraph():
                    yield PageBlock("text", html=_runs(block.runs))
                case Facts():
                    rows = tuple((title, prose(told)) for title, told in block.rows)
                    yield PageBlock("facts", items=rows, caption=block.caption)
                case TableBlock():
                    last = _anchor(block)
                    table = replace(as_html.render(block.table, query=query), slug=last)
                    caption = f"{block.label}: {block.caption}"
                    yield PageBlock("table", table=table, caption=caption)
                case ChartBlock():
                    chart = as_chart.render(block.chart, block.table)
                    finding = f"{block.label}: {block.caption}"
                    alt = f"{block.label}: {block.alt}"
                    chart = replace(chart, finding=finding, alt=alt, table_id=last)
                    yield PageBlock("chart", chart=chart)


def _runs(runs: tuple[Run, ...]) -> SafeString:
    return format_html_join("", "{}", ((_run(run),) for run in runs))


def _run(run: Run) -> SafeString:
    if run.source:
        title = f"Why this number? {run.token}"
        url = figure_url(run.source)
        return format_html(
            '<a class="figure chip" href="{}" title="{}">{}</a>', url, title, run.text
        )
    if run.token:
        return format_html('<mark class="chip chip--broken">{}</mark>', run.text)
    return format_html("<strong>{}</strong>" if run.strong else "{}", run.text)
