"""The benefits map as a chart: four columns, a line from what brings to what is brought."""

from itertools import pairwise
from typing import Any

from reports.renderers import palette
from reports.renderers.chart_parts import Figure, PageChart, base_layout
from reports.table import Column, ReportTable

STEP = 34  # pixels from one row of a column to the next
LONGEST = 34  # letters of a label; the whole words show under the pointer
COLOURS = ("ink-soft", "earlier", "accent", "ink")
Node = tuple[int, str]


def render(table: ReportTable, stages: tuple[str, ...]) -> PageChart:
    """Draw the columns ``stages`` of what ``reports.definitions.benefits_map`` made."""
    return PageChart(
        id="chart-benefits-map",
        finding=table.finding,
        alt=f"{table.finding}. Each line goes from what is done to what it brings. The same is in "
        "the table.",
        figure=figure(table, [table.column(key) for key in stages]),
        table_id=table.slug,
    )


def figure(table: ReportTable, stages: list[Column]) -> Figure:
    words = [[str(row.cells[stage.key].value) for stage in stages] for row in table.rows]
    columns: list[list[str]] = [
        list(dict.fromkeys(row[n] for row in words if row[n])) for n in range(len(stages))
    ]
    most = max((len(column) for column in columns), default=1) or 1
    at = {
        (n, name): (n, round(most * (1 - (2 * place + 1) / (2 * len(column))), 4))
        for n, column in enumerate(columns)
        for place, name in enumerate(column)
    }
    return {
        "data": [_lines(words, at), *(_column(n, s, columns[n], at) for n, s in enumerate(stages))],
        "layout": base_layout(
            height=96 + STEP * most,
            xaxis={
                "range": [-0.1, len(stages) - 0.1],
                "tickvals": list(range(len(stages))),
                "ticktext": [stage.heading for stage in stages],
                "side": "top",
                "showgrid": False,
                "zeroline": False,
                "ticklabelposition": "outside right",
            },
            yaxis={"visible": False, "range": [-0.5, most + 0.5]},
            margin={"l": 8, "r": 8, "t": 40, "b": 8},
            hovermode="closest",
        ),
    }


def _lines(words: list[list[str]], at: dict[Node, tuple[int, float]]) -> dict[str, Any]:
    """Each link once, as a single line with gaps; a missing stage is passed over."""
    links: dict[tuple[Node, Node], None] = {}
    for row in words:
        there = [(n, name) for n, name in enumerate(row) if name]
        links |= dict.fromkeys(pairwise(there))
    x: list[float | None] = []
    y: list[float | None] = []
    for start, end in links:
        x += [at[start][0], at[end][0], None]
        y += [at[start][1], at[end][1], None]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "hoverinfo": "skip",
        "line": {"color": palette.colours()["earlier"], "width": 1.5},
    }


def _column(
    n: int, stage: Column, names: list[str], at: dict[Node, tuple[int, float]]
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers+text",
        "name": stage.heading,
        "x": [n for _ in names],
        "y": [at[n, name][1] for name in names],
        "text": [_short(name) for name in names],
        "customdata": names,
        "hovertemplate": "%{customdata}<extra></extra>",
        "textposition": "top right",
        "textfont": {"size": 12},
        "cliponaxis": False,
        "marker": {"size": 11, "color": palette.colours()[COLOURS[n]]},
    }


def _short(name: str) -> str:
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1].rstrip()}…"
