"""Claims on budget lines that cannot all stand: found from the claims alone."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Claimed:
    """One claimant's amount, in whole pence, out of a line in a year."""

    key: Hashable
    line: Hashable
    year: Any
    amount: int


@dataclass(frozen=True)
class Clash:
    """Claims on one line and year, at odds with each other, with its budget, or with both."""

    line: Hashable
    year: Any
    claims: tuple[Claimed, ...]
    above: int  # pence claimed above the budget; 0 where it holds them

    @property
    def total(self) -> int:
        return sum(claim.amount for claim in self.claims)

    @property
    def is_shared(self) -> bool:
        """Whether two claimants are on the same line and year."""
        return len(self.claims) > 1


def clashes(claims: Iterable[Claimed], budgets: Mapping[Hashable, int]) -> list[Clash]:
    """Every line and year claimed by two, or above its budget, in the order they are first met."""
    on: dict[tuple, list[Claimed]] = defaultdict(list)
    for claim in claims:
        on[claim.line, claim.year].append(claim)
    found = []
    for (line, year), held in on.items():
        above = max(0, sum(claim.amount for claim in held) - budgets[line])
        if len(held) > 1 or above:
            found.append(Clash(line, year, tuple(held), above))
    return found
