"""What moved on the risk register since a day."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from governance.models import Escalation

NEW, CLOSED, UP, DOWN, SCORED, SAME = "New", "Closed", "Up", "Down", "First scored", "Unchanged"
ORDER = (NEW, UP, SCORED, DOWN, CLOSED, SAME)


class Stood(NamedTuple):
    """A risk as it stands, as far as its movement goes; of many, no more is read."""

    pk: int
    raised_on: datetime.date
    closed_on: datetime.date | None
    closed_why: str
    score: int | None


class Reading(NamedTuple):
    risk: int
    on: datetime.date
    score: int
    why: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A risk, what happened to it, its score then and now in hundredths, and its escalations."""

    risk: int  # id
    what: str
    before: int | None
    now: int | None
    why: str = ""
    escalations: list[Escalation] = field(default_factory=list)


def movement(
    risks: Iterable[Stood],
    readings: Iterable[Reading],
    escalations: Iterable[Escalation],
    since: datetime.date,
) -> list[Moved]:
    """Each risk that was open on ``since`` or has been since, by what happened and score.

    The readings are of these risks, oldest first. What was raised on the day itself was there.
    """
    before: dict[int, Reading] = {}
    newest: dict[int, Reading] = {}
    for reading in readings:
        newest[reading.risk] = reading
        if reading.on <= since:
            before[reading.risk] = reading
    moves: dict[int, list[Escalation]] = {}
    for move in escalations:
        if move.on > since:
            moves.setdefault(move.risk_id, []).append(move)
    found = []
    for risk in risks:
        if risk.closed_on and risk.closed_on <= since:
            continue
        was, now = before.get(risk.pk), newest.get(risk.pk)
        then = was.score if was else None
        what = _what(risk, then, since)
        why = risk.closed_why or (now.why if now and now is not was else "")
        found.append(Moved(risk.pk, what, then, risk.score, why, moves.get(risk.pk, [])))
    return sorted(found, key=lambda m: (ORDER.index(m.what), -(m.now or 0), m.risk))


def _what(risk: Stood, then: int | None, since: datetime.date) -> str:
    now = risk.score
    if risk.closed_on:
        return CLOSED
    if risk.raised_on > since:
        return NEW
    if now == then or now is None:
        return SAME
    if then is None:
        return SCORED
    return UP if now > then else DOWN
