"""A programme's highlight report: done, next and asks, on one sheet of paper."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q
from django.urls import reverse
from django.views.generic import TemplateView

from agt.words import clock
from agt.words.days import long_day
from agt.words.money import in_millions
from governance.models import DeliveryStatus, Dependency, GateDecision, Level, Milestone, Risk
from governance.models.delivery_status import first_of, months_back
from portfolios.models import BusinessCase, ProgrammePlace
from reports.pages.again import Again
from reports.pages.headlines import Share, saving, split_up
from reports.pages.programme import OneProgramme
from savings.models import ChangeRequest, Confidence, SavingsLine
from savings.tolerance import in_words as change_in_words

MOST = 3  # sentences under each heading: the report is one page
WORDS = 45  # of a reason or a path: the rest is on the programme's page


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of the report, marked where it is of a sample."""

    text: str
    illustrative: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with its sentences; ``more`` is how many stand on the programme's page alone."""

    title: str
    nothing: str
    said: list[Said]
    more: int


def _part(title: str, nothing: str, said: Iterable[Said]) -> Part:
    held = list(said)
    return Part(title, nothing, held[:MOST], max(len(held) - MOST, 0))


class HighlightPage(Again, OneProgramme, TemplateView):
    template_name = "portfolios/highlight.html"

    def breadcrumbs(self):
        place, query = self.place, self.query()
        programme = reverse("programme-detail", args=[place.programme.slug]) + query
        return [
            {"label": "Programmes", "url": reverse("programme-list") + query},
            {"label": place.printed_label, "url": programme},
            {"label": "Highlight report", "url": ""},
        ]

    @property
    def since(self) -> datetime.date:
        """From when on something is new: the first day of last month."""
        return months_back(first_of(clock.today()), 1)

    def get_context_data(self, **kwargs):
        place, status = self.place, self.status
        shares, apportioned = self.shares()
        parts = [self.done(), self.next(), self.risks(), self.late(), self.asks()]
        return {
            **super().get_context_data(**kwargs),
            "place": place,
            "programme": place.programme,
            "people": place.programme.people()[:2],
            "today": long_day(clock.today()),
            "headline": saving(self.ask, "Expected saving", self.quantity, lead=True)
            if place.shows == ProgrammePlace.Shows.MONEY
            else None,
            "shares": shares,
            "apportioned": apportioned,
            "status": status,
            "ratings": [
                (name.capitalize(), getattr(status, name)) for name in DeliveryStatus.RATINGS
            ]
            if status
            else [],
            "parts": parts,
            "words": WORDS,
            "samples": bool(status and status.illustrative)
            or any(said.illustrative for part in parts for said in part.said),
        }

    def shares(self) -> tuple[list[Share], bool]:
        """Its General Fund saving by confidence, and whether any of that is apportioned."""
        lines = SavingsLine.objects.of(self.place).on_the_general_fund()
        split: dict[Confidence, int] = dict.fromkeys(Confidence, 0)
        bases = set()
        for _, _, _, confidence, basis, pence in lines.by_programme_and_confidence():
            split[Confidence(confidence)] += pence
            bases.add(basis)
        if any(pence < 0 for pence in split.values()):
            return [], False  # no bar has a part below nothing
        return split_up(split), SavingsLine.Basis.APPORTIONED in bases

    @cached_property
    def status(self) -> DeliveryStatus | None:
        return DeliveryStatus.objects.newest_of(self.place.programme)

    @cached_property
    def milestones(self) -> list[Milestone]:
        """Those done lately and those ahead, in one query."""
        held = Milestone.objects.filter(programme=self.place.programme)
        return list(held.filter(Q(actual=None) | Q(actual__gte=self.since)).in_order())

    @cached_property
    def decisions(self) -> list[GateDecision]:
        held = GateDecision.objects.filter(programme=self.place.programme)
        made = held.filter(decided_on__gte=self.since)
        return list(made.select_related("gate").newest_first())

    def done(self) -> Part:
        said = [
            Said(f"{d.gate}: {d.get_outcome_display().lower()} by {d.body}.", d.illustrative)
            for d in self.decisions
        ]
        said += [
            Said(f"{m}: {m.state(clock.today())}.", m.illustrative)
            for m in self.milestones
            if m.actual
        ]
        title = f"Done since {long_day(self.since)}"
        return _part(title, "Nothing was recorded as done.", said)

    def next(self) -> Part:
        ahead = [m for m in self.milestones if not m.actual]
        said = (
            Said(
                f"{m}, {long_day(m.forecast)}: {m.state(clock.today())}{_delay(m)}.", m.illustrative
            )
            for m in ahead
        )
        return _part("Next", "No milestone is ahead.", said)

    @cached_property
    def open_risks(self) -> list[Risk]:
        held = Risk.objects.at(self.position).filter(programme=self.place.programme).open()
        return list(held.highest_first())

    def risks(self) -> Part:
        said = (Said(f"{r.title}: {_score(r)}.", r.illustrative) for r in self.open_risks)
        return _part("Top risks and issues", "No risk or issue is open.", said)

    def late(self) -> Part:
        programme = self.place.programme
        held = Dependency.objects.filter(Q(giver=programme) | Q(taker=programme))
        late = held.late_on(clock.today()).soonest_first().for_reading()
        said = (
            Said(
                f"{d.what}: {d.giver} to {d.goes_to}, needed by {long_day(d.needed_by)}.",
                d.illustrative,
            )
            for d in late
        )
        return _part("Dependencies late", "None is late.", said)

    def asks(self) -> Part:
        """What waits for somebody else: a change to agree, a case to decide, a risk escalated."""
        place = self.place
        waiting = ChangeRequest.objects.filter(place=place).open()
        case = BusinessCase.objects.at(self.position).filter(programme=place.programme).first()
        said = [
            Said(f"Agree or refuse a change of its figures: {change_in_words(r)}.") for r in waiting
        ]
        if case and case.state == BusinessCase.State.SUBMITTED:
            level = f" ({case.get_level_display().lower()})" if case.level else ""
            said.append(Said(f"Decide the business case{level}, which is submitted."))
        said += [
            Said(f"{Level(r.level).label}: help with “{r.title}”, escalated.", r.illustrative)
            for r in sorted(self.open_risks, key=lambda r: -r.level)
            if r.level > Level.PROGRAMME
        ]
        return _part("Asks", "Nothing is asked of anyone.", said)


def _delay(milestone: Milestone) -> str:
    delay = int(milestone.delay)
    return f", delaying saving by {in_millions(delay)}-years" if delay else ""


def _score(risk: Risk) -> str:
    if risk.score is None:
        return "not scored yet"
    return f"scored {risk.score / 100:g}"
