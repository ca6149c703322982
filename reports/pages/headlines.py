"""Headline figures: one big number, how it changed, and where it comes from."""

from collections.abc import Mapping
from dataclasses import dataclass

from agt.words.fte import in_fte
from agt.words.money import in_millions
from agt.words.years import FinancialYear
from reports.quantities import Measure, Quantity
from reports.renderers.why import figure_url
from reports.table import NOT_PUBLISHED, Ask, Source
from savings.models import Confidence


@dataclass(frozen=True, slots=True)
class Headline:
    """What ``partials/headline.html`` draws."""

    label: str
    value: str
    href: str = ""
    unit_note: str = ""
    change_text: str = ""
    change_direction: str = ""
    sub: str = ""
    lead: bool = False

    @property
    def is_word(self) -> bool:
        """Whether a word stands in the number's place."""
        return self.value == NOT_PUBLISHED


def saving(
    ask: Ask, label: str, quantity: Quantity, *, sub: str = "", lead: bool = False
) -> Headline:
    """A saving, with its change since the newest earlier position that says it."""
    value = ask.book.figure(quantity)
    if value is None:
        return Headline(label, NOT_PUBLISHED, sub=sub, lead=lead)
    restated = ask.library.restatements.get((ask.position.slug, quantity))
    if restated:
        said = f"Restated to {in_millions(restated.value)} on {restated.on}"
        sub = f"{said}. {sub}" if sub else said
    text, direction = _change(ask, quantity, value)
    return Headline(
        label,
        in_millions(value),
        href=figure_url(Source(ask.position.slug, quantity)),
        change_text=text,
        change_direction=direction,
        sub=sub,
        lead=lead,
    )


def _change(ask: Ask, quantity: Quantity, value: int) -> tuple[str, str]:
    for before in ask.library.before(ask.position):
        was = before.figure(quantity)
        if was is not None:
            direction = "up" if value > was else "down" if value < was else "same"
            moved = f"{direction} {in_millions(abs(value - was))}" if value != was else "unchanged"
            return f"{moved} since {before.position.name}", direction
    return "", ""


def years_ahead(ask: Ask) -> list[tuple[FinancialYear, str]]:
    """The year of the position and the next, with what a cumulative saving is to each."""
    this_year = FinancialYear.of(ask.position.as_at)
    return [(this_year, "in this year's budget"), (this_year + 1, "in next year's budget")]


def against_budget(ask: Ask, quantity: Quantity) -> str:
    """The variance of a saving from what Full Council set, where a position holds it."""
    budget = ask.library.budget_of(ask.position)
    now = ask.book.figure(quantity)
    was = budget.figure(quantity) if budget else None
    if budget is None or was is None or now is None:
        return "No approved budget is recorded to compare with"
    variance = in_millions(now - was, sign=True)
    return f"{variance} against the approved budget, {budget.position.name}"


def posts(ask: Ask, portfolio: str = "") -> Headline:
    """The range of posts that may go, and how many of them are occupied."""
    ends = [
        ask.book.figure(Quantity(measure=m, portfolio=portfolio))
        for m in (Measure.LOW, Measure.HIGH, Measure.OCCUPIED_LOW, Measure.OCCUPIED_HIGH)
    ]
    low, high, occupied_low, occupied_high = (end or 0 for end in ends)
    if None in ends:
        return Headline("Post reductions", NOT_PUBLISHED)
    source = Source(ask.position.slug, Quantity(measure=Measure.HIGH, portfolio=portfolio))
    return Headline(
        "Post reductions",
        _range(low, high),
        href=figure_url(source),
        unit_note="FTE",
        sub=f"{_range(occupied_low, occupied_high)} of them occupied",
    )


def _range(low: int, high: int) -> str:
    return in_fte(low) if low == high else f"{in_fte(low)}–{in_fte(high)}"


@dataclass(frozen=True, slots=True)
class Share:
    """A confidence's part of a saving: in words, and as a place on a bar of 100."""

    confidence: str
    label: str
    money: str
    percent: str
    start: float
    width: float


def shares(ask: Ask, portfolio: str = "") -> list[Share]:
    """A saving split by confidence, for one stacked bar; none where that is not published."""
    amounts = {c: ask.book.figure(Quantity(portfolio=portfolio, confidence=c)) for c in Confidence}
    known = {c: pence for c, pence in amounts.items() if pence is not None}
    return split_up(known) if len(known) == len(amounts) else []


def split_up(known: Mapping[Confidence, int]) -> list[Share]:
    """Pence by confidence as shares of their sum; none where there is nothing to split."""
    total = sum(known.values())
    if not total:
        return []
    split, start = [], 0.0
    for confidence, pence in known.items():
        part = 100 * pence / total
        split.append(
            Share(
                confidence.value,
                confidence.label,
                in_millions(pence),
                f"{part:.0f}%",
                round(start, 2),
                round(part, 2),
            )
        )
        start += part
    return split
