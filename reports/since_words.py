"""What happened since a day, in words: a sentence each, and one for them all together."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.urls import reverse

from agt.words.days import long_day
from agt.words.money import in_millions
from governance.models import Decision, Delivery, GateDecision
from governance.slip import slip_days
from reports.since import Happened


def sentence(h: Happened) -> str:
    """What happened, with its day and its pounds."""
    return SENTENCES[h.kind](h)


def url(h: Happened) -> str:
    """Where it can be looked into, without its query."""
    return PAGES[h.kind](h)


def _on(h: Happened) -> str:
    return f", {long_day(h.on)}" if h.on else ""


def _with_pounds(h: Happened) -> str:
    return f", with {in_millions(h.pence)} at stake" if h.pence else ""


def _of(h: Happened) -> str:
    return f" ({h.of})" if h.of else ""


def _kind(h: Happened) -> str:
    return "Issue" if h.detail == "issue" else "Risk"


def _decided(h: Happened) -> str:
    outcome = GateDecision.Outcome(h.detail).label.lower()
    saving = f", with a saving of {in_millions(h.pence)}" if h.pence is not None else ""
    return f"{h.of}: {outcome} at “{h.what}”{saving}{_on(h)}."


def _settled(h: Happened) -> str:
    outcome = Decision.Outcome(h.detail).label.lower()
    saving = f", with a saving of {in_millions(h.pence)}" if h.pence is not None else ""
    return f"{h.of}: “{h.what}” was {outcome}{saving}{_on(h)}."


def _off_track(h: Happened) -> str:
    was = f"; it was {Delivery(h.detail).label.lower()}" if h.detail else "; it had no status"
    return f"{h.of}: delivery went off track{was}."


def _on_track(h: Happened) -> str:
    return f"{h.of}: delivery is back on track; it was {Delivery(h.detail).label.lower()}."


def _days(h: Happened) -> int:
    return slip_days(h.was, h.on) if h.was and h.on else 0


def _count_days(days: int) -> str:
    return f"{days:,} day{'' if days == 1 else 's'}"


def _slipped(h: Happened) -> str:
    carries = f"; it carries {in_millions(h.pence)}" if h.pence else ""
    return f"{h.of}: “{h.what}” slipped by {_count_days(_days(h))}, to {_day(h)}{carries}."


def _rebaselined(h: Happened) -> str:
    was = long_day(h.was) if h.was else ""
    return f"{h.of}: “{h.what}” was re-baselined from {was} to {_day(h)}."


def _done(h: Happened) -> str:
    days = _days(h)
    when = f"{_count_days(days)} late" if days > 0 else "on time"
    return f"{h.of}: “{h.what}” was done on {_day(h)}, {when}."


def _day(h: Happened) -> str:
    return long_day(h.on) if h.on else ""


def _late(h: Happened) -> str:
    promised = f", promised for {long_day(h.was)}" if h.was else ""
    return (
        f"{h.of} to {h.detail}: “{h.what}” is late, needed by {_day(h)}{promised}{_with_pounds(h)}."
    )


def _requested(h: Happened) -> str:
    steps = f"{in_millions(h.pence_was or 0)} → {in_millions(h.pence or 0)}"
    return f"{h.of}: the change {steps} was {h.detail}{_on(h)}."


def _transferred(h: Happened) -> str:
    by = f" by {h.what}" if h.what else ""
    return (
        f"{h.of} to {h.detail}: a transfer of {in_millions(h.pence or 0)} was agreed{by}{_on(h)}."
    )


SENTENCES: dict[str, Callable[[Happened], str]] = {
    "decided": _decided,
    "settled": _settled,
    "off track": _off_track,
    "on track": _on_track,
    "raised": lambda h: f"{_kind(h)} raised: {h.what}{_of(h)}{_on(h)}.",
    "escalated": lambda h: f"Escalated to {h.detail}: {h.what}{_of(h)}{_on(h)}.",
    "closed": lambda h: f"{_kind(h)} closed: {h.what}{_of(h)}{_on(h)}.",
    "slipped": _slipped,
    "rebaselined": _rebaselined,
    "done": _done,
    "late": _late,
    "met": lambda h: f"{h.of} to {h.detail}: “{h.what}” was met{_on(h)}.",
    "owed": lambda h: f"{h.of}: the action “{h.what}” is late, due {_day(h)}.",
    "acted": lambda h: f"{h.of}: the action “{h.what}” was done{_on(h)}.",
    "requested": _requested,
    "transferred": _transferred,
}


def _to(name: str, argument: str = "") -> Callable[[Happened], str]:
    return lambda h: reverse(name, args=[getattr(h, argument)] if argument else [])


PAGES: dict[str, Callable[[Happened], str]] = {
    **dict.fromkeys(("raised", "escalated", "closed"), _to("governance-risk", "pk")),
    **dict.fromkeys(("slipped", "rebaselined", "done"), _to("milestone-detail", "pk")),
    **dict.fromkeys(("decided", "off track", "on track"), _to("programme-detail", "slug")),
    **dict.fromkeys(("late", "met"), _to("governance-dependency", "pk")),
    "settled": _to("governance-decision", "pk"),
    **dict.fromkeys(("acted", "owed"), _to("governance-meeting", "pk")),
    "requested": _to("change-detail", "pk"),
    "transferred": _to("transfers"),
}

# Three lines say it all: what was decided, what was delivered, what threatens.
LINES: tuple[tuple[str, dict[str, tuple[str, str]]], ...] = (
    (
        "Decided",
        {
            "decided": ("gate decision", "gate decisions"),
            "settled": ("board decision", "board decisions"),
            "requested": ("change request", "change requests"),
            "transferred": ("transfer", "transfers"),
        },
    ),
    (
        "Delivery",
        {
            "done": ("milestone done", "milestones done"),
            "slipped": ("slipped", "slipped"),
            "rebaselined": ("re-baselined", "re-baselined"),
            "off track": ("programme gone off track", "programmes gone off track"),
            "on track": ("programme back on track", "programmes back on track"),
            "met": ("dependency met", "dependencies met"),
            "late": ("gone late", "gone late"),
            "acted": ("action done", "actions done"),
            "owed": ("action gone late", "actions gone late"),
        },
    ),
    (
        "Risks and issues",
        {
            "raised": ("raised", "raised"),
            "closed": ("closed", "closed"),
            "escalated": ("escalated", "escalated"),
        },
    ),
)


@dataclass(frozen=True, slots=True)
class Line:
    """What happened of a sort; marked where samples are among it."""

    text: str
    illustrative: bool


def lines(counts: dict[str, tuple[int, int]]) -> list[Line]:
    """What there is of each kind, in at most three lines, from how many and how many samples."""
    told = []
    for title, kinds in LINES:
        found = {kind: counts[kind] for kind in kinds if kind in counts}
        parts = [f"{n:,} {kinds[kind][n != 1]}" for kind, (n, _) in found.items()]
        if parts:
            sample = any(samples for _, samples in found.values())
            told.append(Line(f"{title}: {', '.join(parts)}.", sample))
    return told


def finding(happened: Iterable[Happened], since: str) -> str:
    number = len(list(happened))
    return f"{number:,} thing{'' if number == 1 else 's'} happened since {since}"
