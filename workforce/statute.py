"""The clock of collective redundancy: how many people count, what that asks, and by which day.

Pure arithmetic on days and numbers of people; nothing is read and nothing is asked. What it says is
a prompt, never legal advice: every number in it comes from a ``Rule``, which is a dated setting.
Days are calendar days, as the law counts them. A day that is *proposed* is a working day.
"""

import datetime
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import NamedTuple

from agt.words.days import working_day

Day = datetime.date


class Event(StrEnum):
    """What has a day in a consultation, in the order in which it is to be expected."""

    ESIA = "esia"
    UNION = "union"
    STAFF = "staff"
    S188 = "s188"
    OPENS = "opens"
    HR1 = "hr1"
    HR1_COPY = "hr1_copy"
    CLOSES = "closes"
    NOTICE = "notice"
    DISMISSAL = "dismissal"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS: Mapping[Event, str] = {
    Event.ESIA: "the equality and safety impact assessment",
    Event.UNION: "telling the trade unions",
    Event.STAFF: "telling staff",
    Event.S188: "the section 188 letter",
    Event.OPENS: "the opening of the consultation",
    Event.HR1: "the HR1 notification",
    Event.HR1_COPY: "the copy of the HR1 to the representatives",
    Event.CLOSES: "its close",
    Event.NOTICE: "the first notice of dismissal",
    Event.DISMISSAL: "the first dismissal",
}


class Basis(StrEnum):
    """Whose rule it is."""

    LAW = "law"
    POLICY = "policy"


class Across(StrEnum):
    """Where people are counted together."""

    ESTABLISHMENT = "establishment"
    ORGANISATION = "organisation"


class Rule(NamedTuple):
    """From ``heads`` people within ``window`` days: ``days`` from one event to another."""

    name: str
    basis: Basis
    across: Across
    heads: int
    days: int
    window: int
    runs_from: Event
    runs_to: Event
    since: Day
    until: Day | None = None
    source: str = ""

    def is_in_force(self, on: Day) -> bool:
        return self.since <= on and (self.until is None or on <= self.until)


class Batch(NamedTuple):
    """People whose first dismissal takes effect on a day; without a day it falls in any window."""

    establishment: str
    heads: int
    day: Day | None


class Duty(NamedTuple):
    """A rule that applies, and the number of people that makes it apply."""

    rule: Rule
    people: int


class Prompt(NamedTuple):
    """What a rule asks of one event, and whether the day that is known keeps it.

    ``not_before`` and ``not_after`` are the days the rule allows, where it can tell them.
    """

    event: Event
    says: str
    source: str
    state: str  # kept, broken, or open while a day is not known
    not_before: Day | None = None
    not_after: Day | None = None


KEPT, BROKEN, OPEN = "kept", "broken", "open"


def people_in(
    *, posts_high: int, vacant: int = 0, voluntary: int = 0, re_engaged: int = 0, notified: int = 0
) -> int:
    """The people of a proposal that count: heads, never FTE.

    The high end of the range, less vacant posts and those already notified, plus those dismissed
    and re-engaged. Volunteers among them (``voluntary``) are dismissed too, and so they stay in.
    """
    if not 0 <= voluntary <= posts_high - vacant:
        raise ValueError("Volunteers are among the people in the posts.")
    return max(0, posts_high - vacant + re_engaged - notified)


def people_counted(of: Batch, batches: Iterable[Batch], *, window: int, across: Across) -> int:
    """The most people in any period of the window that ``of`` falls in.

    Two dismissals are in one period when their days are ``window`` days apart or fewer: at the edge
    a prompt errs towards consulting. ``batches`` hold ``of`` as well.
    """
    held = [
        b for b in batches if across is Across.ORGANISATION or b.establishment == of.establishment
    ]
    undated = sum(b.heads for b in held if b.day is None)
    dated = [(b.day, b.heads) for b in held if b.day is not None]
    if of.day is None:
        starts = [day for day, _ in dated]
    else:
        starts = [day for day, _ in dated if 0 <= (of.day - day).days <= window]
    most = max(
        (
            sum(heads for day, heads in dated if 0 <= (day - start).days <= window)
            for start in starts
        ),
        default=0,
    )
    return undated + most


def duties(of: Batch, batches: Iterable[Batch], rules: Iterable[Rule], *, on: Day) -> list[Duty]:
    """The rules in force ``on`` a day that apply to ``of``, the longest of each kind."""
    held = list(batches)
    longest: dict[tuple, Duty] = {}
    for rule in rules:
        if not rule.is_in_force(on):
            continue
        people = people_counted(of, held, window=rule.window, across=rule.across)
        if people < rule.heads:
            continue
        kind = (rule.basis, rule.across, rule.runs_from, rule.runs_to)
        if kind not in longest or longest[kind].rule.days < rule.days:
            longest[kind] = Duty(rule, people)
    return list(longest.values())


