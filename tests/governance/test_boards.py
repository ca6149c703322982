"""Boards: notice and call-in counted, what is refused in a sentence, who may, and the tables."""

import datetime
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from accounts.models.submission import AlreadySubmitted
from accounts.roles import Role
from governance.actions.decide import call_in, record_decision
from governance.models import (
    Board,
    BoardAction,
    Decision,
    DecisionPeriod,
    GateDecision,
    ImpactAssessment,
    Meeting,
)
from governance.notice import (
    Periods,
    State,
    call_in_ends,
    call_in_prompt,
    clear_days,
    last_notice_day,
    notice_prompt,
)
from portfolios.actions.hold_row import version_of
from portfolios.actions.step_version import SomebodyElseSaved
from reports.registry import REPORTS
from reports.table import Ask
from tests.governance.conftest import TODAY, day

D = datetime.date
PERIODS = Periods(notice=28, exception=5, call_in=5)


@pytest.fixture
def cabinet(db) -> Board:
    return Board.objects.get(needs_notice=True)


@pytest.fixture
def held(cabinet) -> Meeting:
    return Meeting.objects.create(board=cabinet, held_on=day(-2))


@pytest.fixture
def to_come(cabinet) -> Meeting:
    return Meeting.objects.create(board=cabinet, held_on=day(20))


def asked(meeting, programme=None, **fields) -> Decision:
    held = {"title": "Award the contract", "programme": programme, "meeting": meeting}
    return Decision.objects.create(**held | fields)


def record(decision, by, **given):
    held = {
        "outcome": "approved",
        "decided": "Approved.",
        "version": version_of(decision),
        "token": uuid.uuid4(),
    }
    record_decision(decision=decision, by=by, **held | given)


# --- notice and call-in ---------------------------------------------------------------------------


def test_clear_days_count_neither_the_notice_nor_the_meeting():
    assert clear_days(D(2026, 3, 2), D(2026, 3, 31)) == 28
    assert clear_days(D(2026, 3, 3), D(2026, 3, 31)) == 27
    assert clear_days(D(2026, 3, 31), D(2026, 3, 31)) == 0
    assert last_notice_day(D(2026, 3, 31), 28) == D(2026, 3, 2)


@given(st.dates(D(2020, 1, 1), D(2040, 1, 1)), st.integers(1, 60))
def test_the_last_day_of_notice_is_just_enough(meeting, days):
    last = last_notice_day(meeting, days)
    assert clear_days(last, meeting) == days
    assert clear_days(last + datetime.timedelta(days=1), meeting) < days


@pytest.mark.parametrize(
    ("today", "given", "state", "says"),
    [
        (D(2026, 3, 2), None, State.OPEN, "Notice by 2 March 2026."),
        (
            D(2026, 3, 3),
            None,
            State.LATE,
            "Notice was due by 2 March 2026; today is past it: general exception by 25 March 2026.",
        ),
        (
            D(2026, 3, 26),
            None,
            State.LATE,
            "Notice was due by 2 March 2026; today is past it, and past the general exception: "
            "it takes special urgency, or a later meeting.",
        ),
        (
            D(2026, 3, 4),
            D(2026, 3, 2),
            State.KEPT,
            "Notice given on 2 March 2026: 28 clear days.",
        ),
        (
            D(2026, 3, 4),
            D(2026, 3, 3),
            State.KEPT,
            "Notice given on 3 March 2026: 27 clear days, by general exception.",
        ),
        (
            D(2026, 3, 30),
            D(2026, 3, 29),
            State.LATE,
            "Notice given on 29 March 2026: 1 clear day, which is too few: it takes special "
            "urgency, or a later meeting.",
        ),
    ],
)
def test_what_notice_prompts(today, given, state, says):
    meeting = D(2026, 3, 31)
    prompt = notice_prompt(meeting=meeting, given=given, today=today, periods=PERIODS)
    assert (prompt.state, prompt.says) == (state, says)


