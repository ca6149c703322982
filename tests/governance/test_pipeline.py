"""The pipeline: one table of moves, ranges that no total counts, and a programme's way out."""

import csv
import io
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from accounts.models.submission import AlreadySubmitted
from agt.words.years import FinancialYear
from governance.actions.close_programme import close_programme, closure_of, reopen_programme
from governance.actions.move_proposal import move_proposal
from governance.models import Closure, Pilot, Proposal, ServiceReview
from governance.proposal_moves import MOVES, ON_THE_WAY, Does, Stage, moved, moves_from
from portfolios.actions.hold_row import version_of
from portfolios.actions.step_version import SomebodyElseSaved
from portfolios.models import Portfolio, Programme, ProgrammePlace
from reports.actions.adopt_proposal import adopt_proposal
from reports.registry import REPORTS
from reports.table import Ask, Role
from tests.governance.conftest import TODAY, day

PENCE = 100_000_000


def new_proposal(portfolio: Portfolio, **fields) -> Proposal:
    held = {"title": "An idea", "owner_role": "Head of service"}
    return Proposal.objects.create(portfolio=portfolio, **held | fields)


def ranged(portfolio: Portfolio, low: int, high: int, **fields) -> Proposal:
    of = {"saving_low": low * PENCE, "saving_high": high * PENCE}
    return new_proposal(portfolio, saving_year=FinancialYear(2027), **of, **fields)


def move(proposal: Proposal, does: Does, by, **given) -> None:
    held = {"version": version_of(proposal), "token": uuid.uuid4(), "why": "agreed"}
    move_proposal(proposal=proposal, does=does, by=by, **held | given)


def adopt(proposal: Proposal, position, by, programme=None, **given) -> Programme:
    held = {"version": version_of(proposal), "token": uuid.uuid4(), "why": "agreed"}
    of = {"proposal": proposal, "position": position, "programme": programme}
    return adopt_proposal(**of, by=by, **held | given)


@pytest.fixture
def elsewhere(others, working) -> Portfolio:
    return ProgrammePlace.objects.get(position=working, programme=others).portfolio


# --- moves ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("does", Does)
def test_the_table_alone_says_what_can_happen(stage, does):
    found = [m.to for m in MOVES if (m.stage, m.does) == (stage, does)]
    if found:
        assert [moved(stage, does)] == found
    else:
        with pytest.raises(ValidationError, match=r"cannot be .*\. (It can be|Nothing)"):
            moved(stage, does)


def test_every_stage_is_reached_and_a_programme_is_the_end():
    assert {m.to for m in MOVES} == set(Stage)
    assert moves_from(Stage.PROGRAMME) == []


@pytest.mark.django_db
def test_a_proposal_goes_on_back_out_and_starts_again(led, editor):
    proposal = new_proposal(led)
    for stage in ON_THE_WAY[1:]:
        move(proposal, Does.FORWARD, editor)
        assert proposal.stage == stage
    move(proposal, Does.BACK, editor)
    move(proposal, Does.DROP, editor, why="too dear")
    proposal.refresh_from_db()
    assert (proposal.stage, proposal.dropped_on, proposal.dropped_why) == (
        "dropped",
        TODAY,
        "too dear",
    )
    move(proposal, Does.REVIVE, editor)
    assert (proposal.stage, proposal.dropped_on, proposal.dropped_why) == ("idea", None, "")
    assert [h.history_change_reason for h in proposal.history.all()[:2]] == ["agreed", "too dear"]


@pytest.mark.django_db
def test_who_may_not_move_it_and_what_is_refused(led, elsewhere, editor, lead):
    proposal = new_proposal(elsewhere)
    with pytest.raises(PermissionDenied):
        move(proposal, Does.FORWARD, lead)
    with pytest.raises(ValidationError, match="becomes a programme with a programme"):
        move(proposal, Does.ADOPT, editor)
    with pytest.raises(ValidationError, match="Say why"):
        move(proposal, Does.FORWARD, editor, why=" ")
    with pytest.raises(SomebodyElseSaved):
        move(proposal, Does.FORWARD, editor, version=0)
    token = uuid.uuid4()
    move(proposal, Does.FORWARD, editor, token=token)
    with pytest.raises(AlreadySubmitted):
        move(proposal, Does.FORWARD, editor, token=token)
    assert Proposal.objects.get().stage == "scoped"


