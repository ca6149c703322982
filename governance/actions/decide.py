"""Record what a meeting decided, and that a decision was called in."""

import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.history import say
from accounts.models import Submission, User
from accounts.roles import State, Verb, require_any
from agt.words import clock
from governance.models import Decision, GateDecision
from governance.models.decision import NOT_YET_HELD
from portfolios.actions.hold_row import hold


@transaction.atomic
def record_decision(
    *,
    decision: Decision,
    outcome: Decision.Outcome,
    decided: str,
    pence: int | None = None,
    fte_low: int | None = None,
    fte_high: int | None = None,
    gate_decision: GateDecision | None = None,
    minute: str = "",
    version: int,
    token: UUID,
    by: User,
) -> None:
    """Decide what was for decision. Pounds and posts are kept where it is approved; else emptied.

    Raises ``PermissionDenied``, ``AlreadySubmitted``, ``SomebodyElseSaved``, or ``ValidationError``
    where it is decided already, its meeting is to come, or something is missing.
    """
    _begin(decision, version, token, by)
    if decision.is_decided:
        raise ValidationError("It is decided already: edit what was decided instead.")
    if decision.meeting.is_to_come:
        raise ValidationError(NOT_YET_HELD)
    if outcome == Decision.Outcome.FOR_DECISION:
        raise ValidationError({"outcome": "Choose what became of it."})
    approved = outcome == Decision.Outcome.APPROVED
    decision.outcome, decision.decided, decision.minute = outcome, decided, minute
    decision.pence = pence if approved else None
    decision.fte_low = fte_low if approved else None
    decision.fte_high = fte_high if approved else None
    decision.gate_decision = gate_decision
    decision.full_clean()
    say(decision, why=f"{decision.get_outcome_display()} by {decision.meeting}", by=by)
    decision.save()


@transaction.atomic
def call_in(
    *,
    decision: Decision,
    on: datetime.date,
    outcome: Decision.CallIn | str = "",
    why: str,
    version: int,
    token: UUID,
    by: User,
) -> None:
    """Record that a key decision was called in, and what came of that once it is known.

    Raises as ``record_decision`` does.
    """
    _begin(decision, version, token, by)
    if on > clock.today():
        raise ValidationError({"on": "It was called in today or before."})
    if on < decision.meeting.held_on:
        raise ValidationError({"on": "It was called in on the day of its meeting or after."})
    decision.called_in_on, decision.call_in_outcome = on, outcome
    decision.full_clean()
    say(decision, why=why, by=by)
    decision.save()


def _begin(decision: Decision, version: int, token: UUID, by: User) -> None:
    """May they, is it the first time, and is it as they saw it."""
    require_any(by, Verb.EDIT, state=State.WORKING, portfolios=[decision.stands_in()])
    Submission.objects.claim(token=token, by=by)
    hold(decision, version)
