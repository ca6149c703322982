"""Slip: how late a milestone is, and what that costs the saving it carries."""

import datetime
from fractions import Fraction
from typing import Any

from django.db.models import BigIntegerField, Func

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


class Days(Func):
    """In the database: how many days after ``first`` a day ``then`` is."""

    output_field = BigIntegerField()
    template = "(%(expressions)s)"  # a day less a day is days, where the database knows days
    arg_joiner = " - "
    arity = 2

    def __init__(self, first: str, then: str) -> None:
        super().__init__(then, first)

    def as_sqlite(self, compiler: Any, connection: Any, **given: Any) -> Any:
        """SQLite keeps days as text."""
        given["template"] = "CAST(julianday(%(expressions)s) AS INTEGER)"
        given["arg_joiner"] = ") - julianday("
        return self.as_sql(compiler, connection, **given)
