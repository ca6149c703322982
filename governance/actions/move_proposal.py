"""Move a proposal along its table: on, back, dropped or started again."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.history import say
from accounts.models import Submission, User
from accounts.roles import State, Verb, require
from agt.words import clock
from governance.models import Proposal
from governance.proposal_moves import Does, Stage, moved
from portfolios.actions.hold_row import hold
from portfolios.models import Programme


@transaction.atomic
def move_proposal(
    *, proposal: Proposal, does: Does, why: str, version: int, token: UUID, by: User
) -> None:
    """Move a proposal. Raises ``PermissionDenied``, ``AlreadySubmitted``, ``SomebodyElseSaved``,
    or ``ValidationError`` where the table has no such move or no reason is given.
    """
    if does == Does.ADOPT:
        raise ValidationError("It becomes a programme with a programme: name or make one.")
    Submission.objects.claim(token=token, by=by)
    stand(proposal, does, why=why, version=version, by=by)


def stand(
    proposal: Proposal,
    does: Does,
    *,
    why: str,
    version: int,
    by: User,
    programme: Programme | None = None,
) -> None:
    """Within the caller's transaction: the move, as the table allows it."""
    require(by, Verb.EDIT, state=State.WORKING, portfolio=proposal.portfolio)
    hold(proposal, version)
    stage = moved(Proposal.objects.get(pk=proposal.pk).stage, does)
    if not why.strip():
        raise ValidationError({"why": "Say why: it is for the history."})
    dropped = stage == Stage.DROPPED
    proposal.stage, proposal.programme = stage, programme
    proposal.dropped_on = clock.today() if dropped else None
    proposal.dropped_why = why if dropped else ""
    say(proposal, why=why, by=by)
    proposal.save()
