"""Days in words, and working days in England: neither a weekend nor a bank holiday."""

import datetime

Day = datetime.date


def long_day(day: Day) -> str:
    """A day as a sentence says it: 3 March 2025."""
    return f"{day.day} {day:%B %Y}"


def short_day(day: Day) -> str:
    """A day as a column prints it: 3 Mar 2025."""
    return f"{day.day} {day:%b %Y}"


def working_day(day: Day, *, back: bool = False) -> Day:
    """The day itself, or the next working day after it (before it, when going ``back``)."""
    step = datetime.timedelta(days=-1 if back else 1)
    while day.weekday() >= SATURDAY or day in bank_holidays(day.year):
        day += step
    return day


MONDAY, SATURDAY = 0, 5


def easter(year: int) -> Day:
    """Easter Sunday of the Gregorian calendar, by the anonymous algorithm."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (b - (b + 8) // 25 + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, before = divmod(h + m - 7 * n + 114, 31)
    return Day(year, month, before + 1)


def bank_holidays(year: int) -> set[Day]:
    """The yearly bank holidays of England; one that falls on a weekend is taken after it."""
    one = datetime.timedelta(days=1)
    held = {easter(year) - 2 * one, easter(year) + one}
    held |= {_monday(Day(year, 5, 1)), _monday(Day(year, 5, 25)), _monday(Day(year, 8, 25))}
    for day in (Day(year, 1, 1), Day(year, 12, 25), Day(year, 12, 26)):
        while day.weekday() >= SATURDAY or day in held:
            day += one
        held.add(day)
    return held


def _monday(day: Day) -> Day:
    """The first Monday on or after a day."""
    return day + datetime.timedelta(days=(MONDAY - day.weekday()) % 7)


def working_days_after(day: Day, days: int) -> Day:
    """The last of so many working days, the first of them after ``day``."""
    one = datetime.timedelta(days=1)
    for _ in range(days):
        day = working_day(day + one)
    return day
