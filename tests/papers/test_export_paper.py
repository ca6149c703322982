"""A paper written to a file by command."""

import io

import pytest
from django.core.management import CommandError, call_command

from reports.management.commands import export_paper
from reports.papers.accessible import faults
from reports.papers.composers import composers
from reports.renderers import as_powerpoint, as_word, pictures
from tests.papers import made
from tests.papers.reading import word
from tests.papers.test_word import PNG, template

pytestmark = pytest.mark.django_db
SLUGS = ("savings-by-portfolio", "savings-in-year", "finance-confidence", "savings-profile")
CHARTS = ("savings-change", "confidence", "profile")


def composed(ask):
    return made.paper(ask, charts=CHARTS, slugs=SLUGS)


@pytest.fixture(autouse=True)
def _papers(monkeypatch):
    monkeypatch.setattr(export_paper, "composers", lambda: {"cabinet": composed})
    monkeypatch.setattr(pictures, "pictures", lambda paper: {})


def say(*args, **options) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("export_paper", *args, stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def public(paper):
    return made.without(paper, sections=tuple(s for s in paper.sections if not s.exempt))


@pytest.mark.parametrize(("suffix", "renderer"), [("docx", as_word), ("pptx", as_powerpoint)])
def test_it_writes_the_newest_published_position_without_what_is_exempt(
    suffix, renderer, tmp_path, ask
):
    path = tmp_path / f"paper.{suffix}"
    out, _ = say("cabinet", output=str(path))
    assert out == f"A programme & its <report>, February 2025: written to {path}\n"
    assert path.read_bytes() == renderer.render(public(composed(ask)))


def test_what_is_exempt_is_asked_for(tmp_path, ask):
    path = tmp_path / "paper.docx"
    say("cabinet", "--with-exempt", output=str(path))
    assert path.read_bytes() == as_word.render(composed(ask))


def test_a_position_and_a_template_are_named(tmp_path):
    held, path = tmp_path / "ours.docx", tmp_path / "paper.docx"
    held.write_bytes(template())
    out, _ = say("cabinet", output=str(path), position="October 2024", template=str(held))
    assert "October 2024" in out
    assert word(path.read_bytes()).styles["Heading 1"].font.name == "Georgia"


def test_charts_are_pictures_where_a_browser_draws_them(tmp_path, monkeypatch):
    path = tmp_path / "paper.docx"
    _, err = say("cabinet", output=str(path))
    assert err == "There is no Chromium: the charts are named, not shown.\n"
    monkeypatch.setattr(pictures, "pictures", lambda paper: {c.label: PNG for c in paper.charts})
    _, err = say("cabinet", output=str(path))
    assert err == ""
    assert len(word(path.read_bytes()).inline_shapes) == 3


def test_what_cannot_be_done_is_said_and_writes_nothing(tmp_path):
    bad = tmp_path / "bad.docx"
    bad.write_bytes(b"%PDF")
    path = tmp_path / "paper.docx"
    for arguments, options, sentence in (
        (["minutes"], {}, "no paper “minutes”. The papers are: cabinet."),
        (["cabinet"], {"output": str(tmp_path / "paper.pdf")}, "ends in .docx or .pptx"),
        (["cabinet"], {"template": str(tmp_path / "none.docx")}, "cannot be read: No such file"),
        (["cabinet"], {"template": str(bad)}, "not a Word document"),
        (["cabinet"], {"position": "May 1997"}, "no position “May 1997”"),
    ):
        with pytest.raises(CommandError, match=sentence):
            say(*arguments, **{"output": str(path), **options})
        assert not path.exists()


def test_every_paper_there_is_can_be_written_and_read_by_anybody(ask):
    """Whatever composes a paper: both its files are without a fault."""
    for compose in composers().values():
        paper = compose(ask)
        assert faults(as_word.render(paper)) == []
        assert faults(as_powerpoint.render(paper)) == []


def test_without_papers_the_command_says_so(monkeypatch, tmp_path):
    monkeypatch.setattr(export_paper, "composers", dict)
    with pytest.raises(CommandError, match="The papers are: none yet"):
        say("cabinet", output=str(tmp_path / "paper.docx"))
