"""Portfolios: the list, and each one as the report's section on it, living."""

from functools import cached_property
from typing import Any

from django.db.models import F, Value
from django.urls import reverse
from django.views.generic import TemplateView

from portfolios.models import Highlight, Improvement, PortfolioPlace
from reports.asking import find_portfolio, newest_places
from reports.pages.again import Again
from reports.pages.base import FiguresPage
from reports.pages.governance.short import governance_of
from reports.pages.governance.summary import of_portfolio
from reports.pages.headlines import Headline, against_budget, posts, saving, shares, years_ahead
from reports.quantities import Measure, Quantity
from reports.table import Ask


class PortfolioListPage(Again, FiguresPage, TemplateView):
    template_name = "portfolios/portfolio_list.html"

    def breadcrumbs(self):
        return [{"label": "Portfolios", "url": ""}]

    def get_context_data(self, **kwargs):
        table = self.table("savings-by-portfolio")
        counts = self.library.programme_counts.get(self.position.pk, {})
        may_edit = self.may_edit()
        return {
            **super().get_context_data(**kwargs),
            "portfolios": [
                {
                    "portfolio": portfolio,
                    "programmes": counts.get(portfolio.name, 0),
                    "url": reverse("portfolio-detail", args=[portfolio.slug]) + self.query(),
                }
                for portfolio in self.ask.book.portfolios
            ],
            "begins": self.begins,
            "may_edit": may_edit,
            "retired": self.retired() if may_edit else [],
            "table": self.draw(table),
            "chart": self.chart("savings-change", table),
        }

    def retired(self) -> list[PortfolioPlace]:
        """The portfolios that other positions have and this one has not."""
        here = self.ask.book.by_name
        return [place for place in newest_places(self.library).values() if place.name not in here]


class PortfolioPage(Again, FiguresPage, TemplateView):
    template_name = "portfolios/portfolio_detail.html"
    stays_nowhere = True

    @cached_property
    def portfolio(self) -> PortfolioPlace:
        return find_portfolio(self.kwargs["slug"], self.library, self.position)

    @cached_property
    def ask(self) -> Ask:
        return Ask(self.library, self.position, portfolio=self.portfolio)

    def breadcrumbs(self):
        return [
            {"label": "Portfolios", "url": reverse("portfolio-list") + self.query()},
            {"label": self.portfolio.printed_label, "url": ""},
        ]

    def headlines(self) -> list[Headline]:
        ask, name = self.ask, self.portfolio.name
        return [
            saving(
                ask,
                "Expected saving",
                Quantity(portfolio=name),
                sub=against_budget(ask, Quantity(portfolio=name)),
                lead=True,
            ),
            *(
                saving(
                    ask,
                    f"By {year}",
                    Quantity(portfolio=name, year=year, cumulative=True),
                    sub=sub,
                )
                for year, sub in years_ahead(ask)
            ),
            posts(ask, name),
        ]

    def beside(self) -> dict[str, Any]:
        """What the page says beside figures: the same for all who may see it."""
        return {**governance_of(self.position, self.portfolio.portfolio), **self.narrative()}

    def narrative(self) -> dict[str, list[dict]]:
        """Improvements and highlights as printed, in one query."""
        of = {"position": self.position, "portfolio": self.portfolio.portfolio}
        columns = ("pk", "order", "text")
        improvements = Improvement.objects.filter(**of).order_by()
        highlights = Highlight.objects.filter(**of).order_by()
        points = list(
            improvements.values(*columns, name=F("title"), kind=Value("improvements"))
            .union(highlights.values(*columns, name=Value(""), kind=Value("highlights")), all=True)
            .order_by("order", "pk")
        )
        return {
            kind: [point for point in points if point["kind"] == kind]
            for kind in ("improvements", "highlights")
        }

    def get_context_data(self, **kwargs):
        return {
            **super().get_context_data(**kwargs),
            **self.library.beside(("of a portfolio", self.portfolio.pk), self.beside),
            "portfolio": self.portfolio,
            "headlines": self.headlines(),
            "shares": shares(self.ask, self.portfolio.name),
            "lead": self.portfolio.portfolio.lead or self.portfolio.lead_role,
            "may_edit": self.may_edit(self.portfolio.portfolio),
            "may_edit_portfolio": self.may_edit(),
            "locked": self.locked(self.portfolio.portfolio),
            "post_reduction": self.library.posts.get(self.position.pk, {}).get(self.portfolio.name),
            "programme_count": self.ask.book.figure(
                Quantity(measure=Measure.PROGRAMMES, portfolio=self.portfolio.name)
            ),
            "programmes": self.draw(self.table("portfolio-programmes"), hide=("portfolio",)),
            "profile": self.draw(self.table("savings-profile"), hide_total=True),
            "posts": self.draw(self.table("post-reductions"), hide_total=True),
            "delivery": of_portfolio(self.portfolio.portfolio, self.position),
        }
