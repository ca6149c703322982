"""Outcomes: restructures by route, and redeployment as counts."""

from django.urls import reverse
from django.views.generic import TemplateView

from agt.words.years import FinancialYear
from reports.living_rows import shown_on
from reports.pages.workforce.base import FewPeoplePage
from workforce.models import Redeployment, Restructure, Route


class OutcomesPage(FewPeoplePage, TemplateView):
    title = "Outcomes"
    template_name = "workforce/outcomes.html"

    def get_context_data(self, **kwargs):
        day = shown_on(self.position)
        counts = Redeployment.objects.visible_to(self.reader).select_related("portfolio")
        restructures = Restructure.objects.visible_to(self.reader).prefetch_related("routes")
        return {
            **super().get_context_data(**kwargs),
            "reported": reverse("report-detail", args=["restructure-outcomes"]) + self.query(),
            "restructures": [
                {"row": row, "routes": row.by_route()}
                for row in restructures.done_by(FinancialYear.of(day))
            ],
            "routes": Route.labels,
            "redeployments": counts.filter(counted_on__lte=day),
        }
