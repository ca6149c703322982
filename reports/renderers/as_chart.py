"""Charts: a report table as a plotly figure, a plain dict with no plotly in it.

Each draws the cells of one table and nothing else; the finding of the table is its title. Money is
drawn in £m. A cell that holds a word is a gap.
"""

from collections.abc import Callable
from typing import Any

from reports.renderers import gap_bars, palette
from reports.renderers.chart_parts import Figure, PageChart, base_layout
from reports.renderers.words import print_cell
from reports.table import Cell, Column, Kind, ReportTable, Role, Row

PENCE_PER_MILLION = 100_000_000


def render(name: str, table: ReportTable) -> PageChart:
    """Draw the chart of that name from ``table``."""
    return PageChart(
        id=f"chart-{name}",
        finding=table.finding,
        alt=f"{table.finding}. {table.caption} The figures are in the table.",
        figure=CHARTS[name](table),
        table_id=table.slug,
    )


def savings_change(table: ReportTable) -> Figure:
    """This position beside the earlier one, a pair of bars for each portfolio."""
    rows = list(table.of_role(Role.BODY))
    bars = []
    if any(column.key == "earlier" for column in table.columns):
        colour = palette.colours()["earlier"]
        bars.append(_across(table, rows, "earlier", colour))
    bars.append(_across(table, rows, "expected", [palette.of_series(r.series) for r in rows]))
    layout = base_layout(barmode="group", xaxis=_money(), yaxis=_names(), showlegend=True)
    return {"data": bars, "layout": layout}


def confidence(table: ReportTable) -> Figure:
    """One bar for each position, newest on top, split Green, Amber, Red."""
    theme = palette.colours()
    rows = list(table.of_role(Role.TOTAL, Role.EARLIER))
    names = [table.position if r.role is Role.TOTAL else _name(table, r) for r in rows]
    bars = [
        {
            **_across(table, rows, column.key, palette.of_confidence(column.key)),
            "y": names,
            "textposition": "inside",
            "insidetextanchor": "middle",
            "textangle": 0,
            "insidetextfont": {"color": theme["ink" if column.key == "amber" else "paper"]},
            "text": [_label_if_it_fits(table, row, column) for row in rows],
        }
        for column in table.columns
        if column.group
    ]
    return {
        "data": bars,
        "layout": base_layout(barmode="stack", xaxis=_money(), yaxis=_names(), showlegend=True),
    }


def profile(table: ReportTable) -> Figure:
    """The cumulative amount at each year, stacked by portfolio, over the annual amounts."""
    years = [column for column in table.columns if column.kind is Kind.MONEY]
    theme = palette.colours()
    bars = [
        _up(table, row, years, palette.of_series(row.series)) for row in table.of_role(Role.BODY)
    ]
    total = _up(table, next(table.of_role(Role.TOTAL)), years, theme["ink"])
    total |= {"type": "scatter", "mode": "text", "textposition": "top center", "hoverinfo": "skip"}
    total |= {"showlegend": False, "cliponaxis": False}
    annual = _up(table, next(table.of_role(Role.SUBTOTAL)), years, theme["accent"])
    annual |= {"yaxis": "y2", "textposition": "outside", "cliponaxis": False, "showlegend": False}
    return {
        "data": [*({**bar, "textposition": "none"} for bar in bars), total, annual],
        "layout": base_layout(
            barmode="stack",
            showlegend=True,
            yaxis={**_money(), "domain": [0.36, 1]},
            yaxis2={**_money(), "domain": [0, 0.2], "showticklabels": False, "showgrid": False},
            xaxis={"anchor": "y2"},
            annotations=[
                _panel_title("Cumulative amount", 1.0),
                _panel_title("Annual amount", 0.24),
            ],
            margin={"l": 56, "r": 24, "t": 32, "b": 40},
        ),
    }


