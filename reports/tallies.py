"""How many there are of what needs attention, and what they come to: two queries.

A saved figure asks the second of them again, where there is anything that it could change. What
they say is kept until any of what it counts is news, or the day is over.
"""

import datetime
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import BigIntegerField, Count, F, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Greatest

from accounts.viewer import Viewer
from agt.words import clock
from governance.models import BoardAction, Dependency, Milestone, Risk, RiskFramework
from governance.newest import is_off_track, is_stale, with_newest_status
from governance.slip import Days
from governance.steps import TENTHS
from portfolios.models import BusinessCase, Position, ProgrammePlace, ReturnDue
from reports import prepared, versions
from reports.kept import SHELF, Under
from reports.library import Library
from reports.returning import late_places
from savings.models import ChangeRequest, Confidence, SavingsLine
from workforce.models import Consultation, RedundancyProposal


@dataclass(frozen=True, slots=True)
class Tally:
    """How many there are of a kind, what they come to, and how many of them are samples."""

    count: int = 0
    sum: int = 0
    samples: int = 0


NONE = Tally()


def kept_under(
    library: Library,
    part: str,
    *positions: int,
    figures: Iterable[int] = (),
    also: Hashable = None,
) -> Under | None:
    """What is kept of living rows and some positions: until any is news, or the day is over.

    Of the positions in ``figures`` their figures are news too.
    """
    names = [versions.SHARED, versions.LIVING, *map(versions.of_position, positions)]
    names += map(versions.of_figures, figures)
    tokens = [library.tokens.get(name) for name in names]
    if None in tokens:
        return None
    return Under((part, positions, library.scope, also), (tuple(tokens), clock.today()))


def tallies(library: Library, position: Position, working: Position | None) -> dict[str, Tally]:
    """The tally of each kind that there is, as the library's viewer may see it."""
    own = sorted({position.pk, *([working.pk] if working else [])})
    asked = position, working, library.viewer, clock.today()

    def kept(part: str, kinds: Callable[..., list[Any]], figures: Iterable[int]) -> dict:
        under = kept_under(library, part, position.pk, *own, figures=figures)
        return SHELF.get_or_make({part: under}, lambda _: {part: _read(part, kinds, *asked)})[part]

    beside = kept("beside figures", beside_figures, ())
    there = tuple(what for what in OF_FIGURES if what in beside)
    if not there:
        return beside
    part = f"of figures: {', '.join(there)}"
    return beside | kept(part, lambda *asked: [OF_FIGURES[what](*asked) for what in there], own)


def _read(
    part: str,
    kinds: Callable[..., list[Any]],
    position: Position,
    working: Position | None,
    viewer: Viewer,
    today: datetime.date,
) -> dict[str, Tally]:
    asked = (part, position.pk, working and working.pk, prepared.eyes(viewer), today)
    rows = prepared.rows(asked, lambda: together(kinds, position, working, viewer, today))
    return {about: Tally(n, int(total or 0), samples) for about, n, total, samples in rows if n}


def together(
    kinds: Callable[..., list[Any]],
    position: Position,
    working: Position | None,
    viewer: Viewer,
    today: datetime.date,
) -> Any:
    """The one query for some kinds: (about, how many, sum, samples) of each."""
    first, *others = kinds(position, working, viewer, today)
    return first.union(*others, all=True)


def _own_green(position: Position, viewer: Viewer) -> Any:
    """Green that is a programme's own: an apportioned line says nothing of its programme."""
    green = SavingsLine.objects.at(position).visible_to(viewer).on_the_general_fund()
    green = green.filter(confidence=Confidence.GREEN)
    return green.exclude(basis=SavingsLine.Basis.APPORTIONED)


OF_A_PROGRAMME = Count("place", distinct=True)


def _green_without_case(
    position: Position, working: Position | None, viewer: Viewer, today: datetime.date
) -> Any:
    cases = _unapproved(position).values("programme")
    green = _own_green(position, viewer).filter(place__programme__in=cases)
    return _tally("green, no case", green, F("amount"), OF_A_PROGRAMME)


def _green_consulting(
    position: Position, working: Position | None, viewer: Viewer, today: datetime.date
) -> Any:
    proposals = _consulted(today)
    sample = proposals.filter(illustrative=True).values("programme")
    return _tally(
        "green, consulting",
        _own_green(position, viewer).filter(place__programme__in=proposals.values("programme")),
        F("amount"),
        OF_A_PROGRAMME,
        Count("pk", filter=Q(place__programme__in=sample)),
    )