@pytest.mark.django_db
def test_it_becomes_a_new_programme_or_one_that_is_there(led, working, mine, others, editor):
    early = new_proposal(led)
    with pytest.raises(ValidationError, match="cannot be made a programme"):
        adopt(early, working, editor)
    assert not Programme.objects.filter(name=early.title).exists()
    new = ranged(led, 1, 2, title="Something new", stage="case")
    made = adopt(new, working, editor)
    assert (made.name, new.stage, new.programme) == ("Something new", "programme", made)
    assert ProgrammePlace.objects.get(programme=made).portfolio == led
    linked = new_proposal(led, stage="case")
    with pytest.raises(ValidationError, match="another portfolio"):
        adopt(linked, working, editor, others)
    assert adopt(linked, working, editor, mine) == mine


# --- what must never be --------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"owner_role": ""}, "Name who owns it"),
        ({"saving_low": 2, "saving_high": 1, "saving_year": "2027/28"}, "is a range"),
        ({"saving_low": 2, "saving_year": "2027/28"}, "is a range"),
        ({"saving_low": 1, "saving_high": 2}, "first year go together"),
        ({"posts_low": -1, "posts_high": 2}, "Posts is a range"),
        ({"next_step": "Ask"}, "A next step has a day"),
        ({"stage": "dropped"}, "says when and why"),
        ({"stage": "programme"}, "names it"),
    ],
)
def test_a_proposal_that_cannot_be_is_refused_with_a_sentence(led, fields, sentence):
    proposal = Proposal(**{"title": "X", "portfolio": led, "owner_role": "Head", **fields})
    with pytest.raises(ValidationError, match=sentence):
        proposal.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        proposal.save()


@pytest.mark.django_db
def test_reviews_and_pilots_say_what_came_of_them(led):
    of = {"portfolio": led, "owner_role": "Head"}
    review = ServiceReview(**of, service="Libraries", question="?", due=TODAY, state="done")
    with pytest.raises(ValidationError, match="An outcome goes with"):
        review.full_clean()
    pilot = {"title": "P", "cohort": "c", "hypothesis": "h", "measure": "m"}
    dates = {"starts_on": day(-9), "ends_on": day(-10)}
    with pytest.raises(ValidationError, match="ends on the day it starts"):
        Pilot(**of, **pilot, **dates).full_clean()
    ahead = {"starts_on": day(1), "ends_on": day(10), "result": "adopt", "learned": "x"}
    with pytest.raises(ValidationError, match="not started yet"):
        Pilot(**of, **pilot, **ahead).full_clean()
    with pytest.raises(ValidationError, match="says what was learned"):
        Pilot(**of, **pilot, **{**ahead, "starts_on": day(-1), "learned": ""}).full_clean()


# --- ranges and totals ---------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_board_adds_up_and_no_other_table_moves(led, elsewhere, library, working, editor):
    def others() -> dict:
        ask = Ask(library, working)
        return {
            slug: [row.cells for row in report.build(ask).rows]
            for slug, report in REPORTS.items()
            if slug != "pipeline" and not report.is_below_portfolio
        }

    before = others()
    ranged(led, 1, 2, posts_low=100, posts_high=300, next_step="x", next_on=day(-1))
    ranged(elsewhere, 3, 5, stage="case", illustrative=True)
    ranged(led, 7, 9, stage="dropped", dropped_on=TODAY, dropped_why="no")
    assert others() == before
    table = REPORTS["pipeline"].build(Ask(library, working))
    values = [[cell.value for cell in row.cells.values()] for row in table.rows]
    assert values == [
        ["Idea", 1, PENCE, 2 * PENCE, 100, 300, 1],
        ["Scoped", 0, 0, 0, 0, 0, 0],
        ["Options appraised", 0, 0, 0, 0, 0, 0],
        ["Business case", 1, 3 * PENCE, 5 * PENCE, "not stated", "not stated", 0],
        ["Under consideration", 2, 4 * PENCE, 7 * PENCE, 100, 300, 1],
    ]
    assert [row.role for row in table.rows][-1] == Role.TOTAL
    assert table.finding == "2 proposals are under consideration, 1 of them at business case"
    assert table.notes[1:] == (
        "Beside these, 0 became programmes and 1 was dropped.",
        "1 of 3 proposals are illustrative samples: no paper says so.",
    )


# --- closing a programme -------------------------------------------------------------------------


def closing(programme: Programme, **fields) -> Closure:
    held = {"closed_on": TODAY, "reason": "Done.", "lessons": "Begin early.", "handed_to": "Head"}
    return Closure(programme=programme, **held | fields)


