"""Add, change and remove a row of the working position, with who, when and why."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction

from accounts.history import say
from accounts.models import Submission, User
from portfolios.actions.hold_row import hold
from portfolios.models import ProgrammePlace
from reports.editable import Editable
from savings.actions.save_grid import held_by
from savings.grid import Grid
from savings.tolerance import Tolerance


@transaction.atomic
def save_row(
    *, kind: Editable, row: models.Model, version: int, why: str, token: UUID, by: User
) -> None:
    """Save a row as the form left it, if it is still at the ``version`` the form was opened at.

    Raises ``PermissionDenied``, ``AlreadySubmitted`` or ``SomebodyElseSaved``; saves nothing then.
    """
    _require(kind, row, by)
    Submission.objects.claim(token=token, by=by)
    hold(row, version)
    say(row, why=why, by=by)
    row.save()


@transaction.atomic
def remove_row(
    *, kind: Editable, row: models.Model, version: int, why: str, token: UUID, by: User
) -> None:
    """Remove a row and what goes with it; their history stays.

    Raises as ``save_row`` does, and ``ValidationError`` while something is in the way.
    """
    _require(kind, row, by)
    Submission.objects.claim(token=token, by=by)
    hold(row, version)
    if isinstance(row, ProgrammePlace):
        _require_agreement(row)
    if refusal := kind.in_the_way(row):
        raise ValidationError(refusal)
    for gone in (*kind.along(row), row):
        say(gone, why=why, by=by)
        gone.delete()


def _require(kind: Editable, row: Any, by: User) -> None:
    """The right to edit, where the row is now and where it would be."""
    held = [type(row)._default_manager.get(pk=row.pk)] if row.pk else []
    for one in [row, *held]:
        kind.require_edit(one, by)


def _require_agreement(place: ProgrammePlace) -> None:
    """A programme does not take with it what has to be agreed, or waits to be."""
    waits = place.change_requests.open().exists()
    if waits or Tolerance().stops(place, held_by(place), Grid({})):
        raise PermissionDenied(
            "Removing this programme would take away more than the tolerance, or a change that "
            "waits to be agreed. Empty its grid first: once that is agreed, it can be removed."
        )
