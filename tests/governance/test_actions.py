"""What happens to a risk: reviews, escalations, closing; who may, and what is refused."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models.submission import AlreadySubmitted
from accounts.roles import Role
from governance.actions.close_risk import close_risk, reopen_risk
from governance.actions.escalate_risk import escalate_risk
from governance.models import Level
from portfolios.actions.hold_row import version_of
from portfolios.actions.step_version import SomebodyElseSaved
from tests.governance.conftest import act, day, new_risk, review


@pytest.fixture
def risk(mine):
    return new_risk(programme=mine)


def test_a_review_is_kept_and_is_the_current_rating(risk, editor):
    review(risk, editor, 40, 35, day(-20), next_review=day(30))
    review(risk, editor, 30, 35, day(-2), why="better")
    risk.refresh_from_db()
    assert (risk.likelihood, risk.impact, risk.review_on) == (30, 35, None)
    readings = risk.scores.values_list("on", "likelihood", "impact", "why", "by")
    assert list(readings) == [
        (day(-20), 40, 35, "because", editor.pk),
        (day(-2), 30, 35, "better", editor.pk),
    ]
    newest = risk.history.first()
    assert (newest.history_user, newest.history_change_reason) == (editor, "better")


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        ({"on": day(1)}, "on", "of today or of a day before"),
        ({"on": day(-61)}, "on", "raised on 13/01/2025"),
        ({"on": day(-11)}, "on", "reviewed on 04/03/2025"),
        ({"next_review": day(-1)}, "next_review", "after this one"),
        ({"likelihood": 51}, "likelihood", "5.1 is off the scale"),
        ({"impact": 5}, "impact", "0.5 is off the scale"),
    ],
)
def test_a_review_that_cannot_be(given, field, sentence, risk, editor):
    review(risk, editor, 40, 40, day(-10))
    held = {"likelihood": 30, "impact": 30, "on": day(-1)}
    with pytest.raises(ValidationError) as told:
        review(risk, editor, **held | given)
    assert sentence in told.value.message_dict[field][0]
    assert risk.scores.count() == 1


def test_a_risk_is_escalated_with_a_reason(risk, editor):
    act(escalate_risk, risk, editor, to_level=Level.BOARD, why="above us")
    risk.refresh_from_db()
    assert risk.level == Level.BOARD
    move = risk.escalations.get()
    assert (move.from_level, move.to_level, move.why, move.on) == (1, 3, "above us", day(0))
    assert str(move) == "A risk: Programme to Transformation Board"


def test_it_is_not_escalated_to_a_lower_level(risk, editor):
    act(escalate_risk, risk, editor, to_level=Level.BOARD)
    with pytest.raises(ValidationError) as told:
        act(escalate_risk, risk, editor, to_level=Level.PORTFOLIO)
    (sentence,) = told.value.message_dict["to_level"]
    assert sentence.startswith("From Transformation Board it is escalated to Cabinet. To give it")
    with pytest.raises(ValidationError, match="at the level Transformation Board already"):
        act(escalate_risk, risk, editor, to_level=Level.BOARD)
    risk.refresh_from_db()
    assert risk.level == Level.BOARD


def test_it_is_handed_back_by_saying_so(risk, editor):
    act(escalate_risk, risk, editor, to_level=Level.CABINET)
    with pytest.raises(ValidationError, match="no higher level: there is none"):
        act(escalate_risk, risk, editor, to_level=Level.BOARD)
    act(escalate_risk, risk, editor, to_level=Level.PORTFOLIO, hand_back=True, why="in hand")
    risk.refresh_from_db()
    assert risk.level == Level.PORTFOLIO
    with pytest.raises(ValidationError, match="From Portfolio it is handed back to Programme"):
        act(escalate_risk, risk, editor, to_level=Level.BOARD, hand_back=True)


def test_a_risk_is_closed_and_opened_again(risk, editor):
    with pytest.raises(ValidationError, match="It is open"):
        act(reopen_risk, risk, editor)
    act(close_risk, risk, editor, on=day(0), why="over")
    risk.refresh_from_db()
    assert (risk.closed_on, risk.closed_why) == (day(0), "over")
    with pytest.raises(ValidationError, match="open it again first"):
        act(escalate_risk, risk, editor, to_level=Level.BOARD)
    act(reopen_risk, risk, editor, why="back")
    risk.refresh_from_db()
    assert (risk.closed_on, risk.closed_why) == (None, "")
    assert risk.history.first().history_change_reason == "back"


@pytest.mark.parametrize("on", [1, -61])
def test_it_is_closed_on_a_day_that_can_be(on, risk, editor):
    with pytest.raises(ValidationError):
        act(close_risk, risk, editor, on=day(on))


def test_a_form_sent_twice_counts_once_and_a_second_editor_is_told(risk, editor):
    token, version = uuid.uuid4(), version_of(risk)
    act(escalate_risk, risk, editor, to_level=Level.PORTFOLIO, token=token)
    with pytest.raises(AlreadySubmitted):
        act(escalate_risk, risk, editor, to_level=Level.BOARD, token=token)
    with pytest.raises(SomebodyElseSaved):
        act(escalate_risk, risk, editor, to_level=Level.BOARD, version=version)
    assert risk.escalations.count() == 1


def test_a_lead_acts_on_their_own_portfolios_risks_alone(lead, led, mine, others):
    for own in (new_risk(programme=mine), new_risk(portfolio=led)):
        act(close_risk, own, lead, on=day(0))
    for not_theirs in (new_risk(programme=others), new_risk()):
        with pytest.raises(PermissionDenied, match="not among your portfolios"):
            act(close_risk, not_theirs, lead, on=day(0))


@pytest.mark.parametrize("role", [r for r in Role if r not in (Role.PMO_EDITOR, "portfolio_lead")])
def test_other_roles_act_on_none(role, people, risk):
    with pytest.raises(PermissionDenied):
        act(close_risk, risk, people[role], on=day(0))
