"""The benefits map: activities, outputs, benefits and outcomes, drawn from their links."""

from django.views.generic import TemplateView

from reports.definitions import benefits as covered
from reports.definitions import benefits_map
from reports.pages.again import Again
from reports.pages.benefits.base import BenefitsPage
from reports.renderers import as_html
from reports.renderers import benefits_map as drawn


class BenefitsMapPage(Again, BenefitsPage, TemplateView):
    title = "Benefits map"
    template_name = "benefits/map.html"

    def get_context_data(self, **kwargs):
        held = covered.benefits(self.ask).prefetch_related("activities", "outcomes")
        table = benefits_map.build(self.ask, held)
        asked = self.ask.portfolio
        return {
            **super().get_context_data(**kwargs),
            "finding": table.finding,
            "table": as_html.render(table, query=self.query()),
            "chart": drawn.render(table, benefits_map.STAGES) if table.rows else None,
            "portfolios": self.ask.book.portfolios,
            "asked_portfolio": asked.slug if asked else "",
            "samples": any(benefit.illustrative for benefit in held),
        }
