"""What the pages of delivered savings share."""

from functools import cached_property

from django.http import Http404
from django.urls import reverse

from accounts.roles import State, Verb, may
from agt.words.years import FinancialYear
from portfolios.models import ProgrammePlace
from reports.living_rows import shown_on
from reports.pages.base import SectionPage


class DeliveryPage(SectionPage):
    """A page under savings; ``title`` is its last breadcrumb."""

    section = ("Savings", "savings")

    @property
    def is_finance(self) -> bool:
        return bool(may(self.reader, Verb.CONFIRM, state=State.WORKING))

    @cached_property
    def year(self) -> FinancialYear:
        """The year asked for by its first, else the one of the position's day."""
        asked = self.request.GET.get("year", "")
        if not asked:
            return FinancialYear.of(shown_on(self.position))
        try:
            return FinancialYear(int(asked))
        except ValueError as error:
            raise Http404("There is no such financial year.") from error

    def working_link(self) -> str:
        """Leads from a published position to what is being worked on, if the reader may see it."""
        found = next((p for p in self.positions if p.is_working), None)
        return f"?position={found.slug}" if found and self.position.is_published else ""

    def get_context_data(self, **kwargs):
        return {
            **super().get_context_data(**kwargs),
            "is_finance": self.is_finance,
            "working_link": self.working_link(),
        }


class OfProgramme(DeliveryPage):
    """A page of one programme, in the reader's scope, as the position shows it."""

    @cached_property
    def place(self) -> ProgrammePlace:
        places = ProgrammePlace.objects.at(self.position).visible_to(self.reader)
        found = places.filter(programme__slug=self.kwargs["slug"]).select_related(
            "programme", "portfolio", "position"
        )
        place = found.first()
        if place is None:
            raise Http404(f"{self.position} has no such programme in your portfolios.")
        return place

    @property
    def crumbs(self):
        return [{"label": "Delivery", "url": reverse("savings-delivery") + self.query()}]

    @property
    def claims_here(self) -> bool:
        """Whether the reader may claim for the programme."""
        portfolio = self.place.portfolio
        return bool(may(self.reader, Verb.EDIT, state=State.WORKING, portfolio=portfolio))
