"""A measure as a chart: the trajectory as a line, the readings as points on it or off it."""

from typing import Any

from reports.renderers import palette
from reports.renderers.chart_parts import Figure, PageChart, base_layout
from reports.renderers.words import print_cell
from reports.table import ReportTable, Row
from savings.values import THOUSANDTHS


def render(table: ReportTable, *, unit: str) -> PageChart:
    """Draw what ``reports.definitions.measure_readings`` made; ``unit`` names the axis."""
    return PageChart(
        id="chart-trajectory",
        finding=table.finding,
        alt=f"{table.finding}. {table.caption} The values are in the table.",
        figure=figure(table, unit),
        table_id=table.slug,
    )


def figure(table: ReportTable, unit: str) -> Figure:
    theme = palette.colours()
    days = sorted({str(row.cells["on"].value) for row in table.rows})
    # a single day is named: an axis of one would say its month again and again
    one = {"tickvals": days, "tickformat": "%-d %b %Y"} if len(days) == 1 else {}
    return {
        "data": [
            {
                **_line(table, "target"),
                "name": "Trajectory",
                "mode": "lines",
                "line": {"color": theme["earlier"], "width": 2, "dash": "dash"},
            },
            {
                **_line(table, "reading"),
                "name": "Readings",
                "mode": "lines+markers",
                "line": {"color": theme["accent"], "width": 2},
                "marker": {"size": 9, "color": theme["accent"]},
            },
        ],
        "layout": base_layout(
            showlegend=True,
            legend={"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom"},
            margin={"l": 64, "r": 24, "t": 40, "b": 40},
            xaxis={"type": "date", "tickformat": "%b %Y", "gridcolor": theme["rule"]} | one,
            yaxis={
                "title": {"text": unit},
                "rangemode": "tozero",
                "automargin": True,
                "gridcolor": theme["rule"],
            },
        ),
    }


def _line(table: ReportTable, key: str) -> dict[str, Any]:
    """The numbers of one column over its days; a day without one has no point."""
    rows = [row for row in table.rows if row.cells[key].number is not None]
    return {
        "type": "scatter",
        "x": [str(row.cells["on"].value) for row in rows],
        "y": [_number(row, key) for row in rows],
        "customdata": [print_cell(table.column(key), row.cells[key]) for row in rows],
        "hovertemplate": "%{fullData.name}, %{x|%-d %B %Y}: %{customdata}<extra></extra>",
        "cliponaxis": False,
    }


def _number(row: Row, key: str) -> float:
    return (row.cells[key].number or 0) / THOUSANDTHS
