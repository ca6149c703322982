"""Close a programme that is done, and open it again: both are recorded and dated."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.history import say
from accounts.models import Submission, User
from agt.words import clock
from governance.actions.scope import require_edit
from governance.models import Closure
from portfolios.actions.hold_row import hold
from portfolios.models import Programme


def closure_of(programme: Programme) -> Closure | None:
    """What closed a programme, while it is closed."""
    return Closure.objects.filter(programme=programme, reopened_on=None).first()


@transaction.atomic
def close_programme(*, closure: Closure, token: UUID, by: User) -> None:
    """Save a new ``closure``. The programme stays in its positions and can still be read.

    Raises ``PermissionDenied``, ``AlreadySubmitted``, or ``ValidationError`` by field.
    """
    require_edit(by, closure.programme)
    Submission.objects.claim(token=token, by=by)
    Programme.objects.select_for_update().get(pk=closure.programme_id)
    if closure_of(closure.programme):
        raise ValidationError("It is closed already.")
    if closure.closed_on and closure.closed_on > clock.today():
        raise ValidationError({"closed_on": "It is closed today or was before."})
    closure.full_clean()
    say(closure, why=closure.reason, by=by)
    closure.save()


@transaction.atomic
def reopen_programme(*, closure: Closure, why: str, version: int, token: UUID, by: User) -> None:
    """Open a closed programme again; that it was closed stays on record.

    Raises ``PermissionDenied``, ``AlreadySubmitted``, ``SomebodyElseSaved`` or ``ValidationError``.
    """
    require_edit(by, closure.programme)
    Submission.objects.claim(token=token, by=by)
    hold(closure, version)
    if closure.reopened_on:
        raise ValidationError("It is open again already.")
    if not why.strip():
        raise ValidationError({"why": "Say why: it is for the history."})
    closure.reopened_on, closure.reopened_why = clock.today(), why
    say(closure, why=why, by=by)
    closure.save()
