"""How every action on a risk begins: permission, once, and nobody else meanwhile."""

from uuid import UUID

from django.core.exceptions import ValidationError

from accounts.models import Submission, User
from accounts.roles import State, Verb, require_any
from governance.models import Risk
from portfolios.actions.hold_row import hold


def begin(*, risk: Risk, version: int, token: UUID, by: User, closed: bool = False) -> None:
    """Within the caller's transaction: may they, is it the first time, is it as they saw it.

    Raises ``PermissionDenied``, ``AlreadySubmitted``, ``SomebodyElseSaved``, and
    ``ValidationError`` where a risk is not open (or, with ``closed``, not closed).
    """
    require_any(by, Verb.EDIT, state=State.WORKING, portfolios=[risk.stands_in()])
    Submission.objects.claim(token=token, by=by)
    hold(risk, version)
    if (risk.closed_on is not None) != closed:
        raise ValidationError("It is open." if closed else "It is closed: open it again first.")
