"""A network as a plotly figure: nodes in a ring, an arrow from each giver to each taker."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reports.renderers import palette
from reports.renderers.chart_parts import Figure, PageChart, base_layout

WIDE = 1.7  # how much wider than high the ring is, as a page is
SHORT_OF = 0.07  # an arrow ends this much before its node, so that its head is seen
ROOM = 2.0  # beside the ring, for labels
LONGEST = 28  # letters of a label in the ring; the whole name shows under the pointer
HEIGHT = 620


@dataclass(frozen=True, slots=True)
class Node:
    """One end of links; ``series`` is its portfolio by order, 0 for what is in none."""

    key: Any
    name: str
    series: int = 0


@dataclass(frozen=True, slots=True)
class Link:
    """From a giver's key to a taker's; ``late`` sets it apart, as does crossing portfolios."""

    giver: Any
    taker: Any
    late: bool = False
    within: bool = False


def render(nodes: Sequence[Node], links: Sequence[Link], *, finding: str, table: str) -> PageChart:
    """Draw the links between ``nodes``, that stand in the order given, from the top clockwise."""
    at = {node.key: _place(n, len(nodes)) for n, node in enumerate(nodes)}
    theme = palette.colours()
    kinds = [
        ("Within a portfolio", [x for x in links if x.within and not x.late], "earlier", "dot"),
        ("Between", [x for x in links if not x.within and not x.late], "accent", "solid"),
        ("Late", [x for x in links if x.late], "rag-red", "dash"),
    ]
    traces = [_arrows(name, held, at, theme[c], dash) for name, held, c, dash in kinds if held]
    return PageChart(
        id="chart-network",
        finding=finding,
        alt=f"{finding}. Each arrow goes from who gives to who needs it. The same is in the table.",
        figure={
            "data": [*traces, _nodes(nodes, at)],
            "layout": base_layout(
                height=HEIGHT,
                showlegend=True,
                xaxis={"visible": False, "range": [-WIDE - ROOM, WIDE + ROOM]},
                yaxis={"visible": False, "range": [-1.15, 1.15]},
                margin={"l": 8, "r": 8, "t": 8, "b": 40},
                legend={"orientation": "h", "y": -0.02, "traceorder": "normal"},
                hovermode="closest",
            ),
        },
        table_id=table,
        size="tall",
    )


def _place(n: int, of: int) -> tuple[float, float]:
    """Down the right half of the ring and up the left, evenly by height: no label meets another."""
    right = (of + 1) // 2
    side, row, rows = (1, n, right) if n < right else (-1, of - 1 - n, of - right)
    y = 1 - (2 * row + 1) / rows
    return round(side * WIDE * math.sqrt(1 - y * y), 4), round(y, 4)


def _arrows(
    name: str,
    links: Sequence[Link],
    at: dict[Any, tuple[float, float]],
    colour: str,
    dash: str,
) -> Figure:
    """All arrows of one kind as a single line with gaps; the head stands at its taker's end."""
    x: list[float | None] = []
    y: list[float | None] = []
    for link in links:
        (x0, y0), (x1, y1) = at[link.giver], at[link.taker]
        reach = 1 - SHORT_OF / math.hypot(x1 - x0, y1 - y0)
        x += [x0, round(x0 + reach * (x1 - x0), 4), None]
        y += [y0, round(y0 + reach * (y1 - y0), 4), None]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": name,
        "x": x,
        "y": y,
        "hoverinfo": "skip",
        "line": {"color": colour, "width": 1.5, "dash": dash},
        "marker": {
            "symbol": "arrow",
            "size": [0, 10, 0] * len(links),
            "angleref": "previous",
            "color": colour,
            "opacity": 1,
        },
    }


def _nodes(nodes: Sequence[Node], at: dict[Any, tuple[float, float]]) -> Figure:
    soft = palette.colours()["ink-soft"]
    return {
        "type": "scatter",
        "mode": "markers+text",
        "showlegend": False,
        "x": [at[node.key][0] for node in nodes],
        "y": [at[node.key][1] for node in nodes],
        "text": [_short(node.name) for node in nodes],
        "customdata": [node.name for node in nodes],
        "hovertemplate": "%{customdata}<extra></extra>",
        "textposition": [f"middle {'right' if at[n.key][0] > 0 else 'left'}" for n in nodes],
        "textfont": {"size": 12},
        "cliponaxis": False,
        "marker": {
            "size": 12,
            "color": [palette.of_series(n.series) if n.series else soft for n in nodes],
            "symbol": ["circle" if n.series else "square" for n in nodes],
        },
    }


def _short(name: str) -> str:
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1].rstrip()}…"