def test_without_a_period_nothing_is_counted():
    meeting = D(2026, 3, 31)
    none = notice_prompt(meeting=meeting, given=None, today=meeting, periods=Periods())
    assert "set no period" in none.says
    assert call_in_ends(meeting, Periods()) is None
    only = Periods(notice=28)
    late = notice_prompt(meeting=meeting, given=None, today=meeting, periods=only)
    assert "special urgency" in late.says


def test_call_in_runs_over_working_days_and_then_says_nothing():
    decided = D(2026, 3, 31)  # Easter follows
    told = call_in_prompt(decided=decided, today=D(2026, 4, 9), periods=PERIODS)
    assert told == "It can be called in until 9 April 2026."
    assert call_in_prompt(decided=decided, today=D(2026, 4, 10), periods=PERIODS) == ""


def test_the_periods_are_dated_settings(db):
    assert DecisionPeriod.objects.in_force(TODAY) == PERIODS
    assert DecisionPeriod.objects.in_force(D(2012, 1, 1)) == Periods()
    DecisionPeriod.objects.create(of="notice", days=30, since=day(-1))
    assert DecisionPeriod.objects.in_force(TODAY).notice == 30


# --- what the database refuses, with the sentence the form says -----------------------------------

WRONG = [
    (Decision, {"decided": "Said."}, "once the decision is recorded"),
    (Decision, {"outcome": "approved"}, "once the decision is recorded"),
    (Decision, {"outcome": "refused", "decided": "No.", "pence": 1}, "approves no saving"),
    (Decision, {"pence": -1}, "not below zero"),
    (Decision, {"fte_low": 200, "fte_high": 100}, "Posts are a range"),
    (Decision, {"notice_on": day(-30)}, "Notice is given of a key decision"),
    (Decision, {"outcome": "noted", "decided": "x", "called_in_on": TODAY}, "Only a key decision"),
    (Decision, {"is_key": True, "called_in_on": TODAY}, "Only a key decision"),
    (Decision, {"call_in_outcome": "stands"}, "goes with its day"),
    (BoardAction, {"owner_role": ""}, "Name who does it"),
    (BoardAction, {"done_on": day(-9), "raised_on": day(-8)}, "before it was raised"),
    (ImpactAssessment, {"state": "not_needed"}, "Say why it is not needed"),
    (ImpactAssessment, {"state": "approved"}, "The day it was approved"),
    (ImpactAssessment, {"approved_on": TODAY}, "The day it was approved"),
    (
        ImpactAssessment,
        {"state": "approved", "approved_on": TODAY, "review_on": TODAY},
        "after its approval",
    ),
    (DecisionPeriod, {"days": 0}, "one day or more"),
    (DecisionPeriod, {"until": D(2000, 1, 1)}, "on or after the day it begins"),
]


@pytest.mark.parametrize(("model", "fields", "says"), WRONG)
def test_what_must_never_be_is_refused_by_form_and_database(model, fields, says, held, mine):
    base = {
        Decision: {"meeting": held, "title": "x"},
        BoardAction: {"meeting": held, "text": "x", "owner_role": "x", "due": TODAY},
        ImpactAssessment: {"programme": mine, "kind": "privacy"},
        DecisionPeriod: {"of": "notice", "days": 1, "since": day(-9)},
    }[model]
    row = model(**base | fields)
    with pytest.raises(ValidationError) as refused:
        row.full_clean()
    assert says in str(refused.value)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_a_row_is_of_one_thing_and_a_meeting_of_its_board(held, mine, led):
    with pytest.raises(ValidationError, match="not both"):
        Decision(meeting=held, title="x", programme=mine, portfolio=led).full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        BoardAction.objects.create(text="x", owner_role="x", due=TODAY)
    with pytest.raises(ValidationError, match="meets on that day already"):
        Meeting(board=held.board, held_on=held.held_on).full_clean()
    with pytest.raises(ValidationError, match="of no one portfolio"):
        Meeting(board=held.board, held_on=TODAY, portfolio=led).full_clean()
    own = Board.objects.get(of_portfolios=True)
    with pytest.raises(ValidationError, match="name it"):
        Meeting(board=own, held_on=TODAY).full_clean()
    Meeting(board=own, held_on=TODAY, portfolio=led).full_clean()
    with pytest.raises(ValidationError, match="today or before"):
        BoardAction(meeting=held, text="x", owner_role="x", due=TODAY, done_on=day(1)).full_clean()