def _late_returns(
    position: Position, working: Position | None, viewer: Viewer, today: datetime.date
) -> Any:
    its_own = cast(Position, working)  # no other has such dates
    return _tally("returns", late_places(its_own, viewer, today))


# What a saved figure may change, by what there must be for it to count anything.
OF_FIGURES = {
    "unapproved cases": _green_without_case,
    "consulted programmes": _green_consulting,
    "dates that passed": _late_returns,
}


def _unapproved(position: Position) -> Any:
    return BusinessCase.objects.at(position).known_not_approved()


def _consulted(today: datetime.date) -> Any:
    unfinished = Consultation.objects.raised_by(today).exclude(closes_on__lt=today)
    return RedundancyProposal.objects.filter(consultation__in=unfinished, programme__isnull=False)


def beside_figures(
    position: Position, working: Position | None, viewer: Viewer, today: datetime.date
) -> list[Any]:
    """What none does: each of these lives on, or is a change that waits to be agreed."""
    return [
        _tally("unapproved cases", _unapproved(position)),
        _tally("consulted programmes", _consulted(today)),
        *_of_risks(position, viewer, today),
        _of_milestones(position, viewer, today),
        _of_dependencies(position, viewer, today),
        _of_actions(position, viewer, today),
        *_of_statuses(position, viewer, today),
        *(_of_working(working, viewer, today) if working else []),
    ]


NOTHING = Value(0, output_field=BigIntegerField())
COUNT = Count("pk")
SAMPLES = Count("pk", filter=Q(illustrative=True))


def _tally(
    about: str, rows: Any, total: Any = NOTHING, count: Count = COUNT, samples: Count | None = None
) -> Any:
    """Rows counted and added up, as a part of the one query."""
    return (
        rows.order_by()
        .values(about=Value(about))
        .annotate(
            n=count,
            total=Sum(total, output_field=BigIntegerField()),
            samples=samples or Count("pk", filter=Q(pk=None)),
        )
        .values_list("about", "n", "total", "samples")
    )


def _of_working(working: Position, viewer: Viewer, today: datetime.date) -> list[Any]:
    """Its changes that wait, and the dates of its returns that have passed."""
    changes = ChangeRequest.objects.at(working).visible_to(viewer).open()
    dates = ReturnDue.objects.filter(position=working)
    passed = Q(figures_due__lt=today) | Q(confirmation_due__lt=today)
    return [
        _tally("changes", changes, F("total_after") - F("total_before")),
        _tally("dates that passed", dates.filter(passed)),
    ]


def _of_risks(position: Position, viewer: Viewer, today: datetime.date) -> list[Any]:
    risks = Risk.objects.at(position).visible_to(viewer).open()
    set_ = Subquery(RiskFramework.objects.values("very_high_from")[:1])
    usual = RiskFramework._meta.get_field("very_high_from").default
    least = Coalesce(set_, Value(usual)) * Value(TENTHS * TENTHS)
    return [
        _tally("very high", risks.filter(score_now__gte=least), samples=SAMPLES),
        _tally("reviews", risks.filter(review_on__lt=today), samples=SAMPLES),
        _tally("mitigations", risks.with_late_action(today), samples=SAMPLES),
    ]


def _of_milestones(position: Position, viewer: Viewer, today: datetime.date) -> Any:
    """The sum is in pence × days."""
    late = Milestone.objects.placed_at(position, visible_to=viewer).at_risk(today)
    delay = F("carries") * Greatest(Days("baseline", "forecast"), NOTHING)
    return _tally("milestones", late.filter(carries__isnull=False), delay, samples=SAMPLES)


def _of_dependencies(position: Position, viewer: Viewer, today: datetime.date) -> Any:
    late = Dependency.objects.at(position).visible_to(viewer).late_on(today)
    return _tally("dependencies", late, F("amount"), samples=SAMPLES)


def _of_actions(position: Position, viewer: Viewer, today: datetime.date) -> Any:
    late = BoardAction.objects.at(position).visible_to(viewer).late(today)
    return _tally("actions", late, samples=SAMPLES)


def _of_statuses(position: Position, viewer: Viewer, today: datetime.date) -> list[Any]:
    places = with_newest_status(ProgrammePlace.objects.at(position).visible_to(viewer))
    samples = Count("pk", filter=Q(newest_sample=True))
    return [
        _tally("off track", places.filter(is_off_track()), samples=samples),
        _tally("stale", places.filter(is_stale(today)), samples=samples),
    ]
