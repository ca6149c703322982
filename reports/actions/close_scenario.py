"""Close a scenario: a what-if that has served is taken away."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.history import say
from accounts.models import Submission, User
from accounts.roles import State, Verb, require
from portfolios.models import Position


@transaction.atomic
def close_scenario(*, position: Position, why: str, token: UUID, by: User) -> None:
    """Delete a scenario with all that belongs to it; what history says of it stays.

    Raises ``PermissionDenied``, ``AlreadySubmitted``, or ``ValidationError`` where it is none.
    """
    require(by, Verb.PUBLISH, state=State(position.state))
    Submission.objects.claim(token=token, by=by)
    if not position.is_scenario:
        raise ValidationError(f"{position} is not a scenario: it is not closed.")
    say(position, why=why, by=by)
    position.delete()
