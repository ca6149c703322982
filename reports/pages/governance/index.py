"""Governance: what the Board reviews, a section for each thing that is kept."""

from typing import Any

from django.db.models import Count, Q
from django.views.generic import TemplateView

from agt.words import clock
from governance.models import BoardAction, Dependency, Risk
from reports.definitions.living import ILLUSTRATIVE
from reports.pages.again import Again
from reports.pages.governance.base import GovernancePage
from reports.pages.governance.heat_map import draw

MOST = 6


def risks(page: Any) -> dict[str, Any]:
    """The highest risks and where all of them stand."""
    held = Risk.objects.at(page.position).visible_to(page.reader).open()
    return {
        "top_risks": page.draw(
            page.table("top-risks"), hide=("of", "inherent", "target", "response")
        ),
        "map": draw(held, page.framework, "current", page.position.slug),
        **held.aggregate(
            overdue=Count("pk", filter=Q(review_on__lt=clock.today())),
            sample_risks=Count("pk", filter=Q(illustrative=True)),
        ),
    }


def dependencies(page: Any) -> dict[str, Any]:
    """What is late, and how much there is between whom."""
    held = Dependency.objects.at(page.position).visible_to(page.reader)
    late = list(held.late_on(clock.today()).soonest_first().for_reading()[: MOST + 1])
    return {
        "by_portfolio": page.draw(page.table("dependencies-by-portfolio")),
        "late": late[:MOST],
        "more_late": len(late) > MOST,
        "sample_dependencies": sum(d.illustrative for d in late),
    }


def boards(page: Any) -> dict[str, Any]:
    """What is for decision, and which actions are late."""
    plan = page.table("forward-plan")
    actions = BoardAction.objects.at(page.position).visible_to(page.reader)
    late = list(actions.late(clock.today()).late_first().for_reading()[: MOST + 1])
    return {
        "plan_finding": plan.finding,
        "plan": page.draw(plan, hide=("fte_low", "fte_high", "portfolio")) if plan.rows else None,
        "late_actions": late[:MOST],
        "more_late_actions": len(late) > MOST,
        "sample_decisions": sum(row.cells["basis"].value == ILLUSTRATIVE for row in plan.rows),
        "sample_actions": sum(action.illustrative for action in late),
    }


# What the page draws of each thing that is kept; each has its part of the template. How many
# samples it draws it says under a name that starts with ``sample_``.
SECTIONS = (risks, dependencies, boards)


class GovernanceIndexPage(Again, GovernancePage, TemplateView):
    title = "Governance"
    template_name = "governance/index.html"

    def breadcrumbs(self):
        return [{"label": "Governance", "url": ""}]

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        for section in SECTIONS:
            context |= section(self)
        return {
            **context,
            "samples": any(found for name, found in context.items() if name.startswith("sample_")),
        }
