"""Writing a part of a paper: who may, what is checked, what is kept, what stops publication."""

import datetime
import io
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from accounts.models.submission import AlreadySubmitted
from accounts.roles import Role
from portfolios.actions.hold_row import version_of
from portfolios.actions.step_version import SomebodyElseSaved
from portfolios.edit_window import Locked
from portfolios.models import Portfolio, Position
from reports.actions.publish_position import NotReady, publish_position
from reports.actions.sign import sign_position
from reports.checklist import checklist
from reports.history import log
from reports.models import PaperBlock, PublishedFile
from reports.papers import files
from reports.papers.formats import FORMATS, Format
from reports.renderers import pictures
from tests.papers.conftest import asked, block_of, cabinet

CABINET = {
    "name": "March 2025",
    "slug": "march-2025",
    "short_name": "Mar 2025",
    "kind": Position.Kind.QUARTERLY_CABINET,
    "as_at": datetime.date(2025, 3, 31),
}


def test_it_is_saved_with_who_and_why(saves, working, editor):
    row = saves("summary", "  We save [[savings.total]].  \n\n", state="final")
    assert block_of(working, "summary").text == "We save [[savings.total]]."
    newest = row.history.first()
    assert (newest.history_user, newest.history_change_reason) == (editor, "Rewritten.")
    entry = next(e for e in log(working, editor) if e.kind == "part of a paper")
    assert {change.field for change in entry.fields} == {"text", "state"}


def test_a_part_begun_anew_is_of_its_portfolio(saves, working, led, people):
    row = saves("portfolio", "About it.", portfolio=led, by=people[Role.PORTFOLIO_LEAD])
    assert (row.portfolio, row.state) == (led, "draft")


def test_a_token_that_answers_nothing_is_refused_by_its_line_and_nothing_saved(saves, working):
    before = block_of(working, "summary").text
    with pytest.raises(ValidationError) as refused:
        saves("summary", "Fine.\n\nOr [[savings.totl]].")
    assert list(refused.value.message_dict) == ["text"]
    assert refused.value.messages[0].startswith("Line 3: [[savings.totl]]: “totl” is not")
    assert block_of(working, "summary").text == before


def test_a_lead_may_name_a_figure_of_the_whole_and_is_not_told_it(saves, working, people, led):
    lead = people[Role.PORTFOLIO_LEAD]
    row = saves("spotlight", "Of [[savings.total]].", portfolio=led, by=lead)
    assert row.text == "Of [[savings.total]]."
    told = str(cabinet(working, lead).paper)
    assert "£50.83m" not in told
    assert "not among your portfolios" in told


@pytest.mark.parametrize("role", [Role.VIEWER, Role.ANALYST, Role.SECTION_151, Role.HR_PARTNER])
def test_others_do_not_write(saves, people, role):
    with pytest.raises(PermissionDenied):
        saves("summary", "Mine.", by=people[role])


def test_a_lead_writes_of_their_own_portfolio_alone(saves, people, led):
    lead = people[Role.PORTFOLIO_LEAD]
    with pytest.raises(PermissionDenied, match="whole council"):
        saves("summary", "Mine.", by=lead)
    with pytest.raises(PermissionDenied, match="not among your portfolios"):
        saves("spotlight", "x", portfolio=Portfolio.objects.exclude(pk=led.pk).first(), by=lead)


def test_a_second_editor_is_refused_and_so_is_a_second_beginning(saves, working, led):
    version = version_of(block_of(working, "summary"))
    saves("summary", "First.", version=version)
    with pytest.raises(SomebodyElseSaved):
        saves("summary", "Second.", version=version)
    saves("portfolio", "First.", portfolio=led, version=0)
    with pytest.raises(SomebodyElseSaved):
        saves("portfolio", "Second.", portfolio=led, version=0)
    assert block_of(working, "summary").text == "First."


def test_a_form_sent_twice_is_saved_once(saves):
    token = uuid.uuid4()
    saves("summary", "First.", token=token)
    with pytest.raises(AlreadySubmitted):
        saves("summary", "First.", token=token)


def test_a_locked_position_takes_no_words(saves, working):
    Position.objects.filter(pk=working.pk).update(locks_on="2025-03-01")
    working.refresh_from_db()
    with pytest.raises(Locked, match="locked at the end of 1 March 2025"):
        saves("summary", "Late.")


@pytest.mark.parametrize("of_portfolio", [True, False])
def test_there_is_one_block_in_a_place(working, led, of_portfolio):
    of = {
        "position": working,
        "paper": "cabinet",
        "section": "anywhere",
        "portfolio": led if of_portfolio else None,
    }
    PaperBlock.objects.create(**of)
    with pytest.raises(IntegrityError), transaction.atomic():
        PaperBlock.objects.create(**of)
    with pytest.raises(ValidationError, match="begun this part already"):
        PaperBlock(**of).full_clean()


