from collections import defaultdict
from dataclasses import replace
from itertools import accumulate, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agt.words.years import FinancialYear
from savings.apportioning import UNIT, Margins, MarginsDisagree, Share, apportion
from savings.models import Confidence, SavingsLine

GREEN, AMBER, RED = Confidence
FIRST = FinancialYear(2024)
Basis = SavingsLine.Basis


@st.composite
def parts_of(draw, total: int, count: int) -> list[int]:
    """``count`` whole numbers that come to ``total``; any of them may be 0."""
    cuts = sorted(draw(st.lists(st.integers(0, total), min_size=count - 1, max_size=count - 1)))
    return [b - a for a, b in zip([0, *cuts], [*cuts, total], strict=True)]


@st.composite
def margins(draw, *, most: int = 3000, programmes: int = 6, years: int = 5) -> Margins:
    """A portfolio whose three margins come to one total, in units of £10k."""
    total = draw(st.integers(0, most))
    by_programme = draw(parts_of(total, draw(st.integers(1, programmes))))
    by_year = draw(parts_of(total, draw(st.integers(1, years))))
    by_confidence = draw(parts_of(total, 3))
    held_by_green = [
        FIRST + n for n, sofar in enumerate(accumulate(by_year)) if sofar <= by_confidence[0]
    ]
    return Margins(
        programmes={f"programme {n}": units * UNIT for n, units in enumerate(by_programme)},
        years={FIRST + n: units * UNIT for n, units in enumerate(by_year)},
        confidences={c: u * UNIT for c, u in zip(Confidence, by_confidence, strict=True)},
        green_through=draw(st.sampled_from([None, *held_by_green])),
    )


def summed(shares: list[Share], by: str) -> dict:
    sums: dict = defaultdict(int)
    for share in shares:
        sums[getattr(share, by)] += share.amount
    return dict(sums)


def without_zeros(margin) -> dict:
    return {key: pence for key, pence in margin.items() if pence}


@given(margins())
@settings(deadline=None)
def test_every_margin_is_held_exactly(asked):
    shares = apportion(asked)
    assert summed(shares, "programme") == without_zeros(asked.programmes)
    assert summed(shares, "year") == without_zeros(asked.years)
    assert summed(shares, "confidence") == without_zeros(asked.confidences)


@given(margins())
@settings(deadline=None)
def test_a_share_is_whole_above_zero_and_within_its_bounds(asked):
    for share in apportion(asked):
        assert share.amount > 0
        assert share.amount % UNIT == 0
        assert 0 <= share.least <= share.amount <= share.most


@given(margins())
@settings(deadline=None)
def test_there_is_one_share_for_each_cell_in_reading_order(asked):
    order, ranks = list(asked.programmes), list(Confidence)
    cells = [
        (order.index(s.programme), s.year, ranks.index(s.confidence)) for s in apportion(asked)
    ]
    assert cells == sorted(set(cells))


@given(margins())
@settings(deadline=None)
def test_green_lands_before_amber_and_amber_before_red(asked):
    moments = sorted({(s.year, list(Confidence).index(s.confidence)) for s in apportion(asked)})
    ranks = [rank for _, rank in moments]
    assert ranks == sorted(ranks)


@given(margins())
@settings(deadline=None)
def test_the_years_a_paper_calls_all_green_are(asked):
    if asked.green_through is not None:
        early = [s for s in apportion(asked) if s.year <= asked.green_through]
        assert {s.confidence for s in early} <= {GREEN}


@given(margins(), st.randoms(use_true_random=False))
@settings(deadline=None)
def test_the_same_margins_give_the_same_shares(asked, dice):
    years, ratings = list(asked.years.items()), list(asked.confidences.items())
    dice.shuffle(years)
    dice.shuffle(ratings)
    again = replace(asked, years=dict(years), confidences=dict(ratings))
    assert apportion(again) == apportion(asked)


