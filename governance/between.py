"""Dependencies taken together: between which portfolios, in circles, on whom many wait."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from governance.cycles import cycles

MANY = 3  # takers: from here on a giver is called out
OPERATIONS = 0  # the "portfolio" that operational services stand for; NOWHERE: not placed
NOWHERE = -1


@dataclass(slots=True)
class Tally:
    """Dependencies between the same two: how many, how many late, what is at stake."""

    count: int = 0
    late: int = 0
    pence: int = 0

    def add(self, dependency: Any) -> None:
        self.count += 1
        self.late += bool(dependency.late)
        self.pence += dependency.amount or 0


def ends(dependency: Any) -> tuple[int, int]:
    """The portfolios of giver and taker, of a dependency ``at`` a position."""
    taker = (dependency.takes_in or NOWHERE) if dependency.taker_id else OPERATIONS
    return dependency.gives_from or NOWHERE, taker


def matrix(dependencies: Iterable[Any]) -> dict[tuple[int, int], Tally]:
    """The tally of each (giver portfolio, taker portfolio) that there is."""
    tallies: dict[tuple[int, int], Tally] = defaultdict(Tally)
    for dependency in dependencies:
        tallies[ends(dependency)].add(dependency)
    return dict(tallies)


def circles(dependencies: Iterable[Any]) -> list[list[Any]]:
    """Programmes that wait for each other in a circle; the first of each stands at its end too."""
    programmes = {}
    links = set()
    for d in dependencies:
        if d.taker_id:
            programmes[d.giver_id], programmes[d.taker_id] = d.giver, d.taker
            links.add((d.giver_id, d.taker_id))
    return [[programmes[pk] for pk in (*cycle, cycle[0])] for cycle in cycles(links)]


def on_whom_many_wait(dependencies: Iterable[Any]) -> list[tuple[Any, int]]:
    """Programmes that give to ``MANY`` takers or more, and to how many, the most first."""
    takers: dict[int, set[Any]] = defaultdict(set)
    givers = {}
    for d in dependencies:
        takers[d.giver_id].add(d.taker_id or d.service)
        givers[d.giver_id] = d.giver
    many = [(givers[pk], len(held)) for pk, held in takers.items() if len(held) >= MANY]
    return sorted(many, key=lambda found: (-found[1], found[0].name))
