"""What every page of governance shares: living rows, as at today, in the position's portfolios."""

from collections.abc import Iterable
from functools import cached_property

from django.urls import reverse

from accounts.roles import State, Verb, may
from agt.words import clock
from agt.words.days import long_day
from governance.models import RiskFramework
from portfolios.models import PortfolioPlace
from reports.pages.base import FiguresPage, SectionPage


class GovernancePage(SectionPage):
    """A page of rows that live on: ``title`` is its last breadcrumb."""

    section = ("Governance", "governance")

    @cached_property
    def framework(self) -> RiskFramework:
        return RiskFramework.objects.held()

    @cached_property
    def portfolios(self) -> dict[int, PortfolioPlace]:
        """Every portfolio of the position by its id: the other end of a dependency is anyone's."""
        places: Iterable[PortfolioPlace] = self.ask.book.portfolios
        if not self.library.sees_all:
            places = PortfolioPlace.objects.at(self.position).select_related("portfolio")
        return {place.portfolio_id: place for place in places}

    @property
    def adds(self) -> bool:
        """Whether the reader may add rows, at least in portfolios of their own."""
        return bool(may(self.reader, Verb.EDIT, state=State.WORKING))

    def get_context_data(self, **kwargs):
        return {
            **super().get_context_data(**kwargs),
            "today": long_day(clock.today()),
            "adds": self.adds,
        }


def within_governance(page: FiguresPage) -> dict[str, str]:
    """The step of the way to a page of governance that has an address of its own."""
    return {"label": "Governance", "url": reverse("governance") + page.query()}
