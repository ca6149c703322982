"""The forward plan: what is for decision, with its notice, and what can still be called in."""

from datetime import timedelta

from django.views.generic import TemplateView

from agt.words import clock
from governance.models import Decision, DecisionPeriod
from reports.definitions.living import ILLUSTRATIVE
from reports.pages.again import Again
from reports.pages.governance.base import GovernancePage

CALL_IN = timedelta(days=90)  # no council's call-in lasts longer


class ForwardPlanPage(Again, GovernancePage, TemplateView):
    title = "Forward plan"
    template_name = "governance/forward_plan.html"

    def get_context_data(self, **kwargs):
        plan = self.table("forward-plan")
        return {
            **super().get_context_data(**kwargs),
            "finding": plan.finding,
            "plan": self.draw(plan) if plan.rows else None,
            "call_ins": self.call_ins(),
            "samples": any(row.cells["basis"].value == ILLUSTRATIVE for row in plan.rows),
        }

    def call_ins(self) -> list[tuple[Decision, str]]:
        """The key decisions that can be called in, or were and wait, each with what is so."""
        today = clock.today()
        periods = DecisionPeriod.objects.in_force(today)
        made = Decision.objects.at(self.position).visible_to(self.reader).decided()
        recent = made.filter(is_key=True, call_in_outcome="", meeting__held_on__gte=today - CALL_IN)
        told = [(d, d.call_in(periods)) for d in recent.newest_first().for_reading()]
        return [(decision, words) for decision, words in told if words]