@given(margins())
@settings(deadline=None)
def test_a_smaller_unit_holds_the_margins_too(asked):
    shares = apportion(asked, unit=UNIT // 2)
    assert summed(shares, "programme") == without_zeros(asked.programmes)
    assert summed(shares, "year") == without_zeros(asked.years)
    assert summed(shares, "confidence") == without_zeros(asked.confidences)


def matrices(rows: tuple[int, ...], columns: tuple[int, ...]):
    """Every matrix of whole numbers with these margins, as a tuple of rows."""
    if not rows:
        if not any(columns):
            yield ()
        return
    for row in product(*(range(min(rows[0], c) + 1) for c in columns)):
        if sum(row) == rows[0]:
            left = tuple(c - r for c, r in zip(columns, row, strict=True))
            for rest in matrices(rows[1:], left):
                yield (row, *rest)


def every_crossing(asked: Margins):
    """Every way to cross the margins: units by (programme, year, confidence)."""
    in_units = [
        {k: pence // UNIT for k, pence in margin.items()}
        for margin in (asked.programmes, asked.years, asked.confidences)
    ]
    programmes, years, ratings = in_units
    moments = list(product(years, ratings))
    for by_moment in matrices(tuple(years.values()), tuple(ratings.values())):
        columns = tuple(units for row in by_moment for units in row)
        held = dict(zip(moments, columns, strict=True))
        if asked.green_through is not None and any(
            units and year <= asked.green_through and rating != GREEN
            for (year, rating), units in held.items()
        ):
            continue
        for crossed in matrices(tuple(programmes.values()), columns):
            yield {
                (programme, *moment): units
                for programme, row in zip(programmes, crossed, strict=True)
                for moment, units in zip(moments, row, strict=True)
            }


@given(margins(most=4, programmes=3, years=2))
@settings(deadline=None, max_examples=60)
def test_the_bounds_are_those_of_every_crossing_there_is(asked):
    crossings = list(every_crossing(asked))
    for share in apportion(asked):
        cell = (share.programme, share.year, share.confidence)
        units = {crossing[cell] for crossing in crossings}
        assert (share.least, share.most) == (min(units) * UNIT, max(units) * UNIT)
        assert share.basis == (Basis.PUBLISHED if len(units) == 1 else Basis.APPORTIONED)


def in_units(**margin) -> dict:
    return {key: units * UNIT for key, units in margin.items()}


def test_a_worked_example():
    """310 and 70 of two programmes; 150 then 230; 200 Green, 100 Amber, 80 Red."""
    asked = Margins(
        programmes=in_units(large=310, small=70),
        years={FIRST: 150 * UNIT, FIRST + 1: 230 * UNIT},
        confidences={GREEN: 200 * UNIT, AMBER: 100 * UNIT, RED: 80 * UNIT},
        green_through=FIRST,
    )
    assert [
        (s.programme, str(s.year), s.confidence, s.amount // UNIT, s.least // UNIT, s.most // UNIT)
        for s in apportion(asked)
    ] == [
        ("large", "2024/25", "green", 122, 80, 150),
        ("large", "2025/26", "green", 41, 0, 50),
        ("large", "2025/26", "amber", 82, 30, 100),
        ("large", "2025/26", "red", 65, 10, 80),
        ("small", "2024/25", "green", 28, 0, 70),
        ("small", "2025/26", "green", 9, 0, 50),
        ("small", "2025/26", "amber", 18, 0, 70),
        ("small", "2025/26", "red", 15, 0, 70),
    ]


@pytest.mark.parametrize(
    ("programmes", "years", "ratings"),
    [
        ({"only": 5}, {FIRST: 5}, {GREEN: 5}),
        ({"only": 5}, {FIRST: 2, FIRST + 1: 3}, {GREEN: 5}),
        ({"one": 2, "other": 3}, {FIRST: 5}, {AMBER: 5}),
    ],
    ids=["one cell", "one programme, one confidence", "one moment"],
)
def test_what_the_margins_determine_is_published(programmes, years, ratings):
    shares = apportion(
        Margins(*({k: u * UNIT for k, u in m.items()} for m in (programmes, years, ratings)))
    )
    assert {s.basis for s in shares} == {Basis.PUBLISHED}


def test_nothing_to_save_makes_no_lines():
    assert apportion(Margins({"a": 0}, {FIRST: 0}, {GREEN: 0})) == []
    assert apportion(Margins({}, {}, {})) == []


AGREED = Margins(in_units(a=10, b=20), {FIRST: 30 * UNIT}, {GREEN: 10 * UNIT, RED: 20 * UNIT})


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        (
            {"programmes": in_units(a=10, b=30)},
            "The programmes come to £0.4m and the years to £0.3m: the two differ by £0.1m.",
        ),
        (
            {"years": {FIRST: 29 * UNIT}},
            "The programmes come to £0.3m and the years to £0.29m: the two differ by £0.01m.",
        ),
        (
            {"confidences": {GREEN: 30 * UNIT, AMBER: UNIT}},
            "The programmes come to £0.3m and the confidence ratings to £0.31m: "
            "the two differ by £0.01m.",
        ),
        (
            {"programmes": in_units(a=-10, b=40)},
            "−£0.1m for a is below zero: apportioning spreads savings only. "
            "Enter its lines instead.",
        ),
        (
            {"years": {FIRST: 40 * UNIT, FIRST + 1: -10 * UNIT}},
            "−£0.1m for 2025/26 is below zero: apportioning spreads savings only. "
            "Enter its lines instead.",
        ),
        (
            {"confidences": {GREEN: 40 * UNIT, RED: -10 * UNIT}},
            "−£0.1m for red is below zero: apportioning spreads savings only. "
            "Enter its lines instead.",
        ),
        (
            {"programmes": {"a": 10 * UNIT + 1, "b": 20 * UNIT - 1}},
            "£100,000.01 for a, among the programmes, is not a whole number of £10,000.",
        ),
        (
            {"years": {FIRST: 15 * UNIT - 500_000, FIRST + 1: 15 * UNIT + 500_000}},
            "£145,000 for 2024/25, among the years, is not a whole number of £10,000.",
        ),
        (
            {"green_through": FIRST},
            "The years to 2024/25 are all Green and come to £0.3m, but Green in all comes to "
            "£0.1m.",
        ),
        (
            {"green_through": FIRST, "confidences": {RED: 30 * UNIT}},
            "The years to 2024/25 are all Green and come to £0.3m, but Green in all comes to "
            "£0.0m.",
        ),
    ],
)
def test_margins_that_cannot_be_crossed_are_refused_by_name(changed, sentence):
    apportion(AGREED)
    with pytest.raises(MarginsDisagree) as refusal:
        apportion(replace(AGREED, **changed))
    assert str(refusal.value) == sentence


@given(margins(), st.sampled_from(["programmes", "years", "confidences"]), st.integers(1, 9))
@settings(deadline=None)
def test_a_margin_that_comes_to_more_is_refused(asked, name, more):
    margin = dict(getattr(asked, name))
    margin[next(reversed(margin))] += more * UNIT
    with pytest.raises(MarginsDisagree, match="the two differ by"):
        apportion(replace(asked, **{name: margin}))
