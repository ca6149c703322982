"""The short lists of governance on the page of a portfolio or a programme: one query each."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse

from governance.models import Dependency, Risk
from portfolios.models import Portfolio, Position, Programme

MOST = 5


def governance_of(
    position: Position, home: Portfolio, programme: Programme | None = None
) -> dict[str, Any]:
    """What ``partials/governance.html`` draws of a portfolio, or of one programme in it.

    The highest open risks, the open dependencies needed soonest, and where all of them are.
    """
    risks = Risk.objects.at(position).filter(home=home.pk).open()
    rows = Dependency.objects.at(position).open()
    if programme:
        risks = risks.filter(programme=programme)
        rows = rows.filter(Q(giver=programme) | Q(taker=programme))
        wanted, gives = {"search": programme.name}, {"search": programme.name}
        new_risk, new_dependency = {"programme": programme.slug}, {"giver": programme.slug}
    else:
        rows = rows.filter(Q(gives_from=home.pk) | Q(takes_in=home.pk))
        wanted, gives = {"portfolio": home.slug}, {"giver": home.slug}
        new_risk, new_dependency = {"portfolio": home.slug}, {}
    highest = list(risks.highest_first().for_reading()[: MOST + 1])
    soonest = list(rows.soonest_first().for_reading()[: MOST + 1])

    def url(name: str, *args: str, **asked: str) -> str:
        return f"{reverse(name, args=args)}?{urlencode({'position': position.slug, **asked})}"

    return {
        "risks": highest[:MOST],
        "dependencies": soonest[:MOST],
        "all_risks": url("governance-risks", **wanted) if len(highest) > MOST else "",
        "all_dependencies": url("governance-dependencies", **gives) if len(soonest) > MOST else "",
        "dependencies_reach": "" if programme else " it gives",
        "add_risk": url("row-add", "risk", **new_risk),
        "add_dependency": url("row-add", "dependency", **new_dependency),
    }
