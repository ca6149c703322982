"""Append a programme's delivery status of a month."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import Submission, User
from agt.words import clock
from governance.actions.scope import require_edit
from governance.models import DeliveryStatus
from governance.models.delivery_status import first_of
from portfolios.actions.step_version import SomebodyElseSaved
from portfolios.models import Programme


def newest_id(programme: Programme) -> int:
    """The id of what was written last of a programme, 0 for nothing: what a form is opened at."""
    held = DeliveryStatus.objects.filter(programme=programme).order_by("-pk")
    return held.values_list("pk", flat=True).first() or 0


@transaction.atomic
def append_status(*, status: DeliveryStatus, after: int, token: UUID, by: User) -> None:
    """Append a new ``status``, if nothing was written since the one whose id is ``after``.

    It supersedes what was written for its month before. Raises ``PermissionDenied``,
    ``AlreadySubmitted``, ``SomebodyElseSaved`` or ``ValidationError``; appends nothing then.
    """
    require_edit(by, status.programme)
    Submission.objects.claim(token=token, by=by)
    Programme.objects.select_for_update().get(pk=status.programme_id)
    if newest_id(status.programme) != after:
        raise SomebodyElseSaved
    if status.month > first_of(clock.today()):
        raise ValidationError({"month": "That month has not begun."})
    status.author, status.written_at = by, clock.now()
    status.full_clean()
    status.save()
