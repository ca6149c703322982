"""Apportioning: from the margins a paper prints to savings lines that hold them all.

A headline often comes before the detail: a portfolio's saving by programme, by year and by
confidence, but not crossed. ``apportion`` crosses them so that every margin holds exactly:

1. Confidence is laid along time: Green is used up first, then Amber, then Red. Surer savings land
   sooner, and a paper that calls its early years all Green is met.
2. Each (year, confidence) amount is spread over the programmes in proportion to what each has left,
   whole units by largest remainder. What is left at the end is exactly what each programme needs.

It also says how much the margins themselves decide. Every share carries the least and the most that
any other crossing could give it; where the two meet the paper decides it and its basis is
*published*, otherwise it is *apportioned* and nothing may speak of a programme on its strength.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from agt.words.money import in_millions, in_pounds
from agt.words.years import FinancialYear
from savings.models import Confidence, SavingsLine

UNIT = 1_000_000  # pence: the £10k that a paper printing two decimals of a million counts in

Basis = SavingsLine.Basis
Moment = tuple[FinancialYear, Confidence]
Key = TypeVar("Key", bound=Hashable)


class MarginsDisagree(ValueError):
    """No crossing can hold these margins; the message names the two that differ."""


@dataclass(frozen=True)
class Margins(Generic[Key]):
    """One portfolio's saving as printed three times, in whole pence.

    A programme is known by whatever ``Key`` the caller holds. ``years`` are annual amounts.
    ``green_through`` is the last year that the paper says is all Green, if it says so.
    """

    programmes: Mapping[Key, int]
    years: Mapping[FinancialYear, int]
    confidences: Mapping[Confidence, int]
    green_through: FinancialYear | None = None


@dataclass(frozen=True)
class Share(Generic[Key]):
    """One line to be: its amount, and the bounds that the margins allow, in whole pence."""

    programme: Key
    year: FinancialYear
    confidence: Confidence
    amount: int
    least: int
    most: int

    @property
    def basis(self) -> SavingsLine.Basis:
        return Basis.PUBLISHED if self.least == self.most else Basis.APPORTIONED


def apportion(margins: Margins[Key], *, unit: int = UNIT) -> list[Share[Key]]:
    """Cross the margins into shares, none zero, by programme, then year, then confidence.

    The same margins always give the same shares. Raises ``MarginsDisagree`` where a margin is
    negative, is not a whole number of ``unit``, or does not come to the same total as another.
    """
    _refuse_what_cannot_be_crossed(margins, unit)
    total = sum(margins.programmes.values())
    moments = _lay_confidence_along_time(margins)
    bounds = _bounds_of_moments(margins)
    left = {key: pence // unit for key, pence in margins.programmes.items()}
    shares = []
    for (year, confidence), pence in moments.items():
        least, most = bounds[year, confidence]
        for key, units in _by_largest_remainder(pence // unit, left).items():
            left[key] -= units
            if units:
                shares.append(
                    Share(
                        programme=key,
                        year=year,
                        confidence=confidence,
                        amount=units * unit,
                        least=max(0, margins.programmes[key] + least - total),
                        most=min(margins.programmes[key], most),
                    )
                )
    order = {key: place for place, key in enumerate(margins.programmes)}
    return sorted(shares, key=lambda s: (order[s.programme], s.year, _RANK[s.confidence]))


_RANK = {confidence: rank for rank, confidence in enumerate(Confidence)}


def _refuse_what_cannot_be_crossed(margins: Margins, unit: int) -> None:
    named: dict[str, Mapping[Any, int]] = {
        "the programmes": margins.programmes,
        "the years": margins.years,
        "the confidence ratings": margins.confidences,
    }
    for name, margin in named.items():
        for key, pence in margin.items():
            if pence < 0:
                raise MarginsDisagree(
                    f"{in_millions(pence)} for {key} is below zero: apportioning spreads savings "
                    "only. Enter its lines instead."
                )
            if pence % unit:
                raise MarginsDisagree(
                    f"{in_pounds(pence)} for {key}, among {name}, is not a whole number of "
                    f"{in_pounds(unit)}."
                )
    totals = {name: sum(margin.values()) for name, margin in named.items()}
    (first, first_total), *others = totals.items()
    for name, total in others:
        if total != first_total:
            raise MarginsDisagree(
                f"{first.capitalize()} come to {in_millions(first_total)} and {name} to "
                f"{in_millions(total)}: the two differ by {in_millions(abs(total - first_total))}."
            )
    if margins.green_through is not None:
        early = sum(p for year, p in margins.years.items() if year <= margins.green_through)
        green = margins.confidences.get(Confidence.GREEN, 0)
        if early > green:
            raise MarginsDisagree(
                f"The years to {margins.green_through} are all Green and come to "
                f"{in_millions(early)}, but Green in all comes to {in_millions(green)}."
            )


def _lay_confidence_along_time(margins: Margins) -> dict[Moment, int]:
    """Pence by (year, confidence): early years take Green until it is used up, then Amber."""
    left = {c: margins.confidences.get(c, 0) for c in Confidence}
    moments: dict[Moment, int] = {}
    for year, needed in sorted(margins.years.items()):
        for confidence in Confidence:
            taken = min(needed, left[confidence])
            if taken:
                moments[year, confidence] = taken
                left[confidence] -= taken
                needed -= taken
    return moments


def _bounds_of_moments(margins: Margins) -> dict[Moment, tuple[int, int]]:
    """The least and the most, in pence, that the margins let each (year, confidence) be."""
    through = margins.green_through
    known = {y: p for y, p in margins.years.items() if through is not None and y <= through}
    open_years = {y: p for y, p in margins.years.items() if y not in known}
    open_total = sum(open_years.values())
    bounds: dict[Moment, tuple[int, int]] = {}
    for confidence in Confidence:
        is_green = confidence is Confidence.GREEN
        for year, pence in known.items():
            bounds[year, confidence] = (pence, pence) if is_green else (0, 0)
        rest = margins.confidences.get(confidence, 0) - is_green * sum(known.values())
        for year, pence in open_years.items():
            bounds[year, confidence] = (max(0, pence + rest - open_total), min(pence, rest))
    return bounds


def _by_largest_remainder(units: int, weights: Mapping[Key, int]) -> dict[Key, int]:
    """Spread whole units in proportion to ``weights``, none above its own; the first wins ties."""
    total = sum(weights.values())
    if not total:
        return dict.fromkeys(weights, 0)
    spread = {key: units * weight // total for key, weight in weights.items()}
    short = units - sum(spread.values())
    by_remainder = sorted(weights, key=lambda key: -(units * weights[key] % total))
    for key in by_remainder[:short]:
        spread[key] += 1
    return spread
