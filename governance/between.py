"""Dependencies taken together: between which portfolios, in circles, on whom many wait."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from governance.cycles import cycles

MANY = 3  # takers: from here on a giver is called out
OPERATIONS = 0  # the "portfolio" that operational services stand for; NOWHERE: not placed
NOWHERE = -1


@dataclass(frozen=True, slots=True)
class Tally:
    """Dependencies between the same two: how many, how many late, what is at stake."""

    count: int = 0
    late: int = 0
    pence: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.count + other.count, self.late + other.late, self.pence + other.pence)


class Link(NamedTuple):
    """A dependency as far as a circle goes: its two ends by id, or a service's name."""

    giver: int
    taker: int | None
    service: str

    @property
    def to(self) -> int | str:
        return self.taker or self.service


def ends(gives_from: int | None, takes_in: int | None, *, to_service: bool) -> tuple[int, int]:
    """What stands for the portfolios of a giver and a taker in the matrix."""
    return gives_from or NOWHERE, OPERATIONS if to_service else takes_in or NOWHERE


def matrix(groups: Iterable[Mapping[str, Any]]) -> dict[tuple[int, int], Tally]:
    """The tally of each (giver portfolio, taker portfolio), of what is added ``by_portfolio``."""
    return {
        ends(g["gives_from"], g["takes_in"], to_service=g["to_service"]): Tally(
            g["count"], g["late"], g["pence"]
        )
        for g in groups
    }


def circles(links: Iterable[Link]) -> list[list[int]]:
    """Programmes that wait for each other in a circle, by id; the first stands at its end too."""
    between = {(link.giver, link.taker) for link in links if link.taker}
    return [[*cycle, cycle[0]] for cycle in cycles(between)]


def on_whom_many_wait(links: Iterable[Link]) -> list[tuple[int, int]]:
    """Programmes, by id, that give to ``MANY`` takers or more, and to how many, the most first."""
    takers: dict[int, set[int | str]] = defaultdict(set)
    for link in links:
        takers[link.giver].add(link.to)
    many = [(giver, len(held)) for giver, held in takers.items() if len(held) >= MANY]
    return sorted(many, key=lambda found: (-found[1], found[0]))
