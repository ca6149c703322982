"""Cost and gap: net saving, payback, and savings weighted by confidence. All exact, all pure."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from agt.words.money import divide_half_up

Years = Mapping[Any, int]  # whole pence by year


def net_by_year(savings: Years, costs: Years, years: Iterable[Any]) -> list[int]:
    """Each year's saving less each year's cost; a year without either has nothing."""
    return [savings.get(year, 0) - costs.get(year, 0) for year in years]


def effect_by_year(steps: Years, years: Iterable[Any]) -> dict[Any, int]:
    """The effect on each year's budget of incremental annual amounts: their sum up to it."""
    effect, so_far = {}, 0
    for year in years:
        so_far += steps.get(year, 0)
        effect[year] = so_far
    return effect


def payback(net: Sequence[int]) -> Fraction | None:
    """Years until savings have paid for the cost for good, from the start of the first year.

    Each year's net is spread evenly over it. 0 where the cost is never ahead; ``None`` where it is
    not paid back by the end of the last year.
    """
    balances = [0]
    for amount in net:
        balances.append(balances[-1] + amount)
    if balances[-1] < 0:
        return None
    short = [at for at, balance in enumerate(balances) if balance < 0]
    if not short:
        return Fraction(0)
    last = short[-1]
    return last + Fraction(-balances[last], balances[last + 1] - balances[last])


def weighted(by_confidence: Mapping[str, int], weights: Mapping[str, int]) -> int:
    """Pence weighted by whole per cent; halves of a penny go away from zero, once, in the sum."""
    return divide_half_up(sum(pence * weights[c] for c, pence in by_confidence.items()), 100)
