"""Move a programme's business case by hand: start it, submit it, redraft it, take it further."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.history import say
from accounts.models import Submission, User
from governance.actions.scope import require_edit
from governance.case_moves import DECIDED, Does, move
from portfolios.actions.hold_row import hold
from portfolios.models import BusinessCase, Position, Programme


@transaction.atomic
def move_case(
    *,
    programme: Programme,
    does: Does,
    level: str = "",
    version: int,
    why: str,
    token: UUID,
    by: User,
) -> BusinessCase:
    """Move the case in the working position, if it is still at ``version``; 0 is a case not begun.

    ``level`` says where a case starts. Raises ``PermissionDenied``, ``AlreadySubmitted``,
    ``SomebodyElseSaved``, or ``ValidationError`` where the table of moves has no such move.
    """
    position = require_edit(by, programme).position
    if does in DECIDED:
        raise ValidationError("That is decided at a gate: record the decision.")
    Submission.objects.claim(token=token, by=by)
    case = working_case(programme, position)
    hold(case, version)
    move(case, does, to_level=level)
    save_case(case, why=why, by=by)
    return case


def working_case(programme: Programme, position: Position) -> BusinessCase:
    """The programme's case in the working position, unsaved where nothing is stated of it."""
    if position.is_published:
        raise ValidationError("No position is open. Open one: a business case moves there.")
    of = {"programme": programme, "position": position}
    return BusinessCase.objects.filter(**of).first() or BusinessCase(**of)


def save_case(case: BusinessCase, *, why: str, by: User) -> None:
    """Save a case that was moved, checked by what the database would check."""
    case.validate_constraints()
    say(case, why=why, by=by)
    case.save()
