"""What every chart has: its place on a page, and the layout of one hand."""

import json
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from reports.renderers import palette

Figure = dict[str, Any]  # of plotly, as plain values


@dataclass(frozen=True, slots=True)
class PageChart:
    """What ``partials/chart.html`` draws."""

    id: str
    finding: str
    alt: str
    figure: Figure
    table_id: str
    size: str = ""

    @property
    def script(self) -> SafeString:
        """The figure as JSON in its element: no sign of HTML stands in it as such."""
        text = json.dumps(self.figure, cls=DjangoJSONEncoder)
        for sign in "<>&":
            text = text.replace(sign, f"\\u{ord(sign):04X}")
        element = '<script id="{}" type="application/json">{}</script>'
        return format_html(element, self.id, mark_safe(text))  # noqa: S308


def base_layout(**parts: Any) -> dict[str, Any]:
    """The layout that every chart has, with ``parts`` of its own."""
    theme = palette.colours()
    return {
        "template": "none",
        "font": {
            "family": "Segoe UI, Roboto, Helvetica Neue, Arial, Liberation Sans, "
            "DejaVu Sans Condensed, sans-serif",
            "size": 13,
            "color": theme["ink"],
        },
        "paper_bgcolor": theme["paper"],
        "plot_bgcolor": theme["paper"],
        "margin": {"l": 56, "r": 56, "t": 8, "b": 40},
        "legend": {"orientation": "h", "y": -0.16, "traceorder": "normal"},
        "showlegend": False,
        "dragmode": False,
        "bargap": 0.3,
        **parts,
    }
