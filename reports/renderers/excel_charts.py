"""Native Excel charts: drawn by Excel from the very cells of the sheet they stand on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reports.renderers import palette
from reports.renderers.gap_bars import CONFIDENCES, TO_CLOSE
from reports.table import Kind, ReportTable, Role

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

AXIS = '£#,##0,,"m"'


def add(sheet: Worksheet, table: ReportTable, first: int, at: int) -> None:
    """Put the table's chart below it, if it is one of those that have one.

    ``first`` is the sheet's first body row and ``at`` the row to place the chart at.
    """
    draw = {
        "savings-by-portfolio": _side_by_side,
        "finance-confidence": _split,
        "savings-profile": _stacked_by_year,
        "post-reductions": _ranges,
        "delivered-against-plan": _delivery,
        "gap-coverage": _path_to_closing,
    }.get(table.slug)
    if draw and any(table.of_role(Role.BODY)):
        chart = draw(sheet, table, first)
        chart.title = table.finding
        chart.height, chart.width = 9, 24
        chart.x_axis.delete = chart.y_axis.delete = False
        sheet.add_chart(chart, f"A{at}")


def _bars(*, stacked: bool, kind: str) -> Any:
    from openpyxl.chart import BarChart

    chart = BarChart()
    chart.type = kind
    chart.grouping = "stacked" if stacked else "clustered"
    chart.overlap = 100 if stacked else None
    chart.y_axis.numFmt = AXIS
    chart.legend.position = "b"
    return chart


def _positions(table: ReportTable, first: int, *roles: Role) -> list[int]:
    return [first + i for i, row in enumerate(table.rows) if row.role in roles]


def _by_column(
    sheet: Worksheet, table: ReportTable, chart: Any, rows: list[int], colours: dict[str, str]
) -> Any:
    """One series for each named column, over the rows (which stand together)."""
    from openpyxl.chart import Reference, Series

    keys = [column.key for column in table.columns]
    for key, colour in colours.items():
        if key not in keys:
            continue
        at = keys.index(key) + 1
        values = Reference(sheet, min_col=at, min_row=rows[0], max_row=rows[-1])
        series = Series(values, title=table.column(key).heading)
        series.graphicalProperties.solidFill = colour[1:]
        chart.series.append(series)
    chart.set_categories(Reference(sheet, min_col=1, min_row=rows[0], max_row=rows[-1]))
    return chart


def _side_by_side(sheet: Worksheet, table: ReportTable, first: int) -> Any:
    theme = palette.colours()
    chart = _bars(stacked=False, kind="bar")
    chart.x_axis.scaling.orientation = "maxMin"
    rows = _positions(table, first, Role.BODY)
    return _by_column(
        sheet, table, chart, rows, {"earlier": theme["earlier"], "expected": theme["accent"]}
    )


def _split(sheet: Worksheet, table: ReportTable, first: int) -> Any:
    chart = _bars(stacked=True, kind="bar")
    chart.x_axis.scaling.orientation = "maxMin"
    rows = _positions(table, first, Role.TOTAL, Role.EARLIER)
    ratings = [column.key for column in table.columns if column.group]
    return _by_column(
        sheet, table, chart, rows, {key: palette.of_confidence(key) for key in ratings}
    )


def _ranges(sheet: Worksheet, table: ReportTable, first: int) -> Any:
    theme = palette.colours()
    chart = _bars(stacked=False, kind="bar")
    chart.y_axis.numFmt = "0"
    chart.x_axis.scaling.orientation = "maxMin"
    rows = _positions(table, first, Role.BODY)
    colours = {"high": theme["earlier"], "occupied_high": theme["accent"]}
    return _by_column(sheet, table, chart, rows, colours)


def _delivery(sheet: Worksheet, table: ReportTable, first: int) -> Any:
    theme = palette.colours()
    chart = _bars(stacked=False, kind="bar")
    chart.x_axis.scaling.orientation = "maxMin"
    rows = _positions(table, first, Role.BODY)
    colours = {"plan": "earlier", "forecast": "accent", "delivered": "ink"}
    drawn = {key: theme[colour] for key, colour in colours.items()}
    return _by_column(sheet, table, chart, rows, drawn)


def _path_to_closing(sheet: Worksheet, table: ReportTable, first: int) -> Any:
    """What closes the gap of each year, on each other; the gap is a point, as it is on a slide."""
    from openpyxl.chart import LineChart

    theme, rows = palette.colours(), _positions(table, first, Role.BODY)
    sure = {name: palette.of_confidence(name) for name in CONFIDENCES}
    chart = _bars(stacked=True, kind="col")
    _by_column(sheet, table, chart, rows, sure | {"left": theme["ink-soft"]})
    points = _by_column(sheet, table, LineChart(), rows, {"to_close": theme["ink"]})
    (gap,) = points.series
    gap.tx.v = TO_CLOSE
    gap.graphicalProperties.line.noFill = True
    gap.marker.symbol, gap.marker.size = "dash", 14
    gap.marker.graphicalProperties.solidFill = theme["ink"][1:]
    chart += points
    return chart


def _stacked_by_year(sheet: Worksheet, table: ReportTable, first: int) -> Any:
    from openpyxl.chart import Reference, Series

    chart = _bars(stacked=True, kind="col")
    years = [i for i, column in enumerate(table.columns, start=1) if column.kind is Kind.MONEY]
    for at, row in zip(_positions(table, first, Role.BODY), table.of_role(Role.BODY), strict=True):
        values = Reference(sheet, min_col=years[0], max_col=years[-1], min_row=at, max_row=at)
        cell = row.cells[table.columns[0].key]
        series = Series(values, title=cell.label or str(cell.value))
        series.graphicalProperties.solidFill = palette.of_series(row.series)[1:]
        chart.series.append(series)
    chart.set_categories(
        Reference(sheet, min_col=years[0], max_col=years[-1], min_row=first - 1, max_row=first - 1)
    )
    return chart
