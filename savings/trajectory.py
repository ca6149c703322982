"""What a measure should be on a day, how a reading stands against that, and what it is worth.

Values are thousandths of the measure's unit; what lies between two of them is an exact fraction.
"""

import datetime
from collections.abc import Iterable
from fractions import Fraction

from django.db import models

from savings.values import THOUSANDTHS

Point = tuple[datetime.date, int]


class Standing(models.TextChoices):
    """How the newest reading stands against the trajectory."""

    ON_TRACK = "on_track", "On track"
    BEHIND = "behind", "Behind"
    OFF_TRACK = "off_track", "Off track"
    NO_TARGET = "no_target", "No trajectory"
    MISSING = "missing", "No reading"


def target_on(points: Iterable[Point], day: datetime.date) -> Fraction | None:
    """The trajectory on a day, in thousandths: the straight line between the points around it.

    Nothing is aimed at before the first point; after the last, that holds. One point a day.
    """
    held = sorted(points)
    before = [point for point in held if point[0] <= day]
    if not before:
        return None
    since, value = before[-1]
    if len(before) == len(held):
        return Fraction(value)
    until, then = held[len(before)]
    return value + Fraction((then - value) * (day - since).days, (until - since).days)


def standing(
    value: int | None,
    target: Fraction | None,
    *,
    up: bool,
    amber: int | None = None,
    red: int | None = None,
) -> Standing:
    """How a value stands against its target, both in thousandths.

    A shortfall up to ``amber`` is on track, up to ``red`` behind, past it off track; without a
    ``red`` any shortfall is behind, as nobody has said what is worse.
    """
    if value is None:
        return Standing.MISSING
    if target is None:
        return Standing.NO_TARGET
    shortfall = target - value if up else value - target
    if shortfall <= (amber or 0):
        return Standing.ON_TRACK
    return Standing.BEHIND if red is None or shortfall <= red else Standing.OFF_TRACK


def worth(value: int, baseline: int, *, up: bool, pence: int) -> Fraction:
    """What a value is worth in pence: how far it is the good way from where it began, × a unit's.

    Below zero where it went the other way.
    """
    moved = value - baseline if up else baseline - value
    return Fraction(moved * pence, THOUSANDTHS)