def post_ranges(table: ReportTable) -> Figure:
    """For each portfolio the range of posts, and within it the range of occupied ones."""
    rows = list(table.of_role(Role.BODY))
    series = [
        ("low", "high", "All posts", "earlier"),
        ("occupied_low", "occupied_high", "Occupied posts", "accent"),
    ]
    bars = []
    for low, high, name, colour in series:
        column = table.column(high)
        ends = [[print_cell(column, r.cells[low]), print_cell(column, r.cells[high])] for r in rows]
        shown = ["–".join(dict.fromkeys(pair)) for pair in ends]
        bars.append(
            {
                "type": "bar",
                "orientation": "h",
                "name": name,
                "y": [_name(table, r).removesuffix(" Total") for r in rows],
                "base": [_fte(r, low) for r in rows],
                "x": [_fte(r, high) - _fte(r, low) for r in rows],
                "text": shown,
                "textposition": "outside",
                "cliponaxis": False,
                "hovertemplate": "%{fullData.name}, %{y}: %{text} FTE<extra></extra>",
                "marker": {
                    "color": palette.colours()[colour],
                    "line": {"width": 3, "color": palette.colours()[colour]},
                },
            }
        )
    axis = {
        "ticksuffix": " FTE",
        "showticksuffix": "last",
        "rangemode": "tozero",
        "gridcolor": palette.colours()["rule"],
    }
    return {
        "data": bars,
        "layout": base_layout(barmode="group", xaxis=axis, yaxis=_names(), showlegend=True),
    }


def movement(table: ReportTable) -> Figure:
    """A waterfall: the earlier position, what each portfolio re-estimated, transfers, corrections
    where there are any, this one.
    """
    total = next(table.of_role(Role.TOTAL), None)
    if total is None:
        return {"data": [], "layout": base_layout()}
    portfolios = list(table.of_role(Role.SUBTOTAL)) or [
        r for r in table.of_role(Role.BODY) if r.cells["change"].value
    ]
    steps = [(_name(table, r), _own(r)) for r in portfolios]
    if not portfolios:
        steps = [("Re-estimated", _own(total))]
    steps.append(("Transfers, net", _pence(total, "transfers")))
    if "corrected" in total.cells:
        steps.append(("Corrected", _pence(total, "corrected")))
    names = [
        table.column("earlier").heading.removesuffix(" Expected Saving"),
        *(n for n, _ in steps),
        table.position,
    ]
    ends = [_pence(total, "earlier"), _pence(total, "expected")]
    values = [ends[0], *(p for _, p in steps), ends[1]]
    theme = palette.colours()
    column = table.column("change")
    return {
        "data": [
            {
                "type": "waterfall",
                "orientation": "h",
                "name": table.title,
                "y": names,
                "x": [v / PENCE_PER_MILLION for v in values],
                "measure": ["absolute", *["relative"] * len(steps), "total"],
                "text": [
                    _printed(table, "expected", ends[0]),
                    *(_printed(table, column.key, p) for _, p in steps),
                    _printed(table, "expected", ends[1]),
                ],
                "textposition": "outside",
                "cliponaxis": False,
                "hovertemplate": "%{y}: %{text}<extra></extra>",
                "connector": {"line": {"color": theme["rule"]}},
                "increasing": {"marker": {"color": theme["positive"]}},
                "decreasing": {"marker": {"color": theme["negative"]}},
                "totals": {"marker": {"color": theme["accent"]}},
            }
        ],
        "layout": base_layout(xaxis=_money(), yaxis=_names()),
    }


def consultation_timeline(table: ReportTable) -> Figure:
    """A line for each consultation while it is open, with its letter, notice and dismissal."""
    rows = list(table.of_role(Role.BODY))
    names = [_name(table, row) for row in rows]
    theme = palette.colours()
    data: list[Figure] = []
    for row, name in zip(rows, names, strict=True):
        ends = [row.cells[key] for key in ("opens", "closes") if row.cells[key].label]
        data.append(
            {
                "type": "scatter",
                "mode": "lines",
                "x": [cell.value for cell in ends],
                "y": [name] * len(ends),
                "text": [cell.label for cell in ends],
                "hovertemplate": "%{y}: %{text}<extra></extra>",
                "line": {"width": 14, "color": theme["accent"]},
                "showlegend": False,
            }
        )
    for key, symbol in [("s188", "diamond"), ("notice", "triangle-up"), ("dismissal", "square")]:
        dated = [(row.cells[key], n) for row, n in zip(rows, names, strict=True)]
        known = [(cell, name) for cell, name in dated if cell.label]
        data.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": table.column(key).heading,
                "x": [cell.value for cell, _ in known],
                "y": [name for _, name in known],
                "text": [cell.label for cell, _ in known],
                "hovertemplate": "%{fullData.name}, %{y}: %{text}<extra></extra>",
                "marker": {"symbol": symbol, "size": 12, "color": theme["ink"]},
            }
        )
    days = {"type": "date", "gridcolor": theme["rule"], "tickformat": "%b %Y"}
    names_axis = {**_names(), "categoryorder": "array", "categoryarray": names}
    return {"data": data, "layout": base_layout(xaxis=days, yaxis=names_axis, showlegend=True)}


