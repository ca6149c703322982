"""Movement: what each pound between two positions is, in one order, closing to nothing.

A change is taken apart in this order, so that it comes apart in one way only:

1. *transfers* that both sides agreed;
2. *corrected*: what was restated of either figure after it was published, where the rest changed;
3. *re-presented*: programmes one position shows as one total are compared together, as one row;
4. *new* (nothing before) and *stopped* (nothing now);
5. *re-phased*: what moved between years and nets to zero (it changes when, not how much);
6. *re-estimated*: the rest.

What is left after these is the residual. It is 0 by construction and a test holds it there.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

Years = Mapping[Any, int]


@dataclass(frozen=True)
class Item:
    """A programme, or programmes that can only be compared together, at two positions.

    Amounts are whole pence; ``None`` is a position that gives it no saving. The years are given
    where both positions publish them.
    """

    key: Any
    before: int | None
    after: int | None
    before_years: Years | None = None
    after_years: Years | None = None


@dataclass(frozen=True)
class Change:
    """The parts of one item's change, in whole pence.

    ``re_phased`` is ``None`` where a position does not publish the item by year.
    """

    key: Any
    before: int | None
    after: int | None
    transfers: int = 0
    corrected: int = 0
    new: int = 0
    stopped: int = 0
    re_estimated: int = 0
    re_phased: int | None = None

    @property
    def change(self) -> int:
        return (self.after or 0) - (self.before or 0)

    @property
    def residual(self) -> int:
        """What the parts leave unexplained: always 0. Re-phasing moves money, and adds none."""
        classed = self.new + self.stopped + self.re_estimated
        return self.change - self.transfers - self.corrected - classed


def group(items: Iterable[Item], together: Sequence[tuple[Any, frozenset]]) -> list[Item]:
    """Replace the items of each re-presented group by one that carries their sums.

    ``together`` gives (key of the group, keys of its items). The group stands where its first item
    stood.
    """
    of = {key: (name, keys) for name, keys in together for key in keys}
    members: dict[Any, list[Item]] = {}
    placed: list[Any] = []
    for item in items:
        name = of[item.key][0] if item.key in of else item.key
        if name not in members:
            placed.append(name)
        members.setdefault(name, []).append(item)
    return [_together(name, members[name]) for name in placed]


def _together(name: Any, items: list[Item]) -> Item:
    if len(items) == 1 and items[0].key == name:
        return items[0]
    return Item(
        key=name,
        before=_sum_known(i.before for i in items),
        after=_sum_known(i.after for i in items),
        before_years=_add_years([i.before_years for i in items]),
        after_years=_add_years([i.after_years for i in items]),
    )


def _sum_known(amounts: Iterable[int | None]) -> int | None:
    known = [a for a in amounts if a is not None]
    return sum(known) if known else None


def _add_years(parts: list[Years | None]) -> Years | None:
    if any(p is None for p in parts):
        return None
    total: dict[Any, int] = {}
    for part in parts:
        for year, pence in (part or {}).items():
            total[year] = total.get(year, 0) + pence
    return total


def total(key: Any, changes: Sequence[Change]) -> Change:
    """The sum of changes; what is unknown of one of them is unknown of all."""
    re_phased = [c.re_phased for c in changes]
    known = [pence for pence in re_phased if pence is not None]
    return Change(
        key,
        before=sum(c.before or 0 for c in changes),
        after=sum(c.after or 0 for c in changes),
        transfers=sum(c.transfers for c in changes),
        corrected=sum(c.corrected for c in changes),
        new=sum(c.new for c in changes),
        stopped=sum(c.stopped for c in changes),
        re_estimated=sum(c.re_estimated for c in changes),
        re_phased=sum(known) if len(known) == len(changes) else None,
    )


def movement(
    items: Iterable[Item],
    transfers_in: Mapping[Any, int],
    restated: Mapping[Any, int] | None = None,
) -> list[Change]:
    """Take each item's change apart.

    ``transfers_in`` is the net pence transferred to each key, ``restated`` by how much the earlier
    figure of each was restated, less the same of the current one.
    """
    corrected = restated or {}
    return [_change(i, transfers_in.get(i.key, 0), corrected.get(i.key, 0)) for i in items]


def _change(item: Item, transferred: int, restated: int) -> Change:
    rest = (item.after or 0) - (item.before or 0) - transferred
    corrected = restated if rest else 0  # a figure that stands as it did has not been corrected yet
    rest -= corrected
    re_phased = _re_phased(item)
    change = Change(item.key, item.before, item.after, transferred, corrected, re_phased=re_phased)
    if item.before is None and item.after is not None:
        return replace(change, new=rest)
    if item.before is not None and item.after is None:
        return replace(change, stopped=rest)
    return replace(change, re_estimated=rest)


def _re_phased(item: Item) -> int | None:
    """Pence that changed year and net to zero: the smaller of what years gained and lost."""
    if item.before is None or item.after is None:
        return 0  # what is new, stopped or without a saving has not moved
    if item.before_years is None or item.after_years is None:
        return None
    years = {*item.before_years, *item.after_years}
    moved = [item.after_years.get(y, 0) - item.before_years.get(y, 0) for y in years]
    return min(sum(m for m in moved if m > 0), -sum(m for m in moved if m < 0))
