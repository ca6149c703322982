"""The arithmetic of measures: exact, whatever the days and values."""

import datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from savings.trajectory import Standing, standing, target_on, worth
from savings.values import LARGEST, as_number, in_value, parse_value

DAYS = st.dates(datetime.date(2020, 1, 1), datetime.date(2030, 1, 1))
VALUES = st.integers(-(10**9), 10**9)
POINTS = st.dictionaries(DAYS, VALUES, max_size=6).map(lambda held: list(held.items()))


@given(POINTS, DAYS)
def test_the_trajectory_goes_straight_from_point_to_point(points, day):
    found = target_on(points, day)
    before = [p for p in points if p[0] <= day]
    after = [p for p in points if p[0] >= day]
    if not before:
        assert found is None
    elif not after:
        assert found == max(points)[1]
    else:
        (d0, v0), (d1, v1) = max(before), min(after)
        assert min(v0, v1) <= found <= max(v0, v1)
        assert (found - v0) * (d1 - d0).days == (v1 - v0) * (day - d0).days
        assert target_on(points[::-1], day) == found


@given(VALUES, VALUES, st.booleans(), st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_worse_value_never_stands_better(value, target, up, amber, more):
    order = [Standing.ON_TRACK, Standing.BEHIND, Standing.OFF_TRACK]
    given_ = {"up": up, "amber": amber, "red": amber + more}
    here = standing(value, Fraction(target), **given_)
    worse = standing(value + (-1 if up else 1), Fraction(target), **given_)
    assert order.index(worse) >= order.index(here)
    assert standing(target, Fraction(target), **given_) is Standing.ON_TRACK
    assert here == standing(-value, Fraction(-target), **{**given_, "up": not up})


@pytest.mark.parametrize(
    ("shortfall", "amber", "red", "told"),
    [
        (1, None, None, Standing.BEHIND),
        (0, None, None, Standing.ON_TRACK),
        (2, 2, 4, Standing.ON_TRACK),
        (4, 2, 4, Standing.BEHIND),
        (5, 2, 4, Standing.OFF_TRACK),
    ],
)
def test_thresholds_are_shortfalls(shortfall, amber, red, told):
    assert standing(100 - shortfall, Fraction(100), up=True, amber=amber, red=red) is told


def test_a_zero_is_a_zero_and_missing_is_missing():
    assert standing(0, Fraction(0), up=True) is Standing.ON_TRACK
    assert standing(None, Fraction(0), up=True) is Standing.MISSING
    assert standing(0, None, up=True) is Standing.NO_TARGET


@given(VALUES, VALUES, VALUES, st.booleans(), st.integers(1, 10**9))
def test_worth_is_the_way_gone_times_a_unit(first, then, baseline, up, pence):
    def of(value):
        return worth(value, baseline, up=up, pence=pence)

    assert of(baseline) == 0
    assert of(first) - of(then) == Fraction((first - then) * pence * (1 if up else -1), 1000)
    assert worth(41_000, 32_000, up=False, pence=100) == -900


@given(st.integers(-LARGEST, LARGEST))
def test_what_is_printed_reads_back(thousandths):
    assert parse_value(in_value(thousandths)) == thousandths
    assert as_number(1_500) == 1.5
    assert as_number(2_000) == 2


@pytest.mark.parametrize("typed", ["many", "1.2345", "1e3", "--3", "½", "٣", "9" * 14])
def test_nonsense_is_refused_in_a_sentence(typed):
    with pytest.raises(ValueError, match=r"is not a number|is too large"):
        parse_value(typed)
