"""Gates, their decisions and milestones, as they are edited by form."""

from typing import Any

from django.urls import reverse

from governance.models import Gate, GateDecision, Milestone
from portfolios.models import Portfolio, ProgrammePlace
from reports.editable import Editable


def of_programme_today(row: Any) -> Portfolio | None:
    """The portfolio that the row's programme is in today."""
    place = ProgrammePlace.objects.today().filter(programme=row.programme)
    found = place.select_related("portfolio").first()
    return found.portfolio if found else None


def _milestone_page(row: Any) -> str:
    if row.pk:
        return reverse("milestone-detail", args=[row.pk])
    return reverse("programme-plan", args=[row.programme.slug])


KINDS_OF_DELIVERY: dict[str, Editable] = {
    "gate": Editable(
        "gate",
        Gate,
        ("order", "name", "description", "decides_case", "retired"),
        lambda row: None,
        lambda row: reverse("case-list"),
        removes=False,
        lives_on=True,
    ),
    "gate-decision": Editable(
        "gate decision",
        GateDecision,
        ("body", "decided_on", "pence", "fte_low", "fte_high", "conditions", "minute"),
        of_programme_today,
        lambda row: reverse("programme-detail", args=[row.programme.slug]),
        adds=False,
        removes=False,
        lives_on=True,
    ),
    "milestone": Editable(
        "milestone",
        Milestone,
        (
            "title",
            "baseline",
            "forecast",
            "actual",
            "owner",
            "owner_role",
            "critical",
            "carries",
            "carries_year",
            "benefit",
        ),
        of_programme_today,
        _milestone_page,
        of="programme",
        lives_on=True,
        settled=("baseline",),
    ),
}
