"""The heat map: a table whose squares lead to the risks that stand there."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.views.generic import TemplateView

from governance.heat import Square, heat_map
from governance.models import Band, Risk, RiskFramework
from reports.pages.again import Again
from reports.pages.governance.base import GovernancePage
from reports.pages.governance.register_filter import RATINGS


@dataclass(frozen=True, slots=True)
class MapSquare:
    """A square as the page draws it."""

    square: Square
    url: str


@dataclass(frozen=True, slots=True)
class MapLine:
    label: str
    squares: list[MapSquare]


@dataclass(frozen=True, slots=True)
class HeatMap:
    """The map and what is found on it."""

    lines: list[MapLine]
    impacts: list[str]
    rated: int
    unrated: int
    finding: str


def draw(risks: Any, framework: RiskFramework, shown: str, position: str) -> HeatMap:
    """The map of ``risks`` by the rating ``shown``, its squares linked at a position's slug."""
    prefix = RATINGS[shown]
    ratings = list(risks.values_list(f"{prefix}likelihood", f"{prefix}impact"))
    lines = [
        MapLine(
            f"{line.step} {line.label}",
            [MapSquare(square, _url(square, shown, position)) for square in line.squares],
        )
        for line in heat_map(ratings, framework)
    ]
    rated = [framework.band(one * other) for one, other in ratings if one and other]
    very_high = rated.count(Band.VERY_HIGH)
    return HeatMap(
        lines,
        [f"{step} {label}" for step, label in enumerate(framework.impacts, start=1)],
        len(rated),
        len(ratings) - len(rated),
        f"{very_high or 'None'} of {len(rated)} rated very high, {rated.count(Band.HIGH)} high"
        if rated
        else "Nothing is rated yet",
    )


def _url(square: Square, shown: str, position: str) -> str:
    if not square.count:
        return ""
    asked = {"rating": shown, "likelihood": square.likelihood, "impact": square.impact}
    where = {"position": position} if position else {}
    return f"{reverse('governance-risks')}?{urlencode(where | asked)}"


class HeatMapPage(Again, GovernancePage, TemplateView):
    title = "Heat map"
    template_name = "governance/heat_map.html"

    @property
    def shown(self) -> str:
        """Which rating is shown: current unless the link names another."""
        asked = self.request.GET.get("rating", "")
        return asked if asked in RATINGS else "current"

    def get_context_data(self, **kwargs):
        risks = Risk.objects.at(self.position).visible_to(self.reader).open()
        framework = self.framework
        return {
            **super().get_context_data(**kwargs),
            "map": draw(risks, framework, self.shown, self.position.slug),
            "shown_rating": self.shown,
            "switch": [
                {
                    "name": name.capitalize(),
                    "url": reverse("governance-heat-map") + self.query(rating=name),
                    "current": name == self.shown,
                }
                for name in RATINGS
            ],
            "framework": framework,
            "may_set": self.adds and self.library.sees_all,
            "samples": risks.filter(illustrative=True).exists(),
        }
