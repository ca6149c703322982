"""How every action on a benefit begins: permission, once, and nobody else meanwhile."""

from uuid import UUID

from accounts.models import Submission, User
from accounts.roles import State, Verb, require_any
from portfolios.actions.hold_row import hold
from savings.models import Benefit


def begin(*, benefit: Benefit, verb: Verb, version: int, token: UUID, by: User) -> None:
    """Within the caller's transaction: may they, is it the first time, is it as they saw it.

    Raises ``PermissionDenied``, ``AlreadySubmitted`` or ``SomebodyElseSaved``.
    """
    require_any(by, verb, state=State.WORKING, portfolios=[benefit.portfolio])
    Submission.objects.claim(token=token, by=by)
    hold(benefit, version)
