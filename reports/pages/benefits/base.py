"""What every page of benefits shares: living rows, as at today, in the reader's portfolios."""

from accounts.roles import State, Verb, may
from agt.words import clock
from agt.words.days import long_day
from portfolios.models import Portfolio
from reports.pages.base import SectionPage


class BenefitsPage(SectionPage):
    """A page of benefits: ``title`` is its last breadcrumb."""

    section = ("Benefits", "benefits")

    def may(self, verb: Verb) -> bool:
        """Whether the reader's role may, at least in portfolios of their own."""
        return bool(may(self.reader, verb, state=State.WORKING))

    def may_in(self, verb: Verb, portfolio: Portfolio | None) -> bool:
        return self.may(verb) and self.library.covers(portfolio)

    def get_context_data(self, **kwargs):
        return {
            **super().get_context_data(**kwargs),
            "today": long_day(clock.today()),
            "adds": self.may(Verb.EDIT),
        }
