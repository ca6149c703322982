"""Write a part of a paper, its figures checked before anything is saved."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.history import say
from accounts.models import Submission, User
from accounts.one_writer import one_writer
from portfolios.actions.hold_row import hold
from portfolios.models import Portfolio, Position
from reports.models import PaperBlock
from reports.papers.editing import BLOCK, ask_of_all
from reports.papers.outline import Words
from reports.papers.prose import read


@transaction.atomic
def write_block(
    *,
    position: Position,
    paper: str,
    words: Words,
    portfolio: Portfolio | None,
    text: str,
    state: str,
    exempt: bool,
    version: int,
    why: str,
    token: UUID,
    by: User,
) -> PaperBlock:
    """Save what was typed in a place, if it is still at the ``version`` it was opened at.

    Raises ``PermissionDenied``, ``AlreadySubmitted``, ``SomebodyElseSaved``, or ``ValidationError``
    at ``text`` with each token that answers nothing, by its line; saves nothing then.
    """
    one_writer()
    here = {"position": position, "paper": paper, "section": words.key, "portfolio": portfolio}
    row = PaperBlock.objects.filter(**here).first() or PaperBlock(**here)
    BLOCK.require_edit(row, by)
    Submission.objects.claim(token=token, by=by)
    hold(row, version)
    text = "\n".join(line.rstrip() for line in text.splitlines()).strip()
    others = Position.objects.select_related("establishment")
    wrong = read(text, ask_of_all(position, others))[1]
    if wrong:
        raise ValidationError({"text": [str(problem) for problem in wrong]})
    row.text, row.state, row.exempt = text, state, exempt
    row.full_clean()
    say(row, why=why, by=by)
    row.save()
    return row