# --- what happens ---------------------------------------------------------------------------------


def test_a_decision_is_recorded_once_with_what_it_approved(held, mine, lead):
    decision = asked(held, mine, pence=100_00)
    token = uuid.uuid4()
    record(decision, lead, pence=120_00, fte_low=100, fte_high=200, minute="12", token=token)
    found = Decision.objects.get()
    assert (found.outcome, found.pence, found.fte_high) == ("approved", 120_00, 200)
    newest = found.history.first()
    assert newest.history_user == lead
    assert newest.history_change_reason.startswith("Approved by Cabinet, ")
    with pytest.raises(AlreadySubmitted):
        record(decision, lead, token=token)
    with pytest.raises(ValidationError, match="decided already"):
        record(decision, lead)


def test_what_is_refused_approves_nothing(held, mine, editor):
    decision = asked(held, mine, pence=100_00)
    record(decision, editor, outcome="refused", decided="No.", pence=100_00)
    assert Decision.objects.get().pence is None


def test_a_decision_that_cannot_be_recorded_says_why(held, to_come, mine, others, editor, lead):
    with pytest.raises(ValidationError, match="still to come"):
        record(asked(to_come, mine), editor)
    decision = asked(held, mine)
    with pytest.raises(ValidationError, match="Choose what became of it"):
        record(decision, editor, outcome="for_decision")
    with pytest.raises(SomebodyElseSaved):
        record(decision, editor, version=0)
    with pytest.raises(PermissionDenied):
        record(asked(held, others), lead)
    with pytest.raises(PermissionDenied):
        record(asked(held), lead)
    gate = GateDecision(programme=others)
    with pytest.raises(ValidationError, match="another programme"):
        Decision(meeting=held, title="x", programme=mine, gate_decision=gate).clean()
    assert not Decision.objects.decided().exists()


def test_a_meeting_that_decided_stays_held_and_a_sample_holds_no_record(held, mine, editor):
    record(asked(held, mine), editor)
    held.held_on = day(3)
    with pytest.raises(ValidationError, match="was held by today"):
        held.full_clean()
    sample = Meeting.objects.create(board=held.board, held_on=day(-9), illustrative=True)
    with pytest.raises(ValidationError, match="illustrative sample"):
        Decision(meeting=sample, title="x").full_clean()


def test_a_key_decision_is_called_in(held, mine, editor):
    decision = asked(held, mine, is_key=True)
    common = {"decision": decision, "why": "Scrutiny asked.", "by": editor}

    def call(on, **given):
        given = {"version": version_of(decision), "token": uuid.uuid4(), **given}
        call_in(on=on, **common, **given)

    with pytest.raises(ValidationError, match="Only a key decision that was made"):
        call(TODAY)
    decision.refresh_from_db()
    record(decision, editor)
    with pytest.raises(ValidationError, match="today or before"):
        call(day(1))
    with pytest.raises(ValidationError, match="day of its meeting or after"):
        call(day(-3))
    assert "can be called in until" in decision.call_in(PERIODS)
    call(TODAY)
    assert "not known yet" in decision.call_in(PERIODS)
    call(TODAY, outcome="stands")
    assert decision.call_in(PERIODS).endswith("the decision stands.")


# --- scope, tables, pages -------------------------------------------------------------------------


