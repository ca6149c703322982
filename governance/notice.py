"""Notice of key decisions, and call-in: days counted, and what they prompt. Never legal advice.

Notice is counted in clear days: neither the day it is given nor the day of the meeting counts.
"""

import datetime
from enum import StrEnum
from typing import NamedTuple

from agt.words.days import long_day, working_days_after

Day = datetime.date


class Periods(NamedTuple):
    """The periods in force on a day, in days; ``None`` where the council has set none."""

    notice: int | None = None  # clear days
    exception: int | None = None  # clear days
    call_in: int | None = None  # working days


class State(StrEnum):
    """How far a prompt has got."""

    KEPT = "kept"
    OPEN = "open"
    LATE = "late"


class Prompt(NamedTuple):
    """What is to do about the notice of one decision, in a sentence."""

    state: State
    says: str


def clear_days(notice: Day, meeting: Day) -> int:
    """The clear days between the day of notice and the day of the meeting."""
    return max(0, (meeting - notice).days - 1)


def last_notice_day(meeting: Day, days: int) -> Day:
    """The last day to give so many clear days' notice."""
    return meeting - datetime.timedelta(days=days + 1)


def notice_prompt(*, meeting: Day, given: Day | None, today: Day, periods: Periods) -> Prompt:
    """What the notice of a key decision, given or not, asks for today."""
    if periods.notice is None:
        return Prompt(State.OPEN, "Key decision: the council has set no period of notice.")
    if given:
        return _of_given(clear_days(given, meeting), given, periods)
    by = last_notice_day(meeting, periods.notice)
    if today <= by:
        return Prompt(State.OPEN, f"Notice by {long_day(by)}.")
    past = f"Notice was due by {long_day(by)}; today is past it"
    if periods.exception is not None:
        exception = last_notice_day(meeting, periods.exception)
        if today <= exception:
            return Prompt(State.LATE, f"{past}: general exception by {long_day(exception)}.")
    return Prompt(State.LATE, f"{past}, and past the general exception: {URGENT}.")


URGENT = "it takes special urgency, or a later meeting"


def _of_given(clear: int, given: Day, periods: Periods) -> Prompt:
    told = f"Notice given on {long_day(given)}: {clear} clear day{'' if clear == 1 else 's'}"
    if clear >= (periods.notice or 0):
        return Prompt(State.KEPT, f"{told}.")
    if periods.exception is not None and clear >= periods.exception:
        return Prompt(State.KEPT, f"{told}, by general exception.")
    return Prompt(State.LATE, f"{told}, which is too few: {URGENT}.")


def call_in_ends(decided: Day, periods: Periods) -> Day | None:
    """The last day to call a decision in; ``None`` where the council has set no period."""
    return None if periods.call_in is None else working_days_after(decided, periods.call_in)


def call_in_prompt(*, decided: Day, today: Day, periods: Periods) -> str:
    """Whether a key decision can still be called in, in a sentence; nothing once it cannot."""
    last = call_in_ends(decided, periods)
    if last is None or today > last:
        return ""
    return f"It can be called in until {long_day(last)}."
