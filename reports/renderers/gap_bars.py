"""The bars of the path to closing: for each year what is to close, beside it what closes it."""

from typing import Any

from reports.renderers import palette
from reports.renderers.words import print_cell
from reports.table import Cell, ReportTable, Role

PENCE_PER_MILLION = 100_000_000


def bars(table: ReportTable) -> list[dict[str, Any]]:
    """The gap stands by itself; savings by confidence and what is left stand on each other."""
    rows = list(table.of_role(Role.BODY))
    theme = palette.colours()
    sure = [(name, name.title(), palette.of_confidence(name), 1) for name in CONFIDENCES]
    made = [
        {
            "type": "bar",
            "name": name,
            "x": [str(row.cells["year"].value) for row in rows],
            "y": [_millions(row.cells[key]) for row in rows],
            "offsetgroup": str(side),
            "customdata": [print_cell(table.column(key), row.cells[key]) for row in rows],
            "hovertemplate": "%{fullData.name}, %{x}: %{customdata}<extra></extra>",
            "marker": {"color": colour},
        }
        for key, name, colour, side in (
            ("to_close", TO_CLOSE, theme["earlier"], 0),
            *sure,
            ("left", "Left to find", theme["rule"], 1),
        )
    ]
    left = made[-1]  # what the chart is about says itself
    left |= {"text": left["customdata"], "textposition": "inside", "insidetextanchor": "middle"}
    left["textfont"] = {"color": theme["ink"]}
    return made


CONFIDENCES = ("green", "amber", "red")
TO_CLOSE = "To close"  # its column is headed by its group


def _millions(cell: Cell) -> float | None:
    return None if cell.number is None else cell.number / PENCE_PER_MILLION
