"""Add, change and remove a row of the working position, with who, when and why."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import models, transaction

from accounts.history import say
from accounts.models import Submission, User
from accounts.roles import require
from portfolios.actions.step_version import SomebodyElseSaved
from reports.editable import Editable


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
    """Remove a row; its history stays. Raises as ``save_row`` does."""
    _require(kind, row, by)
    Submission.objects.claim(token=token, by=by)
    _hold(row, version)
    say(row, why=why, by=by)
    row.delete()


def _require(kind: Editable, row: Any, by: User) -> None:
    """The right to edit, in the portfolio the row is in now and in the one it would be in."""
    state = kind.state_of(row)
    places = [kind.scope(row)]
    if row.pk:
        places.append(kind.scope(type(row)._default_manager.get(pk=row.pk)))
    for portfolio in places:
        require(by, kind.verb, state=state, portfolio=portfolio)
        if portfolio is None and by.portfolio_ids() is not None:
            raise PermissionDenied("This is the whole council's: it is not among your portfolios.")


def _hold(row: Any, version: int) -> None:
    """Lock the row, and refuse when it has been written since ``version``."""
    if row.pk:
        type(row)._default_manager.select_for_update().get(pk=row.pk)
    if version_of(row) != version:
        raise SomebodyElseSaved
