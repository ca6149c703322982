"""Say until when a position can be edited, and for whom a few days longer."""

import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.history import say
from accounts.models import Submission, User
from accounts.roles import State, Verb, require
from agt.words import clock
from portfolios.models import LockException, Portfolio, Position


@transaction.atomic
def set_lock(
    *, position: Position, locks_on: datetime.date | None, why: str, token: UUID, by: User
) -> None:
    """Say which is the last day that figures of ``position`` can be changed; ``None``: any day.

    Raises ``PermissionDenied`` or ``AlreadySubmitted`` and changes nothing.
    """
    held = Position.objects.select_for_update().get(pk=position.pk)
    require(by, Verb.PUBLISH, state=State(held.state))
    Submission.objects.claim(token=token, by=by)
    held.locks_on = locks_on
    say(held, why=why, by=by)
    held.save(update_fields=["locks_on"])
    position.locks_on = locks_on


@transaction.atomic
def grant_exception(
    *,
    position: Position,
    portfolio: Portfolio,
    until: datetime.date,
    why: str,
    token: UUID,
    by: User,
) -> LockException:
    """Let a portfolio's figures be changed to the end of ``until``; granted again, that day moves.

    Raises ``PermissionDenied``, ``AlreadySubmitted``, or ``ValidationError`` where the position has
    no lock date or locks later than that anyway.
    """
    held = Position.objects.select_for_update().get(pk=position.pk)
    require(by, Verb.PUBLISH, state=State(held.state))
    Submission.objects.claim(token=token, by=by)
    if held.locks_on is None:
        raise ValidationError(f"{held} has no lock date, so it needs no exception.")
    if until <= held.locks_on:
        raise ValidationError(
            {"until": f"{held} locks on {held.locks_on:%d/%m/%Y}: an exception is for later days."}
        )
    exception = LockException.objects.filter(position=held, portfolio=portfolio).first()
    exception = exception or LockException(position=held, portfolio=portfolio)
    exception.until, exception.why = until, why
    exception.granted_by, exception.granted_at = by, clock.now()
    say(exception, why=why, by=by)
    exception.save()
    return exception
