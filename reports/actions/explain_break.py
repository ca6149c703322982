"""Explain why a stated figure differs from what it is made of."""

from uuid import UUID

from django.db import transaction

from accounts.models import Submission, User
from accounts.roles import Verb, require
from agt.words import clock
from reports.models import Explanation, StatedFigure


@transaction.atomic
def explain_break(*, figure: StatedFigure, text: str, token: UUID, by: User) -> Explanation:
    """Append an explanation, with who and when; the earlier ones stay.

    Raises ``PermissionDenied`` for those who may not, ``AlreadySubmitted`` for a form sent twice.
    """
    require(by, Verb.EXPLAIN)
    Submission.objects.claim(token=token, by=by)
    return Explanation.objects.create(figure=figure, text=text, by=by, at=clock.now())
