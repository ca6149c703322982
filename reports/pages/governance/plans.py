"""Plans: the milestones of a programme or a portfolio as a chart, with its table."""

from functools import cached_property

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.views.generic import TemplateView

from accounts.roles import State, Verb, may
from governance.models import Milestone
from portfolios.models import PortfolioPlace, ProgrammePlace
from reports.asking import find_portfolio
from reports.definitions.plan import MOST, plan
from reports.pages.again import Again
from reports.pages.base import FiguresPage
from reports.renderers import as_html, plan_chart


class PlanPage(FiguresPage, TemplateView):
    """The milestones of a programme or a portfolio: a chart, and its table beside it."""

    template_name = "governance/plan.html"
    hide: tuple[str, ...] = ()

    @property
    def of(self) -> str:
        raise NotImplementedError

    def rows(self) -> QuerySet[Milestone]:
        raise NotImplementedError

    def get_context_data(self, **kwargs):
        ahead = self.rows().not_done().order_by("forecast", "pk")  # type: ignore[attr-defined]
        shown, total = list(ahead[: MOST + 1]), 0
        if len(shown) > MOST:
            shown, total = shown[:MOST], ahead.count()
        else:
            done = self.rows().filter(actual__isnull=False).order_by("-actual", "pk")
            shown = [*reversed(done[: MOST - len(shown)]), *shown]
        table = plan(self.ask, shown, of=self.of, total=max(total, len(shown)))
        return {
            **super().get_context_data(**kwargs),
            "of": self.of,
            "chart": plan_chart.render(table, of_several=not self.hide) if shown else None,
            "table": as_html.render(table, query=self.query(), hide=frozenset(self.hide)),
            "adds": self.adds(),
        }

    def adds(self) -> str:
        """Where a milestone is added, for those who may."""
        return ""


class ProgrammePlanPage(Again, PlanPage):
    hide = ("programme",)

    @cached_property
    def place(self) -> ProgrammePlace:
        places = ProgrammePlace.objects.at(self.position).visible_to(self.reader)
        place = places.filter(programme__slug=self.kwargs["slug"])
        found = place.select_related("programme", "portfolio").first()
        if found is None:
            raise Http404(f"{self.position.name} has no such programme in your portfolios.")
        return found

    @property
    def of(self) -> str:
        return self.place.printed_label

    def rows(self):
        seen = Milestone.objects.placed_at(self.position, visible_to=self.reader)
        return seen.filter(programme=self.place.programme)

    def adds(self) -> str:
        if not may(self.reader, Verb.EDIT, state=State.WORKING, portfolio=self.place.portfolio):
            return ""
        return reverse("row-add", args=["milestone"]) + f"?programme={self.place.programme.slug}"

    def breadcrumbs(self):
        query, place = self.query(), self.place
        programme = reverse("programme-detail", args=[place.programme.slug]) + query
        return [
            {"label": "Programmes", "url": reverse("programme-list") + query},
            {"label": place.printed_label, "url": programme},
            {"label": "Plan", "url": ""},
        ]


class PortfolioPlanPage(Again, PlanPage):
    @cached_property
    def portfolio(self) -> PortfolioPlace:
        return find_portfolio(self.kwargs["slug"], self.library, self.position)

    @property
    def of(self) -> str:
        return self.portfolio.printed_label

    def rows(self):
        return Milestone.objects.placed_at(
            self.position, visible_to=self.reader, within=self.portfolio.portfolio
        )

    def breadcrumbs(self):
        query = self.query()
        portfolio = reverse("portfolio-detail", args=[self.portfolio.slug]) + query
        return [
            {"label": "Portfolios", "url": reverse("portfolio-list") + query},
            {"label": self.portfolio.printed_label, "url": portfolio},
            {"label": "Plan", "url": ""},
        ]
