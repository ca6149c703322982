"""A report table on slides: as many rows as fit, the headings again on each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reports.renderers import columns, palette
from reports.renderers.words import printable, shape
from reports.table import ReportTable, Role, Row

if TYPE_CHECKING:
    from pptx.slide import Slide

SIZES = (12.0, 11.0, 10.0, 9.0)  # points: the largest that breaks no figure is taken
MOST_ROWS, MOST_SLIDES = 14, 4
LINE = 1.2  # of its size
PADDING = 6.0  # points, above and below together
PLAIN = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # PowerPoint's name for no style and no grid
POINT = 12700


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table stands on its slides: its rows slide by slide, and the type it is set in."""

    size: float
    wide: tuple[float, ...]
    slides: tuple[tuple[Row, ...], ...]


def lay_out(table: ReportTable, width: float, height: float) -> Layout | None:
    """The table in a space of ``width`` and ``height`` points; ``None`` where it does not fit."""
    size = next((size for size in SIZES if columns.needed(table, size) <= width), 0.0)
    if not size or not table.rows:
        return None
    wide = tuple(columns.widths(table, width, size))
    room = height - sum(_heading_heights(table, wide, size))
    slides: list[list[Row]] = [[]]
    used = 0.0
    for row in table.rows:
        high = columns.lines(table, row, wide, size) * size * LINE + PADDING
        if slides[-1] and (used + high > room or len(slides[-1]) == MOST_ROWS):
            slides.append([])
            used = 0.0
        slides[-1].append(row)
        used += high
    if len(slides) > MOST_SLIDES:
        return None
    return Layout(size, wide, tuple(tuple(rows) for rows in slides))


def draw(
    slide: Slide, table: ReportTable, layout: Layout, rows: tuple[Row, ...], at: tuple[int, int]
) -> float:
    """Draw ``rows`` of the table from ``at`` (left, top); give the height in points."""
    placed = columns.headings(table)
    deep = 1 + max(p.row for p in placed)
    width = int(sum(layout.wide) * POINT)
    frame = slide.shapes.add_table(deep + len(rows), len(table.columns), *at, width, POINT)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", printable(f"{table.title}. {table.caption}"))
    made = frame.table
    made._tbl.tblPr.find(_tag("a:tableStyleId")).text = PLAIN
    made.first_row, made.first_col, made.horz_banding = True, True, False
    for column, points in zip(made.columns, layout.wide, strict=True):
        column.width = int(points * POINT)
    grid = [list(row.cells) for row in made.rows]
    _write_headings(grid, placed, layout.size)
    high = _heading_heights(table, layout.wide, layout.size)
    for cells, row in zip(grid[deep:], rows, strict=True):
        _write_row(cells, table, row, layout.size)
        lines = columns.lines(table, row, layout.wide, layout.size)
        high.append(lines * layout.size * LINE + PADDING)
    for row_, points in zip(made.rows, high, strict=True):
        row_.height = int(points * POINT)
    return sum(high)


def _tag(name: str) -> str:
    from pptx.oxml.ns import qn

    return qn(name)


def _heading_heights(table: ReportTable, wide: tuple[float, ...], size: float) -> list[float]:
    """Of each row of headings; one that stands over both rows may make the upper one higher."""
    placed = columns.headings(table)
    most = [1] * (1 + max(p.row for p in placed))

    def lines(one: columns.Placed) -> int:
        room = sum(wide[one.column : one.column + one.heading.colspan])
        return columns.wrapped(one.text, room, size)

    for one in placed:
        if one.heading.rowspan == 1:
            most[one.row] = max(most[one.row], lines(one))
    for one in placed:
        if one.heading.rowspan == 2:
            most[0] = max(most[0], lines(one) - most[1])
    return [count * size * LINE + PADDING for count in most]


def _write_headings(grid: list[list[Any]], placed: list[columns.Placed], size: float) -> None:
    from pptx.enum.text import MSO_ANCHOR

    for row in grid[: 1 + max(p.row for p in placed)]:
        for cell in row:
            _ground(cell, "panel")
            _rules(cell, "rule-strong")
    for one in placed:
        heading = one.heading
        cell = grid[one.row][one.column]
        if heading.colspan > 1 or heading.rowspan > 1:
            cell.merge(grid[one.row + heading.rowspan - 1][one.column + heading.colspan - 1])
        mark = shape(heading.text)
        side = "c" if heading.colspan > 1 else "r" if heading.numeric else "l"
        ink = f"rag-{heading.text.lower()}-ink" if mark else "ink"
        _put(cell, f"{mark} {one.text}".strip(), size, side=side, strong=True, ink=ink)
        cell.vertical_anchor = MSO_ANCHOR.BOTTOM


def _write_row(cells: list[Any], table: ReportTable, row: Row, size: float) -> None:
    strong = row.role in (Role.TOTAL, Role.SUBTOTAL)
    for column, cell in zip(table.columns, cells, strict=True):
        text, mark = columns.words(column, row)
        rating = text.split(" ")[-1] if shape(text.split(" ")[-1]) == text[:1] else ""
        ink = f"rag-{rating.lower()}-ink" if rating else "ink"
        ink = "ink-soft" if row.role is Role.EARLIER else ink
        side = "r" if column.kind.is_number else "l"
        _put(cell, text, size, side=side, strong=strong, ink=ink, mark=mark)
        _rules(cell, "rule", above="ink-soft" if row.role is Role.TOTAL else "")
        cell.fill.background()


def _put(
    cell: Any, text: str, size: float, *, side: str, strong: bool, ink: str, mark: str = ""
) -> None:
    from pptx.dml.color import RGBColor
    from pptx.enum.text import PP_ALIGN
    from pptx.util import Pt

    cell.margin_left = cell.margin_right = Pt(4)
    cell.margin_top = cell.margin_bottom = Pt(PADDING / 2)
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.alignment = {"l": PP_ALIGN.LEFT, "r": PP_ALIGN.RIGHT, "c": PP_ALIGN.CENTER}[side]
    for words in filter(None, (text, mark)):
        run = paragraph.add_run()
        run.text = words
        run.font.size, run.font.bold = Pt(size), strong
        run.font.color.rgb = RGBColor.from_string(palette.colours()[ink][1:].upper())
        if words is mark:
            run.font._element.set("baseline", "30000")


def _ground(cell: Any, name: str) -> None:
    from pptx.dml.color import RGBColor

    cell.fill.solid()
    cell.fill.fore_color.rgb = RGBColor.from_string(palette.colours()[name][1:].upper())


def _rules(cell: Any, below: str, *, above: str = "") -> None:
    """A rule under the cell, and over it where it is a total's; lines come before the ground."""
    from pptx.oxml.xmlchemy import OxmlElement

    properties = cell._tc.get_or_add_tcPr()
    sides = [("a:lnT", above, 12700), ("a:lnB", below, 6350)]
    made = []
    for tag, name, thick in sides:
        if not name:
            continue
        line, solid, colour = (OxmlElement(t) for t in (tag, "a:solidFill", "a:srgbClr"))
        line.set("w", str(thick))
        colour.set("val", palette.colours()[name][1:].upper())
        solid.append(colour)
        line.append(solid)
        made.append(line)
    properties[:] = [*made, *properties]
