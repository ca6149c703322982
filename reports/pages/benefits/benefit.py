"""A benefit's page: what it is, what it needs, how it is measured, and how far it has come."""

from functools import cached_property

from django.http import Http404
from django.urls import reverse
from django.views.generic import TemplateView

from accounts.roles import Verb
from reports.history import changes_of
from reports.kinds import KINDS
from reports.pages.benefits.acts import BENEFIT_ACTS
from reports.pages.benefits.base import BenefitsPage
from savings.measured import measured
from savings.models import Benefit


class OneBenefit(BenefitsPage):
    """A page about one benefit in the reader's scope."""

    @cached_property
    def benefit(self) -> Benefit:
        held = Benefit.objects.visible_to(self.reader).for_reading()
        found = held.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404("There is no such benefit in your portfolios.")
        return found

    @property
    def title(self) -> str:  # type: ignore[override]
        return self.benefit.title

    @property
    def crumbs(self):
        return [{"label": "Register", "url": reverse("benefits-register") + self.query()}]

    @property
    def address(self) -> str:
        return reverse("benefits-benefit", args=[self.benefit.pk]) + self.query()

    def get_context_data(self, **kwargs):
        return {**super().get_context_data(**kwargs), "benefit": self.benefit}


class BenefitPage(OneBenefit, TemplateView):
    template_name = "benefits/benefit.html"

    def get_context_data(self, **kwargs):
        benefit = self.benefit
        measures = [measured(m) for m in benefit.measures.for_reading()]
        activities = benefit.activities.select_related("programme")
        return {
            **super().get_context_data(**kwargs),
            "may_edit": self.may_in(Verb.EDIT, benefit.portfolio),
            "acts": [
                {"name": name, "title": act.title}
                for name, act in BENEFIT_ACTS.items()
                if act.open_to(benefit) and self.may_in(act.verb, benefit.portfolio)
            ],
            "programmes": benefit.programmes.all(),
            "links": [
                (label, ", ".join(map(str, rows)) or "none")
                for label, rows in [
                    ("Outcomes it serves", benefit.outcomes.all()),
                    ("Themes it serves", benefit.themes.all()),
                    ("Design principles it serves", benefit.principles.all()),
                ]
            ],
            "budget_lines": benefit.budget_lines.select_related("programme", "line"),
            "measures": measures,
            "activities": activities,
            "changes": changes_of(KINDS["benefit"], benefit)[::-1],
            "samples": benefit.illustrative,
        }
