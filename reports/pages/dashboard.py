"""The dashboard: where the money, the confidence, the posts and the trouble are, in ten seconds."""

from dataclasses import dataclass

from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import TemplateView

from accounts.roles import Verb, may
from agt.words.money import in_millions
from reports.pages.again import Again
from reports.pages.base import FiguresPage
from reports.pages.headlines import Headline, against_budget, posts, saving, shares, years_ahead
from reports.quantities import Quantity
from reports.reconciliation import State
from reports.renderers.as_html import figure_url
from reports.table import Source
from savings.models import Confidence


@dataclass(frozen=True, slots=True)
class Item:
    """Something that needs attention, with the place where it can be mended."""

    text: str
    url: str
    link: str


class DashboardPage(Again, FiguresPage, TemplateView):
    template_name = "dashboard.html"

    def dispatch(self, request, *args, **kwargs):
        if may(request.user, Verb.ADMINISTER) and not may(request.user, Verb.READ):
            return redirect("admin:index")
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        confidence = self.table("finance-confidence")
        profile = self.table("savings-profile")
        portfolios = self.table("savings-by-portfolio")
        return {
            **super().get_context_data(**kwargs),
            "headlines": self.headlines(),
            "confidence": self.draw(confidence),
            "confidence_chart": self.chart("confidence", confidence),
            "shares": shares(self.ask),
            "profile": self.draw(profile),
            "profile_chart": self.chart("profile", profile),
            "portfolios": self.draw(portfolios),
            "portfolios_chart": self.chart("savings-change", portfolios),
            "attention": self.attention(),
        }

    def headlines(self) -> list[Headline]:
        ask = self.ask
        return [
            saving(
                ask, "Expected saving", Quantity(), sub=against_budget(ask, Quantity()), lead=True
            ),
            saving(ask, "Of which Green", Quantity(confidence=Confidence.GREEN)),
            *(
                saving(ask, f"By {year}", Quantity(year=year, cumulative=True), sub=sub)
                for year, sub in years_ahead(ask)
            ),
            posts(ask),
        ]

    def attention(self) -> list[Item]:
        """What is wrong or undone, the worst first."""
        items = []
        breaks = [r for r in self.library.reconciled if r.state is State.BREAK]
        unexplained = [r for r in breaks if not r.figure.explanation]
        if unexplained:
            items.append(
                Item(
                    f"{_count(len(unexplained), 'printed figure')} "
                    f"{'does' if len(unexplained) == 1 else 'do'} not agree with what "
                    f"{'it is' if len(unexplained) == 1 else 'they are'} made of, "
                    "and nobody has explained why.",
                    reverse("reconciliation") + self.query(),
                    "See the breaks",
                )
            )
        red = self.ask.book.figure(Quantity(confidence=Confidence.RED))
        if red:
            items.append(
                Item(
                    f"{in_millions(red)} of savings is Red: not yet validated.",
                    figure_url(Source(self.position.slug, Quantity(confidence=Confidence.RED))),
                    "See where it is",
                )
            )
        if "apportioned" in self.library.bases.get(self.position.pk, set()):
            items.append(
                Item(
                    "Some programmes' years and confidence are apportioned from published totals, "
                    "not entered by their programme.",
                    reverse("savings") + self.query(),
                    "See the lines",
                )
            )
        return items


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
