"""Since the last meeting: what changed since the position before, and what happened since a day."""

import datetime
from dataclasses import dataclass
from functools import cached_property

from django import forms
from django.core.exceptions import ValidationError
from django.views.generic import TemplateView

from agt.words import clock
from portfolios.models import PortfolioPlace
from reports.occasions import Occasion, in_links, occasions
from reports.pages.again import Again
from reports.pages.governance.base import GovernancePage
from reports.pages.headlines import Headline, saving
from reports.quantities import Quantity
from reports.since import Happened, Since
from reports.since_words import finding, sentence, url
from reports.table import Ask
from savings.models import Confidence

MOST = 15  # sentences of one portfolio, until it is asked for whole
PROGRAMME = "programme"  # what a link calls what happened to no portfolio
EARLIEST = datetime.date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence, and where it can be looked into."""

    text: str
    url: str
    illustrative: bool


@dataclass(frozen=True, slots=True)
class Group:
    """What happened in one portfolio; ``more`` is how many sentences ``url`` shows besides."""

    title: str
    told: list[Told]
    more: int
    url: str


def figures(ask: Ask) -> list[Headline]:
    """Savings in total, by confidence and by year, that the position before says too."""
    quantities = [("Expected saving", Quantity())]
    quantities += [(c.label, Quantity(confidence=c)) for c in Confidence]
    quantities += [(f"In {year}", Quantity(year=year)) for year in ask.position.years]
    drawn = [saving(ask, label, quantity) for label, quantity in quantities]
    return [headline for headline in drawn if headline.change_text]


class SincePage(Again, GovernancePage, TemplateView):
    title = "Since the last meeting"
    template_name = "governance/since.html"

    @cached_property
    def occasions(self) -> list[Occasion]:
        return occasions(self.library, self.position)

    @cached_property
    def since(self) -> tuple[Occasion, str]:
        """The day asked for, and what is wrong with it where something is."""
        usual = self.occasions[0]
        asked = self.request.GET.get("since", "").strip()
        if not asked:
            return usual, ""
        try:
            day = forms.DateField().clean(asked)
        except ValidationError:
            return usual, "Give a day like 31/03/2025."
        if not EARLIEST <= day <= clock.today():
            return usual, "Give a day that has been, from the year 2000 on."
        return Occasion(day), ""

    def groups(self, since: Since) -> list[Group]:
        """By portfolio in report order, the whole programme's first."""
        found: dict[int | None, list[Happened]] = {None: [], **{pk: [] for pk in self.portfolios}}
        for happened in since.happened:
            found[happened.home if happened.home in self.portfolios else None].append(happened)
        return [
            self.group(self.portfolios.get(home or 0), happened)
            for home, happened in found.items()
            if happened
        ]

    def group(self, portfolio: PortfolioPlace | None, happened: list[Happened]) -> Group:
        """Its sentences: the first of them, or all when the link asks for it whole."""
        slug = portfolio.slug if portfolio else PROGRAMME
        shown = happened if self.request.GET.get("whole") == slug else happened[:MOST]
        return Group(
            portfolio.printed_label if portfolio else "The whole programme",
            [Told(sentence(h), url(h) + self.query(), h.illustrative) for h in shown],
            len(happened) - len(shown),
            self.query(since=self.request.GET.get("since", ""), whole=slug),
        )

    def get_context_data(self, **kwargs):
        occasion, error = self.since
        since = Since(self.library, self.position, occasion.on)
        return {
            **super().get_context_data(**kwargs),
            "since": str(occasion),
            "occasions": in_links(self.occasions, self.query),
            "asked_since": self.request.GET.get("since", ""),
            "since_error": error,
            "headlines": figures(self.ask),
            "groups": self.groups(since),
            "finding": finding(since.happened, str(occasion)),
            "samples": any(h.illustrative for h in since.happened),
        }