def test_a_block_is_a_draft_or_final(working):
    with pytest.raises(IntegrityError), transaction.atomic():
        PaperBlock.objects.create(position=working, paper="cabinet", section="x", state="half")


def test_exempt_words_are_not_in_the_log_of_others(saves, working, people):
    saves("summary", "A secret.", exempt=True)
    saves("summary", "No secret.")  # it was one once
    for role in (Role.VIEWER, Role.ANALYST, Role.PORTFOLIO_LEAD):
        assert "secret" not in str(log(working, people[role]))
    assert "A secret." in str(log(working, people[Role.PMO_EDITOR]))


# --- publishing ----------------------------------------------------------------------------------


def broken(working, section: str, **of) -> None:
    """A token that has stopped answering: its portfolio or position went away."""
    rows = PaperBlock.objects.filter(position=working, paper="cabinet", section=section, **of)
    rows.update(text="Fine.\nOr [[portfolio.gone.saving.total]].")


def test_a_broken_token_stops_publication_by_name_and_place(working, editor):
    broken(working, "summary")
    broken(working, "spotlight", portfolio__slug="childrens-services")
    with pytest.raises(NotReady) as refused:
        publish_position(position=working, by=editor, note="All the same.")
    assert refused.value.messages == [
        "Cabinet report, The whole programme in a paragraph, line 2: "
        "[[portfolio.gone.saving.total]]: Working position has no portfolio “gone”",
        "Cabinet report, Children's Services: Spotlight, line 2: [[portfolio.gone.saving.total]]: "
        "Working position has no portfolio “gone”",
    ]
    assert not Position.objects.get(pk=working.pk).is_published


def test_the_checklist_of_a_cabinet_position_names_what_is_not_final(saves, working, editor):
    saves("summary", "Done.", state="final")
    saves("introduction", "")
    working.kind = Position.Kind.QUARTERLY_CABINET
    points = {p.title: p for p in checklist(asked(working).library, working)}
    point = points["Every part of the Cabinet report is final"]
    assert not point.stops
    assert "Introduction (not written)" in point.found
    assert "Purpose (draft)" in point.found
    assert not any("programme in a paragraph" in found for found in point.found)
    working.kind = Position.Kind.MONTHLY_BOARD
    titles = {p.title for p in checklist(asked(working).library, working)}
    assert "Every part of the Cabinet report is final" not in titles


@pytest.fixture
def plain(monkeypatch):
    """One format alone, whose file is the words of the paper."""
    made = Format("Plain", "tests.papers.plain", "text/plain")
    monkeypatch.setattr(files, "FORMATS", {"txt": made})
    return made


def test_a_cabinet_position_keeps_its_papers_the_exempt_part_apart(
    plain, saves, working, editor, people
):
    saves("summary", "Of [[savings.total]], one contract ends early.", exempt=True)
    sign_position(position=working, by=people[Role.SECTION_151])
    published = publish_position(position=working, by=editor, note="Agreed.", details=CABINET)
    kept = {
        f.name: f for f in PublishedFile.objects.filter(position=published) if "paper" in f.name
    }
    assert list(kept) == [
        "cabinet-paper-march-2025.txt",
        "cabinet-paper-march-2025-with-exempt.txt",
        "scrutiny-paper-march-2025.txt",
    ]
    public, whole, _ = (bytes(file.content).decode() for file in kept.values())
    assert "ends early" not in public
    assert "Of £50.83m, one contract ends early." in whole
    assert "Benefits by category" in public  # as the register stood on the day
    assert [f.is_below_portfolio for f in kept.values()] == [False, True, False]


def test_another_kind_of_position_keeps_none(plain, working):
    assert list(files.kept_files(asked(working))) == []


def test_each_format_that_is_there_makes_a_file(february):
    paper = cabinet(february).paper
    for made in FORMATS.values():
        assert io.BytesIO(made.render(paper)).read(2) == b"PK"


def test_only_a_document_that_is_kept_has_its_charts_drawn(february, settings, monkeypatch):
    asked_for = []
    monkeypatch.setattr(pictures, "pictures", lambda paper: asked_for.append(paper) or {})
    paper, word, slides = cabinet(february).paper, FORMATS["docx"], FORMATS["pptx"]
    settings.DRAWS_CHARTS = True
    word.render(paper)
    slides.render(paper, drawn=True)
    assert asked_for == []
    word.render(paper, drawn=True)
    assert asked_for == [paper]
