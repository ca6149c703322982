"""Give a milestone a new baseline, for a reason; its history keeps the old one."""

import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.history import say
from accounts.models import Submission, User
from governance.actions.scope import require_edit
from governance.models import Milestone
from portfolios.actions.hold_row import hold


@transaction.atomic
def rebaseline(
    *,
    milestone: Milestone,
    baseline: datetime.date,
    reason: str,
    version: int,
    token: UUID,
    by: User,
) -> None:
    """Move the baseline. Raises ``PermissionDenied``, ``AlreadySubmitted``, ``SomebodyElseSaved``
    or ``ValidationError`` where it is done, or the baseline or the reason is none.
    """
    require_edit(by, milestone.programme)
    Submission.objects.claim(token=token, by=by)
    hold(milestone, version)
    if milestone.actual:
        raise ValidationError("It is done: its baseline stays, so that its slip can be seen.")
    if baseline == milestone.baseline:
        raise ValidationError({"baseline": "That is its baseline already."})
    if not reason.strip():
        raise ValidationError({"reason": "A baseline moves for a reason: say it."})
    milestone.baseline = baseline
    say(milestone, why=reason, by=by)
    milestone.save()