def test_a_lead_reads_what_is_of_their_portfolio_and_their_own_actions(
    working, held, mine, others, led, lead
):
    own = Meeting.objects.create(
        board=Board.objects.get(of_portfolios=True), held_on=day(-5), portfolio=led
    )
    seen = [asked(held, mine), asked(own)]
    other = asked(held, others)
    asked(held)
    found = Decision.objects.at(working).visible_to(lead)
    assert set(found) == set(seen)
    action = {"text": "x", "due": day(-1)}
    theirs = BoardAction.objects.create(decision=other, owner=lead, **action)
    BoardAction.objects.create(decision=other, owner_role="x", **action)
    of_own = BoardAction.objects.create(meeting=own, owner_role="x", **action)
    assert set(BoardAction.objects.at(working).visible_to(lead)) == {theirs, of_own}
    assert of_own.stands_in() == led
    assert [a.is_late for a in BoardAction.objects.late(TODAY)] == [True] * 3


def test_the_forward_plan_as_a_whole(library, working, held, to_come, mine):
    asked(to_come, mine, title="Next", is_key=True, pence=175_000_000, notice_on=None)
    asked(held, mine, title="Late to be written")
    asked(held, mine, title="Done", outcome="noted", decided="Noted.")
    table = REPORTS["forward-plan"].build(Ask(library, working))
    told = [
        (row.cells["decision"].value, row.cells["pence"].value, row.cells["notice"].value)
        for row in table.rows
    ]
    assert told[0] == ("Late to be written", "", "Its meeting was held: record what was decided.")
    assert told[1][:2] == ("Next", 175_000_000)
    assert "general exception by" in told[1][2]
    assert table.finding.endswith("notice is late for 1; 1 to be recorded")
    made = REPORTS["decisions"].build(Ask(library, working))
    assert [row.cells["decision"].value for row in made.rows] == ["Done"]
    assert made.finding == "0 of 1 approved"


def test_missing_assessments_are_counted(library, working, mine):
    ImpactAssessment.objects.create(
        programme=mine, kind="privacy", state="not_needed", reason="No data."
    )
    table = REPORTS["impact-assessments"].build(Ask(library, working))
    assert table.finding == "55 of 56 impact assessments are not started"
    rows = [r for r in table.rows if r.cells["privacy"].value == "Not needed"]
    assert [row.cells["privacy_kept"].value for row in rows] == ["No data."]


def test_it_is_recorded_and_read_on_the_pages(client, people, held, to_come, mine):
    client.force_login(people[Role.PMO_EDITOR])
    decision = asked(held, mine, is_key=True, pence=100_00)
    url = f"/governance/decisions/{decision.pk}/record/"
    sent = {"version": version_of(decision), "token": uuid.uuid4(), "outcome": "approved"}
    refused = client.post(url, sent)
    assert "Fill this in." in refused.content.decode()
    sent |= {"decided": "As recommended.", "pence": "1.2m", "version": 0}
    assert client.post(url, sent).status_code == 409
    sent |= {"version": version_of(decision), "token": uuid.uuid4()}
    assert client.post(url, sent)["Location"] == f"/governance/decisions/{decision.pk}/"
    BoardAction.objects.create(
        decision=decision, owner=people[Role.PMO_EDITOR], text="Sign it", due=day(-1)
    )
    page = client.get(f"/governance/meetings/{held.pk}/").content.decode()
    assert "As recommended." in page
    assert "Sign it" in page
    assert "can be called in until" in client.get("/governance/forward-plan/").content.decode()
    log = client.get("/governance/decisions.csv?outcome=approved&key=yes").content.decode()
    assert "As recommended." in log
    assert "Sign it" in client.get("/governance/actions/?owner=me&state=late").content.decode()
    assert "Sign it" in client.get("/governance/actions.csv?owner=me").content.decode()
    assert "Sign it" in client.get("/my-work/").content.decode()
    assert (
        "Show every programme" in client.get("/governance/assessments/?missing=1").content.decode()
    )
    add = client.get(f"/edit/decision/add/?meeting={to_come.pk}").content.decode()
    assert f'<option value="{to_come.pk}" selected>' in add
    for bad in ("decisions.csv?outcome=x", "actions.csv?state=x", "decisions/999999/"):
        assert client.get(f"/governance/{bad}").status_code == 404
