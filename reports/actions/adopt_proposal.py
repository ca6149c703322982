"""Make a programme of a proposal: a new one, or one that is there."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import Submission, User
from governance.actions.move_proposal import stand
from governance.models import Proposal
from governance.proposal_moves import Does
from portfolios.models import Position, Programme, ProgrammePlace
from reports.actions.add_programme import add_programme


@transaction.atomic
def adopt_proposal(
    *,
    proposal: Proposal,
    position: Position,
    programme: Programme | None,
    why: str,
    version: int,
    token: UUID,
    by: User,
) -> Programme:
    """Link ``programme``, or add one of the proposal's title to ``position``, and give it.

    Nothing indicative goes with it: its savings are typed as lines. Raises ``PermissionDenied``,
    ``AlreadySubmitted``, ``SomebodyElseSaved`` or ``ValidationError``; nothing is done then.
    """
    if programme is None:
        place = add_programme(
            position=position,
            portfolio=proposal.portfolio,
            name=proposal.title[:100],
            description=proposal.description,
            shows=ProgrammePlace.Shows.MONEY,
            why=why,
            token=token,
            by=by,
        )
        programme = place.programme
    else:
        Submission.objects.claim(token=token, by=by)
        here = ProgrammePlace.objects.filter(programme=programme, portfolio=proposal.portfolio)
        if not here.filter(position=position).exists():
            raise ValidationError(
                {"programme": f"{programme} is in another portfolio than the proposal."}
            )
    stand(proposal, Does.ADOPT, why=why, version=version, by=by, programme=programme)
    return programme
