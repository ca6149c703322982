"""What every page of benefits shares: living rows, as at today, in the reader's portfolios."""

from django.urls import reverse

from accounts.roles import State, Verb, may
from agt.words import clock
from portfolios.models import Portfolio
from reports.pages.base import Crumb, FiguresPage
from reports.table import in_words


class BenefitsPage(FiguresPage):
    """A page of benefits: ``title`` is its last breadcrumb."""

    title: str

    @property
    def crumbs(self) -> list[Crumb]:
        """What stands between Benefits and the page itself."""
        return []

    def breadcrumbs(self):
        return [
            {"label": "Benefits", "url": reverse("benefits") + self.query()},
            *self.crumbs,
            {"label": self.title, "url": ""},
        ]

    def may(self, verb: Verb) -> bool:
        """Whether the reader's role may, at least in portfolios of their own."""
        return bool(may(self.reader, verb, state=State.WORKING))

    def may_in(self, verb: Verb, portfolio: Portfolio | None) -> bool:
        return self.may(verb) and self.library.covers(portfolio)

    def get_context_data(self, **kwargs):
        return {
            **super().get_context_data(**kwargs),
            "title": self.title,
            "today": in_words(clock.today()),
            "adds": self.may(Verb.EDIT),
        }
