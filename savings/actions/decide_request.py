"""Decide on a change above the tolerance: agree it, refuse it, or take it back."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.history import say
from accounts.models import Submission, User
from accounts.roles import State, Verb, require
from agt.words import clock
from savings.actions.save_grid import held_by, write_grid
from savings.grid import Change, Grid
from savings.models import ChangeRequest
from savings.tolerance import Tolerance


class DecidedAlready(Exception):
    """Somebody has decided on the request, or it was withdrawn."""


class FiguresMoved(Exception):
    """The programme no longer holds what it held when the change was asked for."""


@transaction.atomic
def agree_request(
    *, request: ChangeRequest, version: int, note: str, token: UUID, by: User
) -> list[Change]:
    """Agree a change and save it, in the name of who asked for it, saying who agreed.

    ``version`` is the programme's as the page showed it. Raises ``PermissionDenied``,
    ``AlreadySubmitted``, ``DecidedAlready``, ``SomebodyElseSaved`` or ``FiguresMoved``; nothing is
    saved then and the request still waits.
    """
    request = _hold(request, token, by)
    _require_word_of(by, request)
    if held_by(request.place).as_rows() != request.before:
        raise FiguresMoved
    agreed = f"{request.why} (agreed by {by}{f': {note}' if note else ''})"
    changes = write_grid(
        place=request.place,
        grid=Grid.from_rows(request.after),
        version=version,
        note=agreed,
        by=request.by,
    )
    _close(request, ChangeRequest.State.AGREED, note, by)
    return changes


@transaction.atomic
def refuse_request(*, request: ChangeRequest, note: str, token: UUID, by: User) -> None:
    """Refuse a change; the lines stay as they are.

    Raises ``PermissionDenied``, ``AlreadySubmitted``, ``DecidedAlready``, or ``ValidationError``
    where no reason is given.
    """
    request = _hold(request, token, by)
    _require_word_of(by, request)
    _close(request, ChangeRequest.State.REFUSED, note, by)


@transaction.atomic
def withdraw_request(*, request: ChangeRequest, token: UUID, by: User) -> None:
    """Take back what one has asked for oneself.

    Raises ``PermissionDenied``, ``AlreadySubmitted``, ``DecidedAlready``, or ``ValidationError``
    for anybody else.
    """
    request = _hold(request, token, by)
    place = request.place
    require(by, Verb.EDIT, state=State(place.position.state), portfolio=place.portfolio)
    _close(request, ChangeRequest.State.WITHDRAWN, "", by)


def _hold(request: ChangeRequest, token: UUID, by: User) -> ChangeRequest:
    """The request as it is now, locked, with the position as it is now."""
    Submission.objects.claim(token=token, by=by)
    ChangeRequest.objects.select_for_update().get(pk=request.pk)
    held = ChangeRequest.objects.for_reading().get(pk=request.pk)
    if not held.is_open:
        raise DecidedAlready
    return held


def _require_word_of(by: User, request: ChangeRequest) -> None:
    answer = Tolerance().may_decide(by, request)
    if not answer:
        raise PermissionDenied(answer.reason)


def _close(request: ChangeRequest, state: ChangeRequest.State, note: str, by: User) -> None:
    request.state, request.decision_note = state, note
    request.decided_by, request.decided_at = by, clock.now()
    request.validate_constraints()
    say(request, why=note, by=by)
    request.save()
