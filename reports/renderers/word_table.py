"""A report table, and the pairs of a front sheet, as tables of Word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reports.renderers import columns, palette
from reports.renderers.word_parts import Pen, element
from reports.renderers.word_template import TABLE_STYLE
from reports.renderers.words import printable, shape
from reports.table import ReportTable, Role, Row

if TYPE_CHECKING:
    from docx.table import Table

SIZES = (9.0, 8.5, 8.0, 7.5, 7.0, 6.0)  # points: the largest that breaks no figure is taken
UPRIGHT = 470  # points: what an upright page is wide, near enough
KEPT_TOGETHER = 14  # rows: a longer table may go over the page
POINT = 20  # twentieths: what Word counts widths in


def size_for(table: ReportTable, width: float) -> float:
    """The type, in points, that a table of ``width`` points can be set in."""
    return next((size for size in SIZES if columns.needed(table, size) <= width), SIZES[-1])


def is_wide(table: ReportTable) -> bool:
    """Whether the table wants a page turned on its side."""
    return len(table.columns) > 9 or columns.needed(table, SIZES[2]) > UPRIGHT


def write(pen: Pen, table: ReportTable, width: float) -> None:
    """Write the table, ``width`` points wide."""
    size = size_for(table, width)
    placed = columns.headings(table)
    deep = 1 + max(p.row for p in placed)
    made = _grid(
        pen,
        deep + len(table.rows),
        columns.widths(table, width, size),
        table.title,
        table.caption,
    )
    trs = made._tbl.tr_lst
    _write_headings(pen, made, placed, deep, size)
    whole = len(table.rows) <= KEPT_TOGETHER
    for at, row in enumerate(table.rows):
        last = at == len(table.rows) - 1  # stays with the line beneath the table
        _write_row(pen, _cells(made, trs[deep + at]), table, row, size)
        _keep_row(trs[deep + at])
        if whole or last:
            _keep_with_next(trs[deep + at])


def write_pairs(
    pen: Pen, rows: list[tuple[str, Any]], width: float, caption: str, headings: Any
) -> None:
    """Pairs of a heading and what ``fill(cell)`` writes, under the two ``headings``."""
    made = _grid(pen, 1 + len(rows), [width * 0.28, width * 0.72], caption, caption)
    trs = made._tbl.tr_lst
    _mark_heading(trs[0])
    for cell, text in zip(_cells(made, trs[0]), headings, strict=True):
        _put(pen, cell, text, "Report Heading Cell")
        _shade(pen, cell, "panel")
    for tr, (name, fill) in zip(trs[1:], rows, strict=True):
        _keep_row(tr)
        first, second = _cells(made, tr)
        _put(pen, first, printable(name), "Report Heading Cell")
        fill(second)


def _grid(pen: Pen, rows: int, wide: list[float], title: str, about: str) -> Table:
    """An empty table with its widths, its rules and what it says of itself."""
    from docx.shared import Pt

    made = pen.document.add_table(rows=rows, cols=len(wide))
    has_style = TABLE_STYLE in pen.ids
    if has_style:
        made.style = TABLE_STYLE
    made.autofit = False
    for column, width in zip(made._tbl.tblGrid.gridCol_lst, wide, strict=True):
        column.w = Pt(width)
    for tr in made._tbl.tr_lst:
        for tc, width in zip(tr.tc_lst, wide, strict=True):
            tc.width = Pt(width)
    held = made._tbl.tblPr
    for old in held.findall(element("w:tblLook").tag):
        held.remove(old)
    if not has_style:
        held.append(_rules())
    held.append(_margins())
    look = {"firstRow": "1", "lastRow": "0", "firstColumn": "1", "lastColumn": "0"}
    held.append(element("w:tblLook", val="00A0", **look, noHBand="1", noVBand="1"))
    held.append(element("w:tblCaption", val=printable(title)))
    held.append(element("w:tblDescription", val=printable(about)))
    _in_order(held)
    return made


_ORDER = "tblStyle tblW jc tblInd tblBorders tblLayout tblCellMar tblLook tblCaption tblDescription"


def _in_order(held: Any) -> None:
    """Word's schema has an order for what a table says of itself."""
    tags = [element(f"w:{name}").tag for name in _ORDER.split()]
    held[:] = sorted(held, key=lambda child: tags.index(child.tag))


def _rules() -> Any:
    theme = palette.colours()
    rules = element("w:tblBorders")
    for side, colour, size in (
        ("top", "rule-strong", "6"),
        ("bottom", "rule-strong", "6"),
        ("insideH", "rule", "4"),
    ):
        rules.append(
            element(f"w:{side}", val="single", sz=size, space="0", color=theme[colour][1:])
        )
    return rules


