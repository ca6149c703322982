"""Add, change and remove a row of the working position, with who, when and why."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import models, transaction

from accounts.history import say
from accounts.models import Submission, User
from accounts.roles import Verb, require
from portfolios.actions.hold_row import hold
from reports.editable import Editable


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
    """Remove a row; its history stays. Raises as ``save_row`` does."""
    _require(kind, row, by)
    Submission.objects.claim(token=token, by=by)
    hold(row, version)
    say(row, why=why, by=by)
    row.delete()


def _require(kind: Editable, row: Any, by: User) -> None:
    """The right to edit, in the portfolio the row is in now and in the one it would be in."""
    state = kind.state_of(row)
    places = [kind.scope(row)]
    if row.pk:
        places.append(kind.scope(type(row)._default_manager.get(pk=row.pk)))
    for portfolio in places:
        require(by, Verb.EDIT, state=state, portfolio=portfolio)
        if portfolio is None and by.portfolio_ids() is not None:
            raise PermissionDenied("This is the whole council's: it is not among your portfolios.")
