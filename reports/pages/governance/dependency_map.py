"""The map of dependencies: a matrix of portfolios, a network, and what stands out on both."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.views.generic import TemplateView

from agt.words import clock
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
from portfolios.council import say
from portfolios.models import Programme
from reports.pages.again import Again
from reports.pages.governance.base import GovernancePage
from reports.pages.governance.dependency_list import OPERATIONS as TO_OPERATIONS
from reports.renderers import as_network
from reports.renderers.as_network import Link, Node
from reports.renderers.chart_parts import PageChart

MOST_ARROWS = 120  # dependencies; past that the network is drawn between portfolios
MOST_NAMED = 10  # of what is late, of circles, and of those on whom many wait
Arrows = dict[tuple[int | str, int | str], tuple[bool, bool]]


@dataclass(frozen=True, slots=True)
class Square:
    """A place of the matrix: its tally, where it leads, and whether it is within a portfolio."""

    tally: Tally
    url: str = ""
    within: bool = False


class DependencyMapPage(Again, GovernancePage, TemplateView):
    title = "Dependency map"
    template_name = "governance/dependency_map.html"

    @property
    def crumbs(self):
        url = reverse("governance-dependencies") + self.query()
        return [{"label": "Dependencies", "url": url}]

    def get_context_data(self, **kwargs):
        today = clock.today()
        rows = Dependency.objects.at(self.position).visible_to(self.reader).open()
        groups = list(rows.by_portfolio(today))
        tallies = matrix(groups)
        total = sum(tallies.values(), Tally())
        by_programme = total.count <= MOST_ARROWS
        named = rows.soonest_first().for_reading()
        read = list(named if by_programme else named.late_on(today)[:MOST_NAMED])
        links = rows.as_links()
        round_again, busy = circles(links), on_whom_many_wait(links)
        told = {pk for circle in round_again[:MOST_NAMED] for pk in circle}
        told |= {pk for pk, _ in busy[:MOST_NAMED]}
        programmes = Programme.objects.in_bulk({0, *told})  # asked where there is none, too
        many = [(programmes[pk], count) for pk, count in busy[:MOST_NAMED]]
        drawn = _between_programmes(read) if by_programme else _between_portfolios(tallies)
        nodes = self.nodes(read) if by_programme else self.portfolio_nodes(drawn)
        return {
            **super().get_context_data(**kwargs),
            **self.matrix(tallies, total),
            "finding": _finding(tallies, total),
            "network": _network(nodes, drawn, many) if links else None,
            "circles": [
                " → ".join(programmes[pk].name for pk in circle)
                for circle in round_again[:MOST_NAMED]
            ],
            "circle_count": len(round_again),
            "many": many,
            "many_count": len(busy),
            "many_is": MANY,
            "late": [d for d in read if d.late][:MOST_NAMED],
            "late_count": total.late,
            "samples": any(group["samples"] for group in groups),
        }

    def matrix(self, tallies: dict[tuple[int, int], Tally], total: Tally) -> dict:
        """The rows and headings of the table: givers down, takers across, then all."""
        held = {end for pair in tallies for end in pair}
        takers = [*self.portfolios, OPERATIONS, *([NOWHERE] if NOWHERE in held else [])]
        givers = [*self.portfolios, *([NOWHERE] if NOWHERE in held else [])]
        lines = []
        for giver in givers:
            squares = [self.square(tallies, giver, taker) for taker in takers]
            if giver in held:
                lines.append((self.name(giver), squares, sum((s.tally for s in squares), Tally())))
        columns = zip(*(squares for _, squares, _ in lines), strict=True)
        return {
            "takers": [self.name(taker) for taker in takers],
            "matrix": lines,
            "totals": [sum((s.tally for s in column), Tally()) for column in columns],
            "total": total,
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

    def nodes(self, dependencies: list[Any]) -> list[Node]:
        """Every programme and service there is, portfolio by portfolio, services last."""
        found: dict[int | str, Node] = {}
        for d in dependencies:
            giver, taker = _ends(d)
            found[d.giver_id] = Node(d.giver_id, d.giver.name, self.series(giver))
            to = d.taker_id or d.service
            found[to] = Node(to, d.goes_to, self.series(taker))
        return sorted(found.values(), key=self.in_order)

    def portfolio_nodes(self, arrows: Arrows) -> list[Node]:
        """Every portfolio there is, operations last."""
        ends = {end for pair in arrows for end in pair}
        nodes = [Node(end, self.name(end), self.series(end)) for end in ends]  # type: ignore[arg-type]
        return sorted(nodes, key=self.in_order)

    def series(self, end: int) -> int:
        return self.portfolios[end].colour if end in self.portfolios else 0

    def in_order(self, node: Node) -> tuple[int, str]:
        return node.series or len(self.portfolios) + 1, node.name


def _network(nodes: list[Node], arrows: Arrows, many: list[tuple[Programme, int]]) -> PageChart:
    finding = (
        f"Most wait on {many[0][0]}: it gives to {many[0][1]}"
        if many
        else f"No programme gives to {MANY} or more"
    )
    drawn = [Link(giver, taker, *told) for (giver, taker), told in arrows.items()]
    return as_network.render(nodes, drawn, finding=say(finding), table="dependency-matrix")


def _ends(dependency: Any) -> tuple[int, int]:
    to_service = dependency.taker_id is None
    return ends(dependency.gives_from, dependency.takes_in, to_service=to_service)


def _between_programmes(dependencies: list[Any]) -> Arrows:
    """Whether any is late, and whether it stays within a portfolio, by the two ends it joins."""
    arrows: Arrows = {}
    for d in dependencies:
        pair = (d.giver_id, d.taker_id or d.service)
        late, _ = arrows.get(pair, (False, False))
        giver, taker = _ends(d)
        arrows[pair] = (late or bool(d.late), giver == taker)
    return arrows


def _between_portfolios(tallies: dict[tuple[int, int], Tally]) -> Arrows:
    """The same from portfolio to portfolio: what stays within one is no arrow."""
    return {pair: (tally.late > 0, False) for pair, tally in tallies.items() if pair[0] != pair[1]}


def _finding(tallies: dict[tuple[int, int], Tally], total: Tally) -> str:
    within = sum(t.count for (giver, taker), t in tallies.items() if giver == taker)
    operations = sum(t.count for (_, taker), t in tallies.items() if taker == OPERATIONS)
    return (
        f"{total.count - within - operations} of {total.count} open dependencies cross portfolios, "
        f"{within} stay within one, {operations} go to operations; {total.late} late"
    )
