"""My work: what waits for the person signed in, in their portfolios and by their role."""

from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.views.generic import TemplateView

from accounts.roles import State, Verb, may
from portfolios.models import Position, ProgrammePlace
from reports.pages.base import FiguresPage
from reports.reconciliation import State as Reconciled


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do, and where."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Pile:
    """Tasks of one kind; an empty pile is said to be done."""

    title: str
    done: str
    tasks: list[Task]


class MyWorkPage(FiguresPage, TemplateView):
    template_name = "reports/my_work.html"

    def breadcrumbs(self):
        return [{"label": "My work", "url": ""}]

    def get_context_data(self, **kwargs):
        working = next((p for p in self.positions if p.is_working), None)
        piles = [self.breaks()] if may(self.reader, Verb.EXPLAIN) else []
        if working:
            piles += self.of_position(working)
        return {**super().get_context_data(**kwargs), "piles": piles, "working": working}

    def of_position(self, working: Position) -> list[Pile]:
        """What the working position waits for from a reader of this role."""
        state, places = State.WORKING, self.places(working)
        piles = []
        if may(self.reader, Verb.EDIT, state=state):
            untouched = places.filter(version=1, confirmed_by=None)
            piles.append(
                Pile(
                    f"Programmes as {working} was opened: look at their figures",
                    "Every programme has been looked at.",
                    self.tasks(untouched, working),
                )
            )
        if may(self.reader, Verb.CONFIRM, state=state):
            piles.append(
                Pile(
                    "Programmes to confirm",
                    "Every programme is confirmed.",
                    self.tasks(places.filter(confirmed_by=None), working),
                )
            )
        if may(self.reader, Verb.SIGN, state=state) and working.kind == "quarterly_cabinet":
            to_sign = [Task(f"{working}", reverse("position-detail", args=[working.slug]))]
            tasks = [] if working.signed_by else to_sign
            piles.append(Pile("Positions to sign", "Nothing waits to be signed.", tasks))
        return piles

    def places(self, working: Position):
        """Programmes with a saving that are mine: those I am named on, else those in my scope."""
        reader = self.reader
        scope = (
            ProgrammePlace.objects.at(working)
            .visible_to(reader)
            .filter(shows=ProgrammePlace.Shows.MONEY)
            .select_related("programme", "portfolio")
            .in_report_order()
        )
        named = scope.filter(
            Q(programme__sro=reader)
            | Q(programme__manager=reader)
            | Q(programme__finance_lead=reader)
            | Q(portfolio__lead=reader)
        )
        return named if named.exists() else scope

    def tasks(self, places, working: Position) -> list[Task]:
        return [
            Task(
                f"{place.printed_label}, {place.portfolio.short_name}",
                reverse("programme-detail", args=[place.programme.slug])
                + f"?position={working.slug}",
            )
            for place in places
        ]

    def breaks(self) -> Pile:
        tasks = [
            Task(
                f"{r.figure.printed}: {r.quantity}, {r.figure.position}",
                reverse("explain", args=[r.figure.pk]),
            )
            for r in self.library.reconciled
            if r.state is Reconciled.BREAK and not r.figure.explanation
        ]
        return Pile("Breaks to explain", "Every break is explained.", tasks)
