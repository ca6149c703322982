"""Finance's word on a claim: validate it, reject it, or bank what is validated."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.history import say
from accounts.models import Submission, User
from agt.words import clock
from portfolios.actions.hold_row import hold
from savings.actions.claim_months import place_for
from savings.claims import BY_FINANCE, MOVES, ClaimState
from savings.models import DeliveredSaving
from savings.models.delivered_saving import NO_REASON

OWN = "Nobody validates their own claim: someone else of Finance has to."


@transaction.atomic
def judge_claim(
    *, claim: DeliveredSaving, move: str, reason: str, version: int, token: UUID, by: User
) -> None:
    """Do one of ``BY_FINANCE`` to a claim, as the move table allows.

    Raises ``PermissionDenied``, ``AlreadySubmitted``, ``SomebodyElseSaved``, or
    ``ValidationError`` with the sentence that says why not; nothing is saved then.
    """
    if move not in BY_FINANCE:
        raise ValueError(f"{move} is no move of Finance.")
    asked = MOVES[move]
    place_for(by, asked.verb, claim.programme)
    Submission.objects.claim(token=token, by=by)
    hold(claim, version)
    held = DeliveredSaving.objects.get(pk=claim.pk)
    if held.state not in asked.before:
        stands = held.get_state_display().lower()
        raise ValidationError(f"The claim is {stands}, so this cannot be done to it.")
    if held.claimed_by == by:
        raise ValidationError(OWN)
    if asked.needs_reason and not reason.strip():
        raise ValidationError({"reason": NO_REASON})
    held.state = asked.after
    if asked.after is not ClaimState.BANKED:  # who validated it stands beside what is banked
        held.validated_by, held.validated_at = by, clock.now()
    held.reason = reason.strip() if asked.needs_reason else ""
    held.full_clean()
    say(held, why=reason.strip() or asked.after.label.lower(), by=by)
    held.save()
