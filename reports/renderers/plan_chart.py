"""A plan as a chart: each milestone from its baseline to its forecast, or to when it was done.

Rows stand at numbers with their titles as words, so that two of one title stay two.
"""

import datetime
from typing import Any

from reports.renderers import palette
from reports.renderers.chart_parts import Figure, PageChart, base_layout
from reports.renderers.words import print_cell
from reports.table import ReportTable, Row

DAY = 24 * 60 * 60 * 1000  # milliseconds, which a bar on an axis of dates is counted in
LONGEST = 44  # letters of a title beside the chart
DONE = "done"


def render(table: ReportTable, *, of_several: bool = False) -> PageChart:
    """Draw the plan that ``reports.definitions.plan`` made.

    Where it is ``of_several`` programmes, each row names its own.
    """
    return PageChart(
        id="chart-plan",
        finding=table.finding,
        alt=f"{table.finding}. {table.caption} The dates are in the table.",
        figure=figure(table, of_several=of_several),
        table_id=table.slug,
    )


def figure(table: ReportTable, *, of_several: bool = False) -> Figure:
    rows = list(enumerate(table.rows))
    theme = palette.colours()
    done = [(at, row) for at, row in rows if _word(row, "state").startswith(DONE)]
    ahead = [pair for pair in rows if pair not in done]
    return {
        "data": [
            _slips(table, rows, theme["earlier"]),
            _points("Baseline", "baseline", rows, "diamond-open", theme["ink-soft"]),
            _points("Forecast", "ends", ahead, "diamond", theme["accent"]),
            _points("Done", "ends", done, "circle", theme["ink"]),
            _today(table.as_at, len(rows), theme["accent"]),
        ],
        "layout": _layout(table, rows, of_several),
    }


def _slips(table: ReportTable, rows: list[tuple[int, Row]], colour: str) -> dict[str, Any]:
    """A bar from the baseline, as long as the slip; an early one runs back from it."""
    slips = [row.cells["slip"].number or 0 for _, row in rows]
    return {
        "type": "bar",
        "orientation": "h",
        "name": "Slip",
        "y": [at for at, _ in rows],
        "base": [_word(row, "baseline") for _, row in rows],
        "x": [days * DAY for days in slips],
        "width": 0.35,
        "customdata": [
            [_title(row), print_cell(table.column("state"), row.cells["state"])] for _, row in rows
        ],
        "hovertemplate": "%{customdata[0]}: %{customdata[1]}<extra></extra>",
        "marker": {"color": colour},
    }


def _points(
    name: str, key: str, rows: list[tuple[int, Row]], symbol: str, colour: str
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": [_word(row, key) for _, row in rows],
        "y": [at for at, _ in rows],
        "customdata": [[_title(row), row.cells[key].label] for _, row in rows],
        "hovertemplate": "%{customdata[0]}: %{fullData.name} %{customdata[1]}<extra></extra>",
        "marker": {"symbol": symbol, "size": 10, "color": colour},
        "cliponaxis": False,
    }


def _today(day: str, rows: int, colour: str) -> dict[str, Any]:
    """A line down the plan. The legend says what it is: words beside it would meet others."""
    return {
        "type": "scatter",
        "mode": "lines",
        "name": "Today",
        "x": [day, day],
        "y": [-0.5, rows - 0.5],
        "hoverinfo": "skip",
        "line": {"color": colour, "width": 1, "dash": "dot"},
    }


def _layout(table: ReportTable, rows: list[tuple[int, Row]], of_several: bool) -> dict[str, Any]:
    theme = palette.colours()
    days = [_word(row, key) for _, row in rows for key in ("baseline", "ends")]
    first, last = min([table.as_at, *days]), max([table.as_at, *days])
    room = max(7, (_day(last) - _day(first)).days // 20)
    return base_layout(
        height=112 + 28 * len(rows),
        showlegend=True,
        legend={"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom"},
        margin={"l": 16, "r": 24, "t": 56, "b": 40},
        bargap=0.5,
        xaxis={
            "type": "date",
            "range": [_moved(first, -room), _moved(last, room)],
            "tickformat": "%b %Y",
            "gridcolor": theme["rule"],
        },
        yaxis={
            "tickvals": [at for at, _ in rows],
            "ticktext": [_short(_named(row, of_several)) for _, row in rows],
            "range": [len(rows) - 0.5, -0.5],
            "automargin": True,
            "ticksuffix": "  ",
            "zeroline": False,
            "showgrid": False,
        },
    )


def _word(row: Row, key: str) -> str:
    return str(row.cells[key].value)


def _title(row: Row) -> str:
    return _word(row, "milestone")


def _named(row: Row, of_several: bool) -> str:
    return f"{_title(row)}, {_word(row, 'programme')}" if of_several else _title(row)


def _short(title: str) -> str:
    return title if len(title) <= LONGEST else f"{title[: LONGEST - 1].rstrip()}…"


def _day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def _moved(text: str, days: int) -> str:
    return (_day(text) + datetime.timedelta(days=days)).isoformat()
