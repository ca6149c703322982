"""Say by when the figures of a working position are due, confirmed and signed."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from accounts.history import say
from accounts.models import Submission, User
from accounts.roles import State, Verb, require
from portfolios.actions.step_version import SomebodyElseSaved
from portfolios.models import Position, ReturnDue


def version_of_dates(position: Position) -> int:
    """How often a position's dates have been written: the id of their newest entry of history."""
    records = ReturnDue.history.filter(position=position).order_by("-history_id")
    return records.values_list("history_id", flat=True).first() or 0


@transaction.atomic
def set_return_dates(
    *, position: Position, rows: Iterable[ReturnDue], version: int, token: UUID, by: User
) -> None:
    """Save each row as it is given; one without a date is removed, one that is as held stays.

    Raises ``PermissionDenied``, ``AlreadySubmitted``, ``SomebodyElseSaved`` when the dates are no
    longer at ``version``, or ``ValidationError`` where they are in no order; saves nothing then.
    """
    position.refresh_from_db(fields=["state"])
    require(by, Verb.PUBLISH, state=State(position.state))
    Submission.objects.claim(token=token, by=by)
    Position.objects.select_for_update().get(pk=position.pk)
    if version_of_dates(position) != version:
        raise SomebodyElseSaved
    held = {row.pk: row.dates for row in ReturnDue.objects.filter(position=position)}
    for row in rows:
        row.validate_constraints()
        say(row, why="Return dates set", by=by)
        if any(row.dates) and held.get(row.pk) != row.dates:
            row.save()
        elif row.pk and not any(row.dates):
            row.delete()
