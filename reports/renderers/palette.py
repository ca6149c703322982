"""The theme's colours for what is drawn outside a stylesheet: charts and Excel.

``static/css/theme.css`` is the one place that names a colour; this reads it.
"""

import re
from functools import cache

from django.conf import settings

_DECLARED = re.compile(r"--([a-z0-9-]+):\s*(#[0-9a-fA-F]{6});")


@cache
def colours() -> dict[str, str]:
    """Every colour of the theme by its name, as #rrggbb."""
    theme = settings.BASE_DIR / "static" / "css" / "theme.css"
    return dict(_DECLARED.findall(theme.read_text(encoding="utf-8")))


def of_series(series: int) -> str:
    """The colour of a portfolio, by its order; the eight colours come round again."""
    return colours()[f"portfolio-{(series - 1) % 8 + 1}"]


def of_confidence(confidence: str) -> str:
    return colours()[f"rag-{confidence}"]
