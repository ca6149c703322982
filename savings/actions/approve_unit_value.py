"""Approve what one unit of a measure is worth from a day on."""

import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import Submission, User
from accounts.roles import State, Verb, require_any
from agt.words import clock
from savings.models import Measure, UnitValue


@transaction.atomic
def approve_unit_value(
    *, measure: Measure, since: datetime.date, pence: int, source: str, token: UUID, by: User
) -> UnitValue:
    """Append a unit value, in pence; one of the same day stands instead of the last.

    Raises ``PermissionDenied``, ``AlreadySubmitted``, and ``ValidationError`` by field.
    """
    require_any(by, Verb.VERIFY, state=State.WORKING, portfolios=[measure.stands_in()])
    Submission.objects.claim(token=token, by=by)
    value = UnitValue(
        measure=measure,
        since=since,
        pence=pence,
        source=source,
        approved_on=clock.today(),
        approved_by=by,
    )
    value.full_clean()
    value.save()
    return value
