"""Set what the council is called, how it looks, its words, and what it tolerates."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from accounts.history import say
from accounts.models import Submission, User
from accounts.roles import State, Verb, may
from portfolios.actions.hold_row import hold
from portfolios.logo import kind_of_logo
from portfolios.models import Organisation

LOOKS = (
    "name",
    "short_name",
    "programme_name",
    "strapline",
    "accent",
    "portfolio",
    "portfolios",
    "programme",
    "programmes",
    "green",
    "green_means",
    "amber",
    "amber_means",
    "red",
    "red_means",
)
# What the PMO is bound by is set by those whom it does not bind.
BINDS = ("tolerance", "approver", "weight_green", "weight_amber", "weight_red")


def sets_something(user: User) -> bool:
    """Whether there is a setting for them."""
    edits = may(user, Verb.PUBLISH, state=State.WORKING) and user.portfolio_ids() is None
    return bool(edits or may(user, Verb.ADMINISTER))


def may_set(user: User) -> tuple[str, ...]:
    """Which of the settings a person may change; raises ``PermissionDenied`` where none."""
    administers = may(user, Verb.ADMINISTER)
    if not sets_something(user):
        raise PermissionDenied(administers.reason)
    return (*LOOKS, *BINDS) if administers else LOOKS


@transaction.atomic
def set_council(
    *,
    values: Mapping[str, Any],
    logo: bytes | None,
    version: int,
    token: UUID,
    by: User,
) -> Organisation:
    """Save the settings among ``values`` that ``by`` may change, and the logo.

    ``logo`` is a picture, empty to take the logo away, ``None`` to leave it. Raises
    ``PermissionDenied``, ``AlreadySubmitted``, ``SomebodyElseSaved``, or ``ValidationError`` by
    field, and saves nothing then.
    """
    names = may_set(by)
    Submission.objects.claim(token=token, by=by)
    held = Organisation.objects.first() or Organisation()
    hold(held, version)
    for name in names:
        if name in values:
            setattr(held, name, values[name])
    if logo is not None:
        try:
            held.logo_type = kind_of_logo(logo) if logo else ""
        except ValueError as error:
            raise ValidationError({"logo": str(error)}) from error
        held.logo = logo or None
    held.full_clean()
    say(held, why="Settings", by=by)
    held.save()
    return held