def _margins() -> Any:
    margins = element("w:tblCellMar")
    for side in ("left", "right"):
        margins.append(element(f"w:{side}", w="80", type="dxa"))
    return margins


def _cells(made: Table, tr: Any) -> list[Any]:
    from docx.table import _Cell

    return [_Cell(tc, made) for tc in tr.tc_lst]


def _keep_row(tr: Any) -> None:
    tr.get_or_add_trPr().append(element("w:cantSplit"))


def _mark_heading(tr: Any) -> None:
    """A heading row: said again on every page the table goes over to."""
    _keep_row(tr)
    tr.trPr.append(element("w:tblHeader"))


def _write_headings(
    pen: Pen, made: Table, placed: list[columns.Placed], deep: int, size: float
) -> None:
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
    from docx.enum.text import WD_PARAGRAPH_ALIGNMENT

    trs = made._tbl.tr_lst[:deep]
    grid = [_cells(made, tr) for tr in trs]
    for tr in trs:
        _mark_heading(tr)
    for one in placed:
        heading = one.heading
        cell = grid[one.row][one.column]
        if heading.colspan > 1 or heading.rowspan > 1:
            end = grid[one.row + heading.rowspan - 1][one.column + heading.colspan - 1]
            cell = cell.merge(end)
        mark = shape(heading.text)
        _put(pen, cell, f"{mark} {one.text}".strip(), "Report Heading Cell", size)
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.BOTTOM
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.keep_with_next = True
        if mark:
            _colour(paragraph, f"rag-{heading.text.lower()}-ink")
        if heading.colspan > 1:
            paragraph.alignment = WD_PARAGRAPH_ALIGNMENT.CENTER
        elif heading.numeric:
            paragraph.alignment = WD_PARAGRAPH_ALIGNMENT.RIGHT
    for tr in trs:
        for cell in _cells(made, tr):
            _shade(pen, cell, "panel")


def _write_row(pen: Pen, cells: list[Any], table: ReportTable, row: Row, size: float) -> None:
    from docx.enum.text import WD_PARAGRAPH_ALIGNMENT

    strong = row.role in (Role.TOTAL, Role.SUBTOTAL)
    for column, cell in zip(table.columns, cells, strict=True):
        text, mark = columns.words(column, row)
        paragraph = _put(pen, cell, text, "Report Cell", size)
        if mark:
            paragraph.add_run(mark).font.superscript = True
        if column.kind.is_number:
            paragraph.alignment = WD_PARAGRAPH_ALIGNMENT.RIGHT
        if strong:
            for run in paragraph.runs:
                run.bold = True
        if row.role is Role.EARLIER:
            _colour(paragraph, "ink-soft")
        rating = row.cells[column.key].label or str(row.cells[column.key].value)
        if shape(rating):
            _colour(paragraph, f"rag-{rating.lower()}-ink")
        if row.role is Role.TOTAL:
            _rule_above(cell)


def _keep_with_next(tr: Any) -> None:
    for tc in tr.tc_lst:
        for paragraph in tc.p_lst:
            paragraph.get_or_add_pPr().keepNext_val = True


def _put(pen: Pen, cell: Any, text: str, style: str, size: float = 0) -> Any:
    from docx.shared import Pt

    paragraph = cell.paragraphs[0]
    pen.style(paragraph, style)
    run = paragraph.add_run(text)
    if size and size != SIZES[0]:
        run.font.size = Pt(size)
    return paragraph


def _colour(paragraph: Any, name: str) -> None:
    from docx.shared import RGBColor

    for run in paragraph.runs:
        run.font.color.rgb = RGBColor.from_string(palette.colours()[name][1:].upper())


def _shade(pen: Pen, cell: Any, name: str) -> None:
    """The ground of a heading, unless the template's own table style draws it."""
    if TABLE_STYLE not in pen.ids:
        properties = cell._tc.get_or_add_tcPr()
        fill = element("w:shd", val="clear", color="auto", fill=palette.colours()[name][1:])
        align = properties.find(element("w:vAlign").tag)
        if align is None:
            properties.append(fill)
        else:
            align.addprevious(fill)


def _rule_above(cell: Any) -> None:
    rules = element("w:tcBorders")
    colour = palette.colours()["ink-soft"][1:]
    rules.append(element("w:top", val="single", sz="8", space="0", color=colour))
    cell._tc.get_or_add_tcPr().append(rules)
