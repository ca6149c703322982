"""Migration and delay: what moves between two positions while a total may stand still.

Savings lines do not say which rating they had before, so migration is read from amounts, item by
item, in one fixed order:

1. what a rating holds at both positions *stays* in it: the smaller of the two amounts;
2. what left a rating is matched with what arrived in others, surest first on either side;
3. what arrived and is not matched is *new*; what left and is not matched was *dropped*.

Where more than one rating gave and more than one took, other matches would do as well: those moves
are *inferred*. Elsewhere the amounts allow one match only.

Delay is what a total cannot show: the same money, later.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from agt.words.years import FinancialYear
from savings.models import Confidence

NEW = "new"
DROPPED = "dropped"
SOURCES: tuple[str, ...] = (*Confidence, NEW)
TARGETS: tuple[str, ...] = (*Confidence, DROPPED)

Ratings = Mapping[str, int]
Years = Mapping[FinancialYear, int]
Move = tuple[str, str]


@dataclass(frozen=True)
class Item:
    """What can be compared no finer, a programme at best: pence by confidence, before and after.

    A rating that is not there holds nothing.
    """

    key: Any
    before: Ratings
    after: Ratings


@dataclass(frozen=True)
class Migration:
    """Pence by (from, to), every pair of them, and the moves that are inferred."""

    cells: Mapping[Move, int]
    inferred: frozenset[Move] = frozenset()

    def left(self, source: str) -> int:
        """What a rating held before, wherever it went; for ``NEW``, all that is new."""
        return sum(self.cells[source, target] for target in TARGETS)

    def arrived(self, target: str) -> int:
        """What a rating holds now, wherever it came from; for ``DROPPED``, all that was dropped."""
        return sum(self.cells[source, target] for source in SOURCES)

    @property
    def total(self) -> int:
        """All that was there before or is there now, once."""
        return sum(self.cells.values())

    @property
    def surer(self) -> int:
        """What moved to a surer rating."""
        return sum(self.cells[move] for move in _UP)

    @property
    def less_sure(self) -> int:
        """What moved to a less sure rating."""
        return sum(self.cells[source, target] for target, source in _UP)

    @property
    def is_still(self) -> bool:
        """Whether every pound is where it was."""
        return not any(pence for (source, target), pence in self.cells.items() if source != target)


_RANK = {confidence: rank for rank, confidence in enumerate(Confidence)}
_UP = [(s, t) for s, t in product(Confidence, Confidence) if _RANK[s] > _RANK[t]]


def migrate(items: Iterable[Item]) -> Migration:
    """Add up the moves of each item. Rows come to its amounts before, columns to those after."""
    cells: dict[Move, int] = dict.fromkeys(product(SOURCES, TARGETS), 0)
    inferred: set[Move] = set()
    for item in items:
        # An amount below zero moves as one above it does, with its own sign and by itself.
        for sign in (1, -1):
            before, after = _of_sign(sign, item.before), _of_sign(sign, item.after)
            for c in Confidence:
                cells[c, c] += sign * min(before[c], after[c])
            gave, took = _gave_and_took(before, after)
            if len(gave) > 1 and len(took) > 1:
                inferred |= set(product(gave, took))
            for move, pence in _match(gave, took).items():
                cells[move] += sign * pence
    return Migration(cells, frozenset(inferred))


def _of_sign(sign: int, amounts: Ratings) -> Ratings:
    return {c: max(0, sign * amounts.get(c, 0)) for c in Confidence}


def _gave_and_took(before: Ratings, after: Ratings) -> tuple[dict[str, int], dict[str, int]]:
    """What each rating lost and gained, the rest new or dropped: both come to the same, no zero."""
    gave: dict[str, int] = {c: before[c] - after[c] for c in Confidence if before[c] > after[c]}
    took: dict[str, int] = {c: after[c] - before[c] for c in Confidence if after[c] > before[c]}
    more = sum(took.values()) - sum(gave.values())
    if more > 0:
        gave[NEW] = more
    if more < 0:
        took[DROPPED] = -more
    return gave, took


def _match(gave: Ratings, took: Ratings) -> dict[Move, int]:
    """Match in the order given, first with first; what is new or dropped comes last."""
    moved: dict[Move, int] = {}
    wanted = dict(took)
    for source, pence in gave.items():
        left = pence
        for target in took:
            matched = min(left, wanted[target])
            if matched:
                moved[source, target] = matched
                wanted[target] -= matched
                left -= matched
    return moved


@dataclass(frozen=True)
class Delay:
    """How much later the same money lands: pence × years, and the first year that has less."""

    pence_years: int
    first: FinancialYear


def delay(before: Years, after: Years) -> Delay | None:
    """The delay of incremental amounts; ``None`` where their total changed or none is later.

    It is the sum, over years, of the fall in the cumulative amount. A year that has more does not
    make up for one that has less: each year's budget stands alone.
    """
    years = {*before, *after}
    if not years or sum(before.values()) != sum(after.values()):
        return None
    falls: dict[FinancialYear, int] = {}
    fall = 0
    for year in min(years).through(max(years)):
        fall += before.get(year, 0) - after.get(year, 0)
        if fall > 0:
            falls[year] = fall
    return Delay(sum(falls.values()), min(falls)) if falls else None
