"""The charts of a paper as pictures, drawn by a Chromium from the very figures the page draws.

It takes seconds, so it belongs in commands and in publishing, never in a request somebody waits
for. Nothing is fetched: the drawing library stands in the one file that the browser opens, and that
file may load nothing. Without a Chromium there are no pictures, and Word says where the charts are.
"""

import io
import json
import logging
import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

from django.conf import settings

from reports.papers.value import ChartBlock, Paper
from reports.renderers import as_chart

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
WIDTH, HEIGHT = 720, 380  # CSS pixels
SCALE = 2  # pixels drawn to each of those, so that it prints sharp
TOGETHER = 8  # in one window: a browser draws only so high a one
SECONDS = 20  # less than a web server gives the publication that waits for it

log = logging.getLogger(__name__)


def find() -> str | None:
    """The path of a Chromium: the one that ``CHROMIUM`` names, else the first that is installed."""
    if settings.CHROMIUM:
        return shutil.which(settings.CHROMIUM)
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def pictures(paper: Paper) -> Mapping[str, bytes]:
    """A PNG of each chart by its label, ``Figure 2``; none at all where no browser draws them."""
    chromium, blocks = find(), paper.charts
    if chromium is None or not blocks:
        return {}
    drawn: dict[str, bytes] = {}
    for at in range(0, len(blocks), TOGETHER):
        some = blocks[at : at + TOGETHER]
        try:
            sheet = _photographed(chromium, _page(some), HEIGHT * len(some))
        except (OSError, subprocess.SubprocessError) as error:
            log.warning("The charts could not be drawn as pictures: %s", error)
            return {}
        drawn |= zip((block.label for block in some), _cut(sheet, len(some)), strict=True)
    return drawn


def _page(blocks: Sequence[ChartBlock]) -> str:
    """All the charts below each other, on a page that may load nothing."""
    figures = [as_chart.CHARTS[block.chart](block.table) for block in blocks]
    library = settings.BASE_DIR / "static" / "vendor" / "plotly" / "plotly-finance.min.js"
    given = json.dumps(figures, allow_nan=False).replace("<", "\\u003c")
    names = "".join(f'<div title="{escape(block.label)}"></div>' for block in blocks)
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline';
 img-src data: blob:">
<style>body{{margin:0;background:#ffffff}}div{{width:{WIDTH}px;height:{HEIGHT}px}}</style>
</head><body>{names}<script>{library.read_text(encoding="utf-8")}</script><script>
var figures = {given}, places = document.querySelectorAll("div");
figures.forEach(function (figure, at) {{
  Object.assign(figure.layout, {{autosize: false, width: {WIDTH}, height: {HEIGHT}}});
  Plotly.newPlot(places[at], figure.data, figure.layout,
    {{staticPlot: true, displayModeBar: false, displaylogo: false, showSendToCloud: false}});
}});
</script></body></html>"""


def _photographed(chromium: str, page: str, height: int) -> bytes:
    """A picture of the page. Raises ``OSError`` or ``SubprocessError`` where none is made."""
    with tempfile.TemporaryDirectory() as folder:
        file, picture = Path(folder) / "charts.html", Path(folder) / "charts.png"
        file.write_text(page, encoding="utf-8")
        command = [
            chromium,
            "--headless",
            "--disable-gpu",
            "--hide-scrollbars",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-extensions",
            "--host-resolver-rules=MAP * ~NOTFOUND",
            f"--user-data-dir={folder}/profile",
            f"--force-device-scale-factor={SCALE}",
            f"--window-size={WIDTH},{height}",
            "--virtual-time-budget=10000",
            f"--screenshot={picture}",
            *(["--no-sandbox"] if _is_root() else []),
            file.as_uri(),
        ]
        subprocess.run(  # noqa: S603 - a browser the administrator installed, on our own file
            command, check=True, capture_output=True, timeout=SECONDS
        )
        return picture.read_bytes()


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _cut(sheet: bytes, into: int) -> list[bytes]:
    """The picture of each chart, from one of all."""
    from PIL import Image

    cuts = []
    with Image.open(io.BytesIO(sheet)) as whole:
        high = HEIGHT * SCALE
        for at in range(into):
            out = io.BytesIO()
            part = whole.crop((0, at * high, WIDTH * SCALE, (at + 1) * high))
            part.convert("RGB").quantize(256).save(out, "PNG", optimize=True, dpi=(220, 220))
            cuts.append(out.getvalue())
    return cuts
