"""Outcomes: restructures by route, and redeployment as counts."""

from django.views.generic import TemplateView

from reports.living_rows import shown_on
from reports.pages.workforce.base import FewPeoplePage
from workforce.models import Redeployment, Restructure


class OutcomesPage(FewPeoplePage, TemplateView):
    title = "Outcomes"
    template_name = "workforce/outcomes.html"

    def get_context_data(self, **kwargs):
        counts = Redeployment.objects.visible_to(self.reader).select_related("portfolio")
        restructures = Restructure.objects.visible_to(self.reader).prefetch_related("routes")
        return {
            **super().get_context_data(**kwargs),
            "table": self.draw(self.table("restructure-outcomes")),
            "restructures": restructures if self.may_edit_posts else [],
            "redeployments": counts.filter(counted_on__lte=shown_on(self.position)),
        }
