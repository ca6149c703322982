"""Record readings: one measure's, or a month's of many, all of them or none."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import Submission, User
from accounts.roles import State, Verb, require_any
from agt.words import clock
from savings.measured import standing_readings
from savings.models import Measure, Reading


@dataclass(frozen=True, slots=True)
class Entry:
    """A reading to record, in thousandths; ``seen`` is the id of the one it corrects, 0 for none.

    Without a value it takes that one back.
    """

    measure: Measure
    on: datetime.date
    value: int | None
    evidence: str = ""
    seen: int = 0

    @property
    def field(self) -> str:
        """What an error about it is filed under."""
        return f"value_{self.measure.pk}"


@transaction.atomic
def record_readings(*, entries: Sequence[Entry], why: str, token: UUID, by: User) -> list[Reading]:
    """Append every entry. ``why`` is asked for where one corrects what stood.

    Raises ``PermissionDenied``, ``AlreadySubmitted``, or ``ValidationError`` with the sentences by
    ``Entry.field`` ("why" for the reason); nothing is saved then.
    """
    for entry in entries:
        require_any(by, Verb.EDIT, state=State.WORKING, portfolios=[entry.measure.stands_in()])
    Submission.objects.claim(token=token, by=by)
    errors: dict[str, str] = {}
    corrects = set()
    held = _held(entries)
    for entry in entries:
        there = held.get((entry.measure.pk, entry.on))
        if entry.on > clock.today():
            errors[entry.field] = "A reading is of today or of a day before."
        elif (there.pk if there else 0) != entry.seen:
            errors[entry.field] = (
                "Someone recorded or took back that day's reading meanwhile. Look at it, then "
                "send yours again if it still holds."
            )
        elif there is None and entry.value is None:
            errors[entry.field] = "That day has no reading to take back: type a value."
        elif there is not None:
            corrects.add(entry.measure.pk)
    if corrects and not why:
        errors["why"] = "A reading that stands is corrected: say why."
    if errors:
        raise ValidationError(errors)
    return Reading.objects.bulk_create(
        Reading(
            measure=entry.measure,
            on=entry.on,
            value=entry.value,
            evidence=entry.evidence,
            why=why if entry.measure.pk in corrects else "",
            by=by,
            at=clock.now(),
        )
        for entry in entries
    )


def _held(entries: Sequence[Entry]) -> dict[tuple[int, datetime.date], Reading]:
    """The readings that stand on those days, by measure and day."""
    rows = Reading.objects.filter(
        measure__in=[entry.measure for entry in entries], on__in={entry.on for entry in entries}
    )
    by_measure: dict[int, list[Reading]] = {}
    for row in rows:
        by_measure.setdefault(row.measure_id, []).append(row)
    return {
        (measure, reading.on): reading
        for measure, readings in by_measure.items()
        for reading in standing_readings(readings)
    }
