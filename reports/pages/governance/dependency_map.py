"""The map of dependencies: a matrix of portfolios, a network, and what stands out on both."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.views.generic import TemplateView

from governance.between import (
    MANY,
    NOWHERE,
    OPERATIONS,
    Tally,
    circles,
    ends,
    matrix,
    on_whom_many_wait,
)
from governance.models import Dependency
from reports.pages.governance.base import GovernancePage
from reports.pages.governance.dependency_list import OPERATIONS as TO_OPERATIONS
from reports.renderers import as_network
from reports.renderers.as_chart import PageChart
from reports.renderers.as_network import Link, Node

MOST_ARROWS = 120  # between programmes; past that the network is drawn between portfolios
MOST_LATE = 10


@dataclass(frozen=True, slots=True)
class Square:
    """A place of the matrix: its tally, where it leads, and whether it is within a portfolio."""

    tally: Tally
    url: str = ""
    within: bool = False


class DependencyMapPage(GovernancePage, TemplateView):
    title = "Dependency map"
    template_name = "governance/dependency_map.html"

    @property
    def crumbs(self):
        url = reverse("governance-dependencies") + self.query()
        return [{"label": "Dependencies", "url": url}]

    def get_context_data(self, **kwargs):
        rows = Dependency.objects.at(self.position).visible_to(self.reader).open()
        dependencies = list(rows.soonest_first().for_reading())
        tallies = matrix(dependencies)
        late = [d for d in dependencies if d.late]
        many = on_whom_many_wait(dependencies)
        return {
            **super().get_context_data(**kwargs),
            **self.matrix(tallies),
            "finding": _finding(tallies, len(late)),
            "network": self.network(dependencies, many) if dependencies else None,
            "circles": [" → ".join(str(p) for p in circle) for circle in circles(dependencies)],
            "many": many,
            "many_is": MANY,
            "late": late[:MOST_LATE],
            "late_count": len(late),
            "dependencies": len(dependencies),
            "samples": any(d.illustrative for d in dependencies),
        }

    def matrix(self, tallies: dict[tuple[int, int], Tally]) -> dict:
        """The rows and headings of the table: givers down, takers across, then all."""
        held = {end for pair in tallies for end in pair}
        takers = [*self.portfolios, OPERATIONS, *([NOWHERE] if NOWHERE in held else [])]
        givers = [*self.portfolios, *([NOWHERE] if NOWHERE in held else [])]
        lines = []
        for giver in givers:
            squares = [self.square(tallies, giver, taker) for taker in takers]
            if giver in held:
                lines.append((self.name(giver), squares, _sum(s.tally for s in squares)))
        columns = zip(*(squares for _, squares, _ in lines), strict=True)
        return {
            "takers": [self.name(taker) for taker in takers],
            "matrix": lines,
            "totals": [_sum(s.tally for s in column) for column in columns],
            "total": _sum(tallies.values()),
        }

    def square(self, tallies: dict[tuple[int, int], Tally], giver: int, taker: int) -> Square:
        tally = tallies.get((giver, taker), Tally())
        if not tally.count or NOWHERE in (giver, taker):
            return Square(tally, within=giver == taker)
        to = TO_OPERATIONS if taker == OPERATIONS else self.portfolios[taker].slug
        asked = {"position": self.position.slug, "giver": self.portfolios[giver].slug, "taker": to}
        url = f"{reverse('governance-dependencies')}?{urlencode(asked)}"
        return Square(tally, url, within=giver == taker)

    def name(self, end: int) -> str:
        """What an end of the matrix is called where space is short."""
        if end in self.portfolios:
            return self.portfolios[end].short_name
        return "Operations" if end == OPERATIONS else "Not placed"

    def network(self, dependencies: list[Any], many: list[tuple[Any, int]]) -> PageChart:
        """Between programmes while they can be told apart, else between portfolios."""
        arrows = _arrows(dependencies, by_programme=True)
        by_programme = len(arrows) <= MOST_ARROWS
        if not by_programme:
            arrows = _arrows(dependencies, by_programme=False)
        nodes = self.nodes(dependencies, by_programme=by_programme)
        links = [Link(giver, taker, *told) for (giver, taker), told in arrows.items()]
        finding = (
            f"Most wait on {many[0][0]}: it gives to {many[0][1]}"
            if many
            else f"No programme gives to {MANY} or more"
        )
        return as_network.render(nodes, links, finding=finding, table="dependency-matrix")

    def nodes(self, dependencies: list[Any], *, by_programme: bool) -> list[Node]:
        """Every end there is, portfolio by portfolio, services last."""
        found: dict[Any, tuple[int, str, int]] = {}
        for d in dependencies:
            for end, key in zip(ends(d), _keys(d, by_programme=by_programme), strict=True):
                series = self.portfolios[end].colour if end in self.portfolios else 0
                named = d.giver.name if key == d.giver_id else d.goes_to
                found[key] = (series or len(self.portfolios) + 1, named, series)
        if not by_programme:
            found = {key: (at, self.name(key), series) for key, (at, _, series) in found.items()}
        ordered = sorted(found.items(), key=lambda item: item[1])
        return [Node(key, name, series) for key, (_, name, series) in ordered]


def _keys(dependency: Any, *, by_programme: bool) -> tuple[Any, Any]:
    """What stands for the two ends in the network."""
    if not by_programme:
        return ends(dependency)
    return dependency.giver_id, dependency.taker_id or dependency.service


def _arrows(
    dependencies: list[Any], *, by_programme: bool
) -> dict[tuple[Any, Any], tuple[bool, bool]]:
    """Whether any is late, and whether it stays within a portfolio, by the two ends it joins."""
    arrows: dict[tuple[Any, Any], tuple[bool, bool]] = {}
    for d in dependencies:
        pair = _keys(d, by_programme=by_programme)
        if pair[0] == pair[1]:
            continue  # within one portfolio, where these are drawn as one
        giver, taker = ends(d)
        late, _ = arrows.get(pair, (False, False))
        arrows[pair] = (late or bool(d.late), giver == taker)
    return arrows


def _sum(tallies) -> Tally:
    total = Tally()
    for tally in tallies:
        total.count += tally.count
        total.late += tally.late
        total.pence += tally.pence
    return total


def _finding(tallies: dict[tuple[int, int], Tally], late: int) -> str:
    total = sum(t.count for t in tallies.values())
    within = sum(t.count for (giver, taker), t in tallies.items() if giver == taker)
    operations = sum(t.count for (_, taker), t in tallies.items() if taker == OPERATIONS)
    return (
        f"{total - within - operations} of {total} open dependencies cross portfolios, "
        f"{within} stay within one, {operations} go to operations; {late} late"
    )
