"""Say how far a benefit has come, short of verifying it."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.history import say
from accounts.models import User
from accounts.roles import Verb
from savings.actions.begin_benefit import begin
from savings.models import Benefit

BY_HAND = (Benefit.State.PLANNED, Benefit.State.DELIVERING, Benefit.State.REALISED)


@transaction.atomic
def move_benefit(
    *, benefit: Benefit, to: str, why: str, version: int, token: UUID, by: User
) -> None:
    """Move a benefit between planned, delivering and realised.

    Raises as ``begin`` does, and ``ValidationError`` where it is verified or is there already.
    """
    begin(benefit=benefit, verb=Verb.EDIT, version=version, token=token, by=by)
    if benefit.state == Benefit.State.VERIFIED:
        raise ValidationError("It is verified: Finance withdraws that first.")
    if to not in BY_HAND:
        raise ValidationError({"to": "An editor says planned, delivering or realised."})
    if to == benefit.state:
        raise ValidationError({"to": f"It is {benefit.get_state_display().lower()} already."})
    benefit.state = to
    say(benefit, why=why, by=by)
    benefit.save()
