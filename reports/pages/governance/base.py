"""What every page of governance shares: living rows, as at today, in the position's portfolios."""

from collections.abc import Iterable
from functools import cached_property

from django.urls import reverse

from accounts.roles import State, Verb, may
from agt.words import clock
from governance.models import RiskFramework
from portfolios.models import PortfolioPlace
from reports.pages.base import Crumb, FiguresPage
from reports.table import in_words


class GovernancePage(FiguresPage):
    """A page of rows that live on: ``title`` is its last breadcrumb."""

    title: str

    @property
    def crumbs(self) -> list[Crumb]:
        """What stands between Governance and the page itself."""
        return []

    def breadcrumbs(self):
        return [
            {"label": "Governance", "url": reverse("governance") + self.query()},
            *self.crumbs,
            {"label": self.title, "url": ""},
        ]

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
            "title": self.title,
            "today": in_words(clock.today()),
            "adds": self.adds,
        }