@pytest.mark.django_db
def test_a_programme_closes_opens_again_and_closes_again(mine, others, editor, lead):
    with pytest.raises(PermissionDenied):
        close_programme(closure=closing(others), token=uuid.uuid4(), by=lead)
    with pytest.raises(ValidationError, match="closed today or was before"):
        close_programme(closure=closing(mine, closed_on=day(1)), token=uuid.uuid4(), by=lead)
    first = closing(mine, goes_on="Calls: head\n\n Spend: partner ")
    close_programme(closure=first, token=uuid.uuid4(), by=lead)
    assert first.rows_that_go_on == ["Calls: head", "Spend: partner"]
    with pytest.raises(ValidationError, match="closed already"):
        close_programme(closure=closing(mine), token=uuid.uuid4(), by=lead)
    of = {"closure": first, "version": version_of(first), "by": editor}
    with pytest.raises(ValidationError, match="Say why"):
        reopen_programme(**of, why="", token=uuid.uuid4())
    reopen_programme(**of, why="A second phase.", token=uuid.uuid4())
    assert closure_of(mine) is None
    with pytest.raises(ValidationError, match="open again already"):
        reopen_programme(
            closure=first, version=version_of(first), why="x", token=uuid.uuid4(), by=editor
        )
    close_programme(closure=closing(mine), token=uuid.uuid4(), by=lead)
    with pytest.raises(IntegrityError), transaction.atomic():
        closing(mine).save()
    assert Closure.objects.count() == 2


# --- pages ---------------------------------------------------------------------------------------


def test_the_pages_of_the_pipeline(client, editor, led, elsewhere, lead):
    mine, other = new_proposal(led, title="Ours"), new_proposal(elsewhere, title="Theirs")
    of = {"portfolio": led, "owner_role": "Head"}
    review = ServiceReview.objects.create(**of, service="Libraries", question="?", due=TODAY)
    client.force_login(lead)
    page = client.get("/governance/pipeline/").content.decode()
    assert "Ours" in page
    assert "Libraries" in page
    assert "Theirs" not in page
    assert client.get(f"/governance/pipeline/reviews/{review.pk}/").status_code == 200
    client.force_login(editor)
    url = "/governance/pipeline/proposals.csv?search=their"
    rows = list(csv.DictReader(io.StringIO(client.get(url).content.decode("utf-8-sig"))))
    assert [row["Proposal"] for row in rows] == ["Theirs"]
    assert client.get("/governance/pipeline/nonsense.csv").status_code == 404
    act = f"/governance/pipeline/proposals/{mine.pk}/drop/"
    fields = {"version": version_of(mine), "token": uuid.uuid4()}
    assert "required" in client.post(act, fields).content.decode()
    answer = client.post(act, {**fields, "why": "too dear"}, follow=True)
    assert "Dropped on" in answer.content.decode()
    assert client.get(act).status_code == 404
    assert other.stage == "idea"


def test_a_proposal_is_adopted_on_its_page(client, editor, led):
    proposal = ranged(led, 1, 2, title="A new way", stage="case", posts_low=100, posts_high=250)
    client.force_login(editor)
    page = client.get(f"/governance/pipeline/proposals/{proposal.pk}/").content.decode()
    assert "£1,000,000, indicative" in page
    assert "2.5 FTE, indicative" in page
    act = f"/governance/pipeline/proposals/{proposal.pk}/adopt/"
    assert "A new one" in client.get(act).content.decode()
    fields = {"version": version_of(proposal), "token": uuid.uuid4(), "why": "agreed"}
    assert "/programmes/a-new-way/" in client.post(act, fields, follow=True).content.decode()


def test_a_programme_is_closed_and_read_on_its_page(client, editor, mine):
    client.force_login(editor)
    home = f"/programmes/{mine.slug}/"
    fields = {"closed_on": "x", "reason": "Done.", "lessons": "Early.", "token": uuid.uuid4()}
    assert "Enter a valid date" in client.post(f"{home}close/", fields).content.decode()
    fields |= {"closed_on": f"{TODAY:%d/%m/%Y}", "handed_to": "Head", "goes_on": "Calls: head"}
    page = client.post(f"{home}close/", fields, follow=True).content.decode()
    assert "Closed on" in page
    assert "Calls: head" in page
    assert client.get(f"{home}close/").status_code == 404
    assert "Closed on" in client.get(f"{home}reopen/").content.decode()
    again = {"version": version_of(Closure.objects.get()), "token": uuid.uuid4(), "why": "More."}
    page = client.post(f"{home}reopen/", again, follow=True).content.decode()
    assert "is open again" in page
    assert "Closed on" not in page
    assert "More." not in page
    assert Closure.objects.get().reopened_why == "More."
