"""Slip: how late a milestone is, and what that costs the saving it carries."""

import datetime
from fractions import Fraction

DAYS_A_YEAR = 365
FORMULA = (
    "1 £m-year is £1m landing one year later. Delay = the saving carried × days late ÷ 365; early "
    "is no delay. Files hold it in pounds, as all money: £ × years."
)


def slip_days(baseline: datetime.date, ends: datetime.date) -> int:
    """How many days later than its baseline it ends; below zero is early."""
    return (ends - baseline).days


def pence_years(pence: int | None, days: int) -> Fraction:
    """The delay of ``pence`` by ``days``, in pence × years, exact; early or nothing is none."""
    return Fraction((pence or 0) * max(days, 0), DAYS_A_YEAR)
