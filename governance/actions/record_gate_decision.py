"""Record what a body decided at a gate; where it decides the business case, the case moves."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.history import say
from accounts.models import Submission, User
from agt.words import clock
from governance.actions.move_case import save_case, working_case
from governance.actions.scope import require_edit
from governance.case_moves import Does, move
from governance.models import GateDecision
from portfolios.actions.hold_row import hold
from portfolios.models import BusinessCase


@transaction.atomic
def record_gate_decision(*, decision: GateDecision, version: int, token: UUID, by: User) -> None:
    """Save a new ``decision``, and approve or return the case in the working position with it.

    ``version`` is that of the case. An approval that a paper states already moves nothing: the case
    is given its body and date. Raises ``PermissionDenied``, ``AlreadySubmitted``,
    ``SomebodyElseSaved``, or ``ValidationError`` where something is missing or the case is not
    submitted; saves nothing then.
    """
    position = require_edit(by, decision.programme).position
    Submission.objects.claim(token=token, by=by)
    decision.recorded_by = by
    if decision.gate.retired:
        raise ValidationError({"gate": "This gate is retired: nothing is decided at it."})
    if decision.decided_on and decision.decided_on > clock.today():
        raise ValidationError({"decided_on": "A decision was made by today, not in the future."})
    case = working_case(decision.programme, position) if decision.gate.decides_case else None
    if case:
        hold(case, version)
        _decide(case, decision)
        decision.case_level = case.level
    decision.full_clean()
    why = f"{decision.gate}: {decision.get_outcome_display().lower()} by {decision.body}"
    if case:
        save_case(case, why=why, by=by)
    say(decision, why=why, by=by)
    decision.save()


def _decide(case: BusinessCase, decision: GateDecision) -> None:
    stated = case.state == BusinessCase.State.APPROVED and case.stated_in
    if not (stated and decision.approves and not case.decided_on):
        move(case, Does.APPROVE if decision.approves else Does.RETURN)
    case.body, case.decided_on = decision.body, decision.decided_on
