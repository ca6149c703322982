"""A report table as the page draws it: ready words for ``partials/report_table.html``.

A page has hundreds of cells, so a row writes its own HTML: a template takes ten times as long.
"""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from html import escape
from itertools import groupby

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from reports.renderers.why import figure_url
from reports.renderers.words import print_cell
from reports.table import Cell, Column, Kind, ReportTable, Role, Row

DAY = re.compile(r"\d{1,2} [A-Z][a-z]+ \d{4}")  # what is printed in one line
LONG = 40  # characters: what has more is not squeezed into a narrow column


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading of a table's columns, and how many of them it stands over."""

    text: str
    unit: str = ""
    colspan: int = 1
    rowspan: int = 1
    numeric: bool = False

    @property
    def html(self) -> str:
        scope, css = "col", "num" if self.numeric else ""
        spans = f' rowspan="{self.rowspan}"' if self.rowspan > 1 else ""
        if self.colspan > 1:
            scope, css, spans = "colgroup", "group", f' colspan="{self.colspan}"{spans}'
        unit = f' <span class="unit">{escape(self.unit)}</span>' if self.unit else ""
        return f'<th scope="{scope}"{spans} class="{css}">{escape(self.text)}{unit}</th>'


@dataclass(frozen=True)
class PageCell:
    """What a cell prints and where it leads; ``mark`` points to a note."""

    text: str
    header: bool = False
    numeric: bool = False
    href: str = ""
    mark: str = ""
    title: str = ""
    css: str = ""

    @cached_property
    def html(self) -> SafeString:
        text = escape(self.text)
        if self.href:
            figure = ' class="figure"' if self.numeric else ""
            text = f'<a{figure} href="{escape(self.href)}">{text}</a>'
        element, scope = ("th", ' scope="row"') if self.header else ("td", "")
        classes = " ".join(filter(None, ["num" if self.numeric else "", self.css]))
        of_class = f' class="{escape(classes)}"' if classes else ""
        title = f' title="{escape(self.title)}"' if self.title else ""
        mark = f"<sup>{escape(self.mark)}</sup>" if self.mark else ""
        html = f"<{element}{scope}{of_class}{title}>{text}{mark}</{element}>"
        return mark_safe(html)  # noqa: S308


@dataclass(frozen=True, slots=True)
class PageRow:
    """The cells of a row; ``role`` says how it is drawn."""

    role: str
    cells: tuple[PageCell, ...]

    @property
    def html(self) -> SafeString:
        cells = "\n".join(cell.html for cell in self.cells)
        return mark_safe(f'<tr class="row--{escape(self.role)}">{cells}</tr>')  # noqa: S308


@dataclass(frozen=True, slots=True)
class Download:
    """A file that holds the table."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table as its page prints it."""

    slug: str
    title: str
    caption: str
    header_rows: tuple[tuple[Heading, ...], ...]
    rows: tuple[PageRow, ...]
    notes: tuple[str, ...]
    downloads: tuple[Download, ...]

    @property
    def links(self) -> SafeString:
        """The links to its files."""
        of = f'<span class="visually-hidden">: {escape(self.title)}</span>'
        files = (f'<a href="{escape(f.url)}">{escape(f.label)}{of}</a>' for f in self.downloads)
        return mark_safe(" ".join(files))  # noqa: S308

    @property
    def head(self) -> SafeString:
        """The rows of its headings."""
        return _headed(self.header_rows)

    @property
    def body(self) -> SafeString:
        """Its own rows."""
        return mark_safe("\n".join(row.html for row in self.rows))  # noqa: S308


@lru_cache(maxsize=500)
def _headed(rows: tuple[tuple[Heading, ...], ...]) -> SafeString:
    drawn = ("\n".join(heading.html for heading in row) for row in rows)
    return mark_safe("\n".join(f"<tr>{row}</tr>" for row in drawn))  # noqa: S308


def render(
    table: ReportTable,
    *,
    query: str = "",
    files_query: str | None = None,
    hide: frozenset[str] = frozenset(),
    hide_total: bool = False,
) -> PageTable:
    """Draw ``table``. Links to pages carry ``query``, links to its files ``files_query``.

    Without a ``files_query`` there are no files. ``hide`` leaves out columns, ``hide_total`` the
    total, that the page around the table says already.
    """
    columns = [column for column in table.columns if column.key not in hide]
    return PageTable(
        slug=table.slug,
        title=table.title,
        caption=table.caption,
        header_rows=headings(columns),
        rows=tuple(
            _row(row, columns, query)
            for row in table.rows
            if not (hide_total and row.role is Role.TOTAL)
        ),
        notes=table.notes,
        downloads=() if files_query is None else _downloads(table.slug, files_query),
    )


@lru_cache(maxsize=500)
def _downloads(slug: str, query: str) -> tuple[Download, ...]:
    return tuple(
        Download(label, reverse("report-file", args=[slug, suffix]) + query)
        for label, suffix in [("Excel", "xlsx"), ("CSV", "csv"), ("JSON", "json")]
    )


def headings(columns: list[Column]) -> tuple[tuple[Heading, ...], ...]:
    """One row of headings, or two where columns stand in groups."""
    if not any(column.group for column in columns):
        return (tuple(_heading(column) for column in columns),)
    upper: list[Heading] = []
    lower: list[Heading] = []
    for group, run in groupby(columns, key=lambda column: column.group):
        members = list(run)
        if group:
            unit = members[0].kind.unit
            upper.append(Heading(group, unit, colspan=len(members), numeric=True))
            lower += [Heading(c.heading, numeric=c.kind.is_number) for c in members]
        else:
            upper += [_heading(column, rowspan=2) for column in members]
    return tuple(upper), tuple(lower)


def _heading(column: Column, rowspan: int = 1) -> Heading:
    return Heading(column.heading, column.unit, rowspan=rowspan, numeric=column.kind.is_number)


def _row(row: Row, columns: list[Column], query: str) -> PageRow:
    first = next((c for c in columns if c.kind is not Kind.STATE), columns[0])
    return PageRow(
        str(row.role),
        tuple(
            _cell(column, row.cells[column.key], query, row.series if column is first else None)
            for column in columns
        ),
    )


@lru_cache(maxsize=5000)  # from one save to the next most cells of a page stay as they are
def _cell(column: Column, cell: Cell, query: str, heads: int | None) -> PageCell:
    """The cell that ``heads`` its row has the colour of the row's series, if it has one."""
    href = ""
    if cell.source:
        href = figure_url(cell.source)
    elif cell.link:
        href = reverse(cell.link[0], args=[cell.link[1]]) + query
    is_word = column.kind.is_number and isinstance(cell.value, str)
    css = "muted" if is_word else f"state state--{cell.value}" if column.kind is Kind.STATE else ""
    text = print_cell(column, cell)
    if column.kind is Kind.TEXT:
        css = "day" if DAY.fullmatch(text) else "long" if len(text) > LONG else css
    if heads:
        css = f"swatch swatch--{heads}"
    return PageCell(
        text=text,
        header=heads is not None,
        numeric=column.kind.is_number,
        href=href,
        mark=cell.mark,
        title="Why this number?" if cell.source else "",
        css=css.replace("not covered", "not-covered"),
    )
