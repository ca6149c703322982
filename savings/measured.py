"""Measures as they stand on a day: target, newest reading, standing, and what it is worth."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from agt.words.money import divide_half_up
from savings.models import Measure, Reading, UnitValue
from savings.trajectory import Point, Standing, standing, target_on, worth


@dataclass(frozen=True, slots=True)
class Measured:
    """A measure with its trajectory, its readings that stand (oldest first), and unit values."""

    measure: Measure
    points: tuple[Point, ...]
    readings: tuple[Reading, ...]
    unit_values: tuple[UnitValue, ...]

    @property
    def newest(self) -> Reading | None:
        return self.readings[-1] if self.readings else None

    @property
    def standing(self) -> Standing:
        """Of the newest reading, against the trajectory on its own day."""
        return self.standing_of(self.newest)

    @property
    def worth(self) -> int | None:
        """What the newest reading is worth, in pence; ``None`` where nobody can say."""
        return self.worth_of(self.newest)

    def target_on(self, day: datetime.date) -> Fraction | None:
        return target_on(self.points, day)

    def standing_of(self, reading: Reading | None) -> Standing:
        measure = self.measure
        return standing(
            reading.value if reading else None,
            self.target_on(reading.on) if reading else None,
            up=measure.is_up,
            amber=measure.amber_past,
            red=measure.red_past,
        )

    def unit_value_on(self, day: datetime.date) -> UnitValue | None:
        """The unit value in force on a day: the newest approved for it."""
        held = [value for value in self.unit_values if value.since <= day]
        return max(held, key=lambda value: (value.since, value.pk), default=None)

    def worth_of(self, reading: Reading | None) -> int | None:
        """In pence, by the unit value in force on its day, rounded to one as a spreadsheet does."""
        if reading is None or reading.value is None or self.measure.baseline is None:
            return None
        unit = self.unit_value_on(reading.on)
        if unit is None:
            return None
        exact = worth(reading.value, self.measure.baseline, up=self.measure.is_up, pence=unit.pence)
        return divide_half_up(exact.numerator, exact.denominator)

    def reading_in(self, month: datetime.date) -> Reading | None:
        """The newest reading in the month of a day; ``None`` is missing, and is no zero."""
        held = [r for r in self.readings if (r.on.year, r.on.month) == (month.year, month.month)]
        return held[-1] if held else None


def measured(measure: Measure) -> Measured:
    """A measure as ``for_reading`` read it."""
    targets = [(target.on, target.value) for target in measure.targets.all()]
    return Measured(
        measure=measure,
        points=trajectory(measure, targets),
        readings=tuple(standing_readings(measure.readings.all())),
        unit_values=tuple(measure.unit_values.all()),
    )


def trajectory(measure: Measure, targets: Iterable[Point]) -> tuple[Point, ...]:
    """The points aimed at, from the baseline on where that has a day before the first."""
    points = sorted(targets)
    began = measure.baseline_on
    if points and began and measure.baseline is not None and began < points[0][0]:
        points.insert(0, (began, measure.baseline))
    return tuple(points)


def standing_readings(readings: Iterable[Reading]) -> list[Reading]:
    """Of each day the newest, oldest day first; a day whose newest takes it back has none."""
    newest: dict[datetime.date, Reading] = {}
    for reading in sorted(readings, key=lambda r: (r.on, r.pk)):
        newest[reading.on] = reading
    return [reading for reading in newest.values() if reading.value is not None]
