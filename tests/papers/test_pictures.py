"""The charts as pictures: drawn by a Chromium where there is one, and none where there is not."""

import io
import stat

import pytest
from django.conf import settings
from PIL import Image

from reports.renderers import palette, pictures
from tests.browser import chromium
from tests.papers import made


@pytest.fixture
def paper(ask):
    return made.paper(ask, charts=("savings-change", "confidence", "profile"))


def installed(tmp_path, monkeypatch, script: str) -> None:
    """A stand-in for a browser, named by ``CHROMIUM``."""
    path = tmp_path / "chromium"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(settings, "CHROMIUM", str(path))


@pytest.mark.browser
def test_every_chart_is_drawn_in_its_colours(paper, monkeypatch):
    monkeypatch.setattr(settings, "CHROMIUM", chromium.find() or "")
    drawn = pictures.pictures(paper)
    assert list(drawn) == [block.label for block in paper.charts]
    theme = palette.colours()
    wanted = [("portfolio-1", "earlier"), ("rag-green", "rag-red"), ("portfolio-2", "accent")]
    for content, names in zip(drawn.values(), wanted, strict=True):
        picture = Image.open(io.BytesIO(content))
        assert picture.format == "PNG"
        assert picture.size == (1440, 760)
        counts = {colour: n for n, colour in picture.convert("RGB").getcolors(10**6)}
        for name in names:
            colour = tuple(bytes.fromhex(theme[name][1:]))
            near = sum(
                n
                for c, n in counts.items()
                if max(abs(a - b) for a, b in zip(c, colour, strict=True)) < 6
            )
            assert near > 2000, f"{name} covers {near} pixels"


def test_the_page_it_opens_may_load_nothing(paper):
    page = pictures._page(paper.charts)
    head, body = page.split("<body>")
    assert "default-src 'none'" in head
    assert "src=" not in body.split("<script>")[0]
    assert body.count('<div title="Figure') == 3
    evil = made.without(paper.charts[0].table, finding="</script><script>alert(1)</script>")
    rows = tuple(
        row._replace(cells={**row.cells, "portfolio": made.Cell("</script><b>")})
        for row in evil.rows
    )
    block = made.without(paper.charts[0], table=made.without(evil, rows=rows))
    assert pictures._page([block]).count("</script>") == 2, "a name ends no script"


def test_no_browser_no_pictures(paper, monkeypatch):
    monkeypatch.setattr(settings, "CHROMIUM", "/nowhere/chromium")
    assert pictures.find() is None
    assert pictures.pictures(paper) == {}


def test_it_finds_one_on_the_path(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "CHROMIUM", "")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert pictures.find() is None
    path = tmp_path / "google-chrome"
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    assert pictures.find() == str(path)


def test_a_paper_without_charts_starts_no_browser(paper, tmp_path, monkeypatch):
    installed(tmp_path, monkeypatch, f"touch {tmp_path}/started")
    assert pictures.pictures(made.without(paper, sections=())) == {}
    assert not (tmp_path / "started").exists()


@pytest.mark.parametrize("script", ["exit 3", "exit 0", "sleep 30"])
def test_a_browser_that_fails_or_hangs_costs_the_pictures_and_nothing_else(
    script, paper, tmp_path, monkeypatch, caplog
):
    installed(tmp_path, monkeypatch, script)
    monkeypatch.setattr(pictures, "SECONDS", 0.5)
    assert pictures.pictures(paper) == {}
    assert "could not be drawn" in caplog.text


def test_many_charts_are_drawn_a_window_at_a_time(ask, tmp_path, monkeypatch):
    paper = made.paper(ask, charts=("savings-change",) * 11)
    heights = []

    def photographed(_chromium, _page, height):
        heights.append(height)
        out = io.BytesIO()
        Image.new("RGB", (1440, height * 2), "white").save(out, "PNG")
        return out.getvalue()

    installed(tmp_path, monkeypatch, "exit 0")
    monkeypatch.setattr(pictures, "_photographed", photographed)
    assert list(pictures.pictures(paper)) == [f"Figure {n}" for n in range(1, 12)]
    assert heights == [8 * pictures.HEIGHT, 3 * pictures.HEIGHT]


def test_a_superuser_goes_without_the_sandbox(monkeypatch, tmp_path):
    said = []

    def run(command, **_):
        said.append("--no-sandbox" in command)
        raise OSError

    monkeypatch.setattr(pictures.subprocess, "run", run)
    for user in (0, 1000):
        monkeypatch.setattr(pictures.os, "geteuid", lambda user=user: user)
        with pytest.raises(OSError):  # noqa: PT011 - any will do
            pictures._photographed("chromium", "", 10)
    assert said == [True, False]