def delivery(table: ReportTable) -> Figure:
    """Plan, forecast and delivered, three bars for each portfolio."""
    rows, theme = list(table.of_role(Role.BODY)), palette.colours()
    drawn = [("plan", "earlier"), ("forecast", "accent"), ("delivered", "ink")]
    bars = [_across(table, rows, key, theme[colour]) for key, colour in drawn]
    bars[1]["textposition"] = "none"  # three words do not fit beside three bars
    layout = base_layout(barmode="group", xaxis=_money(), yaxis=_names(), showlegend=True)
    return {"data": bars, "layout": layout}


def path_to_closing(table: ReportTable) -> Figure:
    """The gap of each year, and beside it how far savings close it."""
    years = {"type": "category"}
    layout = base_layout(barmode="relative", xaxis=years, yaxis=_money(), showlegend=True)
    return {"data": gap_bars.bars(table), "layout": layout}


CHARTS: dict[str, Callable[[ReportTable], Figure]] = {
    "savings-change": savings_change,
    "confidence": confidence,
    "profile": profile,
    "post-ranges": post_ranges,
    "movement": movement,
    "delivery": delivery,
    "path-to-closing": path_to_closing,
    "consultation-timeline": consultation_timeline,
}


def _across(table: ReportTable, rows: list[Row], key: str, colour: str | list[str]) -> Figure:
    """A horizontal bar for each row, from one column, labelled with its words."""
    column = table.column(key)
    return {
        "type": "bar",
        "orientation": "h",
        "name": column.heading,
        "y": [_name(table, row) for row in rows],
        "x": [_amount(row, key) for row in rows],
        "text": [print_cell(column, row.cells[key]) for row in rows],
        "textposition": "outside",
        "cliponaxis": False,
        "constraintext": "none",
        "customdata": [print_cell(column, row.cells[key]) for row in rows],
        "hovertemplate": "%{fullData.name}, %{y}: %{customdata}<extra></extra>",
        "marker": {"color": colour},
    }


def _up(table: ReportTable, row: Row, years: list[Column], colour: str) -> Figure:
    """An upright bar for each year of one row, labelled with its words."""
    return {
        "type": "bar",
        "name": _name(table, row),
        "x": [year.key for year in years],
        "y": [_amount(row, year.key) for year in years],
        "text": [print_cell(year, row.cells[year.key]) for year in years],
        "hovertemplate": "%{fullData.name}, %{x}: %{text}<extra></extra>",
        "marker": {"color": colour},
    }


LEAST_LABELLED = 0.15  # of the longest bar: a narrower part has no room for its words


def _label_if_it_fits(table: ReportTable, row: Row, column: Column) -> str:
    longest = max(_pence(r, "expected") for r in table.of_role(Role.TOTAL, Role.EARLIER))
    fits = _pence(row, column.key) >= LEAST_LABELLED * longest
    return print_cell(column, row.cells[column.key]) if fits else ""


def _panel_title(text: str, at: float) -> dict[str, Any]:
    """The name of one of two panels, above its left corner."""
    return {
        "text": text,
        "x": 0,
        "y": at,
        "xref": "paper",
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"color": palette.colours()["ink-soft"], "size": 12},
    }


def _name(table: ReportTable, row: Row) -> str:
    return print_cell(table.columns[0], row.cells[table.columns[0].key])


def _pence(row: Row, key: str) -> int:
    value = row.cells[key].value
    return value if isinstance(value, int) else 0


def _own(row: Row) -> int:
    """What a portfolio changed by itself: its change without transfers and corrections."""
    apart = (row.cells[key].number or 0 for key in ("transfers", "corrected") if key in row.cells)
    return _pence(row, "change") - sum(apart)


def _printed(table: ReportTable, key: str, pence: int) -> str:
    return print_cell(table.column(key), Cell(pence))


def _amount(row: Row, key: str) -> float | None:
    value = row.cells[key].value
    return value / PENCE_PER_MILLION if isinstance(value, int) else None


def _fte(row: Row, key: str) -> float:
    return _pence(row, key) / 100


def _money() -> dict[str, Any]:
    return {
        "tickprefix": "£",
        "ticksuffix": "m",
        "rangemode": "tozero",
        "gridcolor": palette.colours()["rule"],
        "zerolinecolor": palette.colours()["ink-soft"],
    }


def _names() -> dict[str, Any]:
    """Names down the side, in the order of the table."""
    return {"autorange": "reversed", "automargin": True, "ticksuffix": "  "}
