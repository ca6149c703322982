"""The page's charts as native ones: the same series, as numbers that somebody can edit.

A plotly figure is read into ``Panel``s, which a slide draws. Money goes in pounds and prints in
£m, as in Excel. What has dates along its axis has no native form: then there is no panel.
"""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from reports.renderers import palette
from reports.renderers.as_excel import FORMATS
from reports.renderers.words import printable
from reports.table import Kind

Figure = dict[str, Any]
Number = int | float | None
MILLION = 1_000_000
AXIS = '£#,##0,,"m"'
PLAIN = "#,##0.##"


@dataclass(frozen=True, slots=True)
class Series:
    """One colour, or one a bar; ``words`` stand at the bars instead of their numbers.

    ``beneath`` carries the bars of the others and is not seen; ``afloat`` marks a point, not a bar.
    ``ink`` is the colour of its words, which stand inside a stack and outside a bar.
    """

    name: str
    values: tuple[Number, ...]
    colours: tuple[str, ...]
    words: tuple[str, ...] | None = None
    labelled: bool = True
    beneath: bool = False
    afloat: bool = False
    listed: bool = True
    ink: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """One native chart: bars across, or up where ``upright``."""

    categories: tuple[str, ...]
    series: tuple[Series, ...]
    upright: bool = False
    stacked: bool = False
    money: bool = True
    legend: bool = False
    title: str = ""

    @property
    def number_format(self) -> str:
        return FORMATS[Kind.MONEY] if self.money else PLAIN

    @property
    def axis_format(self) -> str:
        return AXIS if self.money else PLAIN


def panels(figure: Figure) -> tuple[Panel, ...]:
    """The native charts of a page's figure, one below the other; none where there is nothing."""
    data, layout = figure["data"], figure["layout"]
    if not data or layout.get("xaxis", {}).get("type") == "date":
        return ()
    if data[0]["type"] == "waterfall":
        made = [_waterfall(data[0])]
    else:
        sides = list(dict.fromkeys(trace.get("yaxis", "y") for trace in data))
        titles = [note["text"] for note in layout.get("annotations", [])] or [""] * len(sides)
        made = [
            replace(_panel([t for t in data if t.get("yaxis", "y") == side], layout), title=title)
            for side, title in zip(sides, titles, strict=True)
        ]
    return tuple(panel for panel in made if panel.categories)


def _panel(traces: list[Figure], layout: Figure) -> Panel:
    upright = traces[0].get("orientation") != "h"
    names, amounts = ("x", "y") if upright else ("y", "x")
    axis = layout["yaxis" if upright else "xaxis"]
    money = axis.get("tickprefix") == "£"
    return Panel(
        categories=tuple(printable(str(name)) for name in traces[0][names]),
        series=tuple(_series(trace, trace[amounts], money) for trace in traces),
        upright=upright,
        stacked=layout.get("barmode") in ("stack", "relative") and len(traces) > 1,
        money=money,
        legend=bool(layout.get("showlegend")) and len(traces) > 1,
    )


def _series(trace: Figure, amounts: list[float | None], money: bool) -> Series:
    """A range is drawn from nothing up to its end, and says both ends."""
    base = trace.get("base")
    if base:
        amounts = [start + (more or 0) for start, more in zip(base, amounts, strict=True)]
    text = trace.get("text")
    return Series(
        name=printable(trace["name"]),
        values=tuple(exact(amount, money) for amount in amounts),
        colours=_colours(trace),
        words=tuple(printable(word) for word in text) if text and (base or "" in text) else None,
        labelled=bool(text) and trace.get("textposition") != "none",
        # A total over a stack, and what stands beside one: a point, since bars stand on each other
        afloat=trace["type"] == "scatter" or trace.get("offsetgroup") == "0",
        listed=trace.get("showlegend", True),
        ink=trace.get("insidetextfont", {}).get("color", palette.colours()["ink"]),
    )


def exact(amount: float | None, money: bool) -> Number:
    """The amount as the files hold it: pounds to the penny, whole where it is whole."""
    if amount is None:
        return None
    value = round(Decimal(repr(amount)) * (MILLION if money else 1), 2)
    return int(value) if value == int(value) else float(value)


def _colours(trace: Figure) -> tuple[str, ...]:
    colour = trace["marker"]["color"]
    return (colour,) if isinstance(colour, str) else tuple(colour)


def _waterfall(trace: Figure) -> Panel:
    """Where each step starts is carried by bars that are not seen; its words stand by its name."""
    theme = palette.colours()
    level: int | float = 0
    held: dict[str, list[Number]] = {"Start": [], "Position": [], "Increase": [], "Decrease": []}
    for amount, measure in zip(trace["x"], trace["measure"], strict=True):
        value = exact(amount, True) or 0
        before, level = level, level + value if measure == "relative" else value
        name = "Position" if measure != "relative" else "Increase" if value >= 0 else "Decrease"
        held["Start"].append(min(before, level) if measure == "relative" else 0)
        for other in ("Position", "Increase", "Decrease"):
            held[other].append(abs(value) if other == name else None)
    colours = [theme["paper"], theme["accent"], theme["positive"], theme["negative"]]
    return Panel(
        categories=tuple(
            printable(f"{name}: {said}")
            for name, said in zip(trace["y"], trace["text"], strict=True)
        ),
        series=tuple(
            Series(name, tuple(values), (colour,), labelled=False, beneath=name == "Start")
            for (name, values), colour in zip(held.items(), colours, strict=True)
        ),
        stacked=True,
    )
