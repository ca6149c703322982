"""Add, change and remove a row of the working position, with who, when and why."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction

from accounts.history import say
from accounts.models import Submission, User
from portfolios.actions.step_version import SomebodyElseSaved
from portfolios.models import ProgrammePlace
from reports.editable import Editable
from savings.actions.save_grid import held_by
from savings.grid import Grid
from savings.tolerance import Tolerance


def version_of(row: Any) -> int:
    """How often a row has been written: the id of its newest entry of history, 0 for a new one."""
    newest = row.history.order_by("-history_id").values_list("history_id", flat=True).first()
    return newest or 0


@transaction.atomic
def save_row(
    *, kind: Editable, row: models.Model, version: int, why: str, token: UUID, by: User
) -> None:
    """Save a row as the form left it, if it is still at the ``version`` the form was opened at.

    Raises ``PermissionDenied``, ``AlreadySubmitted`` or ``SomebodyElseSaved``; saves nothing then.
    """
    _require(kind, row, by)
    Submission.objects.claim(token=token, by=by)
    _hold(row, version)
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
    _hold(row, version)
    if isinstance(row, ProgrammePlace):
        _require_agreement(row)
    if refusal := kind.in_the_way(row):
        raise ValidationError(refusal)
    for gone in (*kind.along(row), row):
        say(gone, why=why, by=by)
        gone.delete()


def _require(kind: Editable, row: Any, by: User) -> None:
    """The right to edit, in the portfolios the row is of now and in those it would be of."""
    held = [type(row)._default_manager.get(pk=row.pk)] if row.pk else []
    for one in [row, *held]:
        kind.require_edit(one, by)
        if kind.scope(one) is None and by.portfolio_ids() is not None:
            raise PermissionDenied("This is the whole council's: it is not among your portfolios.")


def _require_agreement(place: ProgrammePlace) -> None:
    """A programme does not take with it what has to be agreed, or waits to be."""
    waits = place.change_requests.open().exists()
    if waits or Tolerance().stops(place, held_by(place), Grid({})):
        raise PermissionDenied(
            "Removing this programme would take away more than the tolerance, or a change that "
            "waits to be agreed. Empty its grid first: once that is agreed, it can be removed."
        )


def _hold(row: Any, version: int) -> None:
    """Lock the row, and refuse when it has been written since ``version``."""
    if row.pk:
        type(row)._default_manager.select_for_update().get(pk=row.pk)
    if version_of(row) != version:
        raise SomebodyElseSaved