def days_asked(asked: Iterable[Duty]) -> int:
    """The longest period that any of the duties asks for; 0 where there is none."""
    return max((duty.rule.days for duty in asked), default=0)


# --- days -----------------------------------------------------------------------------------------


def proposed(dates: Mapping[Event, Day | None], asked: Iterable[Duty]) -> dict[Event, Day]:
    """Days that keep every duty, for the events that have none yet; each is a working day.

    Forward from what is known for the first notice and the first dismissal, and back from a planned
    dismissal for the opening. An HR1 is proposed for the day of opening: it refuses a future one.
    """
    known = {event: day for event, day in dates.items() if day is not None}
    asked = list(asked)
    if Event.OPENS not in known and (opens := _latest_opening(known, asked)):
        known[Event.OPENS] = opens
    if asked and Event.OPENS in known:
        known.setdefault(Event.S188, known[Event.OPENS])
        known.setdefault(Event.HR1, known[Event.OPENS])
        known.setdefault(Event.HR1_COPY, known[Event.HR1])
    for event in (Event.NOTICE, Event.DISMISSAL):
        bounds = [
            known[duty.rule.runs_from] + datetime.timedelta(days=duty.rule.days)
            for duty in asked
            if duty.rule.runs_to is event and duty.rule.runs_from in known
        ]
        if event is Event.NOTICE and asked and Event.HR1 in known:
            bounds.append(known[Event.HR1] + datetime.timedelta(days=1))
        if event is Event.DISMISSAL and bounds and Event.NOTICE in known:
            bounds.append(known[Event.NOTICE])
        if event not in known and bounds:
            known[event] = working_day(max(bounds))
    return {event: known[event] for event in Event if event in known and not dates.get(event)}


def _latest_opening(known: Mapping[Event, Day], asked: Iterable[Duty]) -> Day | None:
    """The last day to open and still keep what runs to the days that are planned."""
    bounds = [
        known[duty.rule.runs_to] - datetime.timedelta(days=duty.rule.days)
        for duty in asked
        if duty.rule.runs_to in known
    ]
    return working_day(min(bounds), back=True) if bounds else None


def prompts(dates: Mapping[Event, Day | None], asked: Iterable[Duty]) -> list[Prompt]:
    """Everything the rules ask of a staff consultation, with what the known days say to it."""
    asked = list(asked)
    said = [
        _in_order(dates, Event.ESIA, Event.OPENS, "Council policy: one for each directorate."),
        _in_order(dates, Event.UNION, Event.STAFF, "Council policy: the unions first."),
    ]
    if asked:
        said += [
            _in_order(dates, Event.S188, Event.OPENS, "s188(4): in writing, when it begins."),
            _in_order(dates, Event.OPENS, Event.HR1, "HR1: it refuses a future start."),
            _in_order(dates, Event.HR1, Event.HR1_COPY, "s193(6): a copy to representatives."),
            _in_order(dates, Event.HR1, Event.NOTICE, "s193: before notice is given.", gap=1),
        ]
    said.append(_in_order(dates, Event.NOTICE, Event.DISMISSAL, "A dismissal follows its notice."))
    for duty in asked:
        rule = duty.rule
        who = f"{rule.name}: {duty.people} people count within {rule.window} days."
        source = f"{who} {rule.source}".strip()
        said.append(_in_order(dates, rule.runs_from, rule.runs_to, source, gap=rule.days))
    return said


def _in_order(
    dates: Mapping[Event, Day | None], first: Event, then: Event, source: str, *, gap: int = 0
) -> Prompt:
    """A prompt on ``then``: it comes ``gap`` days or more after ``first``."""
    start, end = dates.get(first), dates.get(then)
    step = datetime.timedelta(days=gap)
    if gap > 1:
        says = f"At least {gap} days from {first.label} to {then.label}."
    elif gap:
        says = f"{_upper(first.label)} comes before {then.label}."
    else:
        says = f"{_upper(first.label)} comes before {then.label}, or on the same day."
    state = OPEN
    if start and end:
        state = KEPT if end >= start + step else BROKEN
    return Prompt(
        event=then,
        says=says,
        source=source,
        state=state,
        not_before=start + step if start else None,
        not_after=end - step if end and not start else None,
    )


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
