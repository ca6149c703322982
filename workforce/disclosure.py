"""The audit of what is printed: the interval that each hidden number must lie in, exactly.

What a reader knows is a system of linear equations (rows and columns add up, one figure is another
less a third) over numbers that are not below zero. The interval of a hidden number is found by the
simplex method in exact fractions: no rounding can make a single value look like a range.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

Key = Hashable
Interval = tuple[Fraction, Fraction | None]  # ``None``: no upper bound


@dataclass(frozen=True)
class Equation:
    """The sum of ``terms`` (each a factor of a number) is zero."""

    terms: Mapping[Key, int]


def adds_up(total: Key, parts: Iterable[Key]) -> Equation:
    """A total is the sum of its parts."""
    return Equation({**dict.fromkeys(parts, 1), total: -1})


def intervals(
    known: Mapping[Key, int], hidden: Iterable[Key], equations: Iterable[Equation]
) -> dict[Key, Interval]:
    """For each hidden number the least and the most that fits everything that is known.

    A number that is neither known nor hidden is unknown too (a difference that is never printed).
    Raises ``ValueError`` where what is known contradicts itself.
    """
    asked = set(hidden)
    found: dict[Key, Interval] = {}
    for block in _blocks(list(equations), known):
        names = sorted({k for e in block for k in e.terms if k not in known}, key=repr)
        rows = [
            (
                [Fraction(e.terms.get(k, 0)) for k in names],
                Fraction(-sum(f * known[k] for k, f in e.terms.items() if k in known)),
            )
            for e in block
        ]
        program = _Program(rows, len(names))
        for at, name in enumerate(names):
            if name in asked:
                least, most = program.least(at), program.most(at)
                found[name] = (least if least is not None else Fraction(0), most)
    return {key: found.get(key, (Fraction(0), None)) for key in asked}


def _blocks(equations: list[Equation], known: Mapping[Key, int]) -> list[list[Equation]]:
    """Equations that share no unknown are solved apart."""
    blocks: list[tuple[set[Key], list[Equation]]] = []
    for equation in equations:
        names, members = {k for k in equation.terms if k not in known}, [equation]
        apart = []
        for other, held in blocks:
            if other & names:
                names, members = names | other, held + members
            else:
                apart.append((other, held))
        blocks = [*apart, (names, members)]
    return [members for _, members in blocks]


class _Program:
    """A linear program in standard form, brought once to a first feasible basis."""

    def __init__(self, rows: list[tuple[list[Fraction], Fraction]], width: int) -> None:
        self.width = width
        self.table = []
        for at, (terms, constant) in enumerate(rows):
            sign = -1 if constant < 0 else 1
            slack = [Fraction(int(at == i)) for i in range(len(rows))]
            self.table.append([sign * t for t in terms] + slack + [sign * constant])
        self.basis = [width + i for i in range(len(rows))]
        cost = [Fraction(0)] * width + [Fraction(1)] * len(rows)
        if self._minimise(cost, width + len(rows)) != 0:
            raise ValueError("What is printed contradicts itself: no numbers fit it.")
        self._drop_artificial()

    def least(self, at: int) -> Fraction | None:
        return self._minimise(self._unit(at, 1), self.width)

    def most(self, at: int) -> Fraction | None:
        value = self._minimise(self._unit(at, -1), self.width)
        return None if value is None else -value

    def _unit(self, at: int, factor: int) -> list[Fraction]:
        return [Fraction(factor if i == at else 0) for i in range(self.width)]

    def _drop_artificial(self) -> None:
        """Leave the artificial columns behind; an equation that says nothing new goes with them."""
        kept = []
        for row, held in enumerate(self.basis):
            if held >= self.width:
                line = self.table[row]
                at = next((i for i in range(self.width) if line[i] != 0), None)
                if at is None:
                    continue
                self._pivot(row, at)
            kept.append(row)
        self.table = [self.table[r][: self.width] + self.table[r][-1:] for r in kept]
        self.basis = [self.basis[r] for r in kept]

    def _minimise(self, cost: list[Fraction], columns: int) -> Fraction | None:
        """The least cost, by Bland's rule, so that it ends; ``None`` where it has no end."""
        while True:
            enters = next(
                (i for i in range(columns) if i not in self.basis and self._gain(cost, i) < 0),
                None,
            )
            if enters is None:
                return sum(
                    (cost[b] * row[-1] for b, row in zip(self.basis, self.table, strict=True)),
                    Fraction(0),
                )
            ratios = [
                (row[-1] / row[enters], self.basis[r], r)
                for r, row in enumerate(self.table)
                if row[enters] > 0
            ]
            if not ratios:
                return None
            self._pivot(min(ratios)[2], enters)

    def _gain(self, cost: list[Fraction], at: int) -> Fraction:
        held = zip(self.basis, self.table, strict=True)
        return cost[at] - sum((cost[b] * row[at] for b, row in held if row[at]), Fraction(0))

    def _pivot(self, row: int, at: int) -> None:
        by = self.table[row][at]
        self.table[row] = [value / by for value in self.table[row]]
        for other, line in enumerate(self.table):
            if other != row and line[at] != 0:
                factor = line[at]
                self.table[other] = [
                    v - factor * p for v, p in zip(line, self.table[row], strict=True)
                ]
        self.basis[row] = at
