"""Verify a realised benefit, and withdraw that where it does not hold."""

import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from accounts.history import say
from accounts.models import User
from accounts.roles import Verb
from agt.words import clock
from savings.actions.begin_benefit import begin
from savings.models import Benefit


@transaction.atomic
def verify_benefit(
    *,
    benefit: Benefit,
    on: datetime.date,
    value: int | None,
    why: str,
    version: int,
    token: UUID,
    by: User,
) -> None:
    """Record that a realised benefit arrived, and its full-year value in pence if it has one.

    Raises as ``begin`` does, ``PermissionDenied`` for its own owner, and ``ValidationError`` by
    field for what is not realised or a day or value that cannot be.
    """
    begin(benefit=benefit, verb=Verb.VERIFY, version=version, token=token, by=by)
    if benefit.owner_id == by.pk:
        raise PermissionDenied("Whoever owns a benefit does not verify it: ask a colleague.")
    if benefit.state != Benefit.State.REALISED:
        raise ValidationError("Only what is realised is verified: its owner says so first.")
    if on > clock.today():
        raise ValidationError({"on": "It is verified today or was before."})
    if value is None and benefit.full_year_value is not None:
        raise ValidationError({"value": "It promised a value: say what arrived, 0 where nothing."})
    if value is not None and value < 0:
        raise ValidationError({"value": "What arrived is not below zero."})
    benefit.state, benefit.verified_on = Benefit.State.VERIFIED, on
    benefit.verified_by, benefit.verified_value = by, value
    say(benefit, why=why, by=by)
    benefit.save()


@transaction.atomic
def withdraw_verification(
    *, benefit: Benefit, why: str, version: int, token: UUID, by: User
) -> None:
    """Make a verified benefit realised again. Raises as ``begin`` does, and ``ValidationError``."""
    begin(benefit=benefit, verb=Verb.VERIFY, version=version, token=token, by=by)
    if benefit.state != Benefit.State.VERIFIED:
        raise ValidationError("It is not verified.")
    benefit.state, benefit.verified_on = Benefit.State.REALISED, None
    benefit.verified_by = benefit.verified_value = None
    say(benefit, why=why, by=by)
    benefit.save()
