"""The dashboard: where the money, the confidence, the posts and the trouble are, in ten seconds."""

from typing import Any

from django.shortcuts import redirect
from django.views.generic import TemplateView

from accounts.roles import Verb, may
from reports.attention import attention
from reports.for_decision import for_decision
from reports.occasions import occasions
from reports.pages.again import Again
from reports.pages.base import FiguresPage
from reports.pages.headlines import Headline, against_budget, posts, saving, shares, years_ahead
from reports.quantities import Quantity
from reports.since import Since
from reports.since_words import lines
from savings.models import Confidence


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
            "begins": self.begins,
            "may_edit": self.may_edit(),
            "headlines": self.headlines(),
            "confidence": self.draw(confidence),
            "confidence_chart": self.chart("confidence", confidence),
            "shares": shares(self.ask),
            "profile": self.draw(profile),
            "profile_chart": self.chart("profile", profile),
            "portfolios": self.draw(portfolios),
            "portfolios_chart": self.chart("savings-change", portfolios),
            "for_decision": for_decision(self.library, self.position),
            "attention": attention(self.ask),
            **self.since(),
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

    def since(self) -> dict[str, Any]:
        """What happened since the board last met, in three lines at most."""
        last, *_ = occasions(self.library, self.position)
        happened = Since(self.library, self.position, last.on)
        return {"since": last, "since_lines": lines(happened.counts)}
