"""Working days: the bank holidays of England, and counting past them."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agt.words.days import bank_holidays, easter, working_day, working_days_after

D = datetime.date


@pytest.mark.parametrize(
    ("year", "sunday"),
    [(2024, (3, 31)), (2025, (4, 20)), (2026, (4, 5)), (2027, (3, 28)), (2038, (4, 25))],
)
def test_easter(year, sunday):
    assert easter(year) == D(year, *sunday)


def test_bank_holidays_of_a_year_with_weekends_at_christmas():
    assert sorted(bank_holidays(2027)) == [
        D(2027, 1, 1),
        D(2027, 3, 26),
        D(2027, 3, 29),
        D(2027, 5, 3),
        D(2027, 5, 31),
        D(2027, 8, 30),
        D(2027, 12, 27),
        D(2027, 12, 28),
    ]
    assert working_day(D(2027, 12, 25)) == D(2027, 12, 29)
    assert working_day(D(2027, 12, 28), back=True) == D(2027, 12, 24)


def test_five_working_days_past_easter():
    assert working_days_after(D(2026, 3, 31), 5) == D(2026, 4, 9)


@given(st.dates(D(2020, 1, 1), D(2040, 1, 1)), st.integers(0, 30))
def test_so_many_working_days_lie_after_a_day(start, days):
    last = working_days_after(start, days)
    between = (start + datetime.timedelta(days=n) for n in range(1, (last - start).days + 1))
    assert sum(day == working_day(day) for day in between) == days
