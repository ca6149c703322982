"""The heat map: how many risks stand at each likelihood and impact."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from governance.models import Band, RiskFramework
from governance.steps import TENTHS, nearest_step


@dataclass(frozen=True, slots=True)
class Square:
    """One place of the map: its two steps, how many risks stand there, and what they are called."""

    likelihood: int
    impact: int
    count: int
    band: Band


@dataclass(frozen=True, slots=True)
class Line:
    """All squares of one likelihood, which has a step and a label."""

    step: int
    label: str
    squares: tuple[Square, ...]


def heat_map(
    ratings: Iterable[tuple[int | None, int | None]], framework: RiskFramework
) -> list[Line]:
    """The lines of the map, the likeliest first, from (likelihood, impact) pairs in tenths.

    A rating between two steps stands at the nearest one. What is not rated is nowhere.
    """
    at = Counter(
        (nearest_step(likelihood), nearest_step(impact))
        for likelihood, impact in ratings
        if likelihood is not None and impact is not None
    )
    return [
        Line(
            step,
            label,
            tuple(
                Square(step, impact, at[step, impact], _band(framework, step, impact))
                for impact in range(1, len(framework.impacts) + 1)
            ),
        )
        for step, label in reversed(list(enumerate(framework.likelihoods, start=1)))
    ]


def _band(framework: RiskFramework, likelihood: int, impact: int) -> Band:
    return framework.band(likelihood * impact * TENTHS * TENTHS)
