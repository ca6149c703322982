"""From measured values to the printed table: medians, spreads, and which bars hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

Pair = Sequence[tuple[float, float]]  # milliseconds of both, in each round
HEADINGS = ("measured", "median", "min–max", "bar", "in force", "verdict", "note")


@dataclass(frozen=True)
class Row:
    """A thing measured, a value for each round, and the bar it may not pass once in force."""

    name: str
    values: Sequence[float]
    bar: float
    in_force: bool
    unit: str = ""
    note: str = ""

    @property
    def median(self) -> float:
        return median(self.values)

    @property
    def missed(self) -> bool:
        """Whether the run fails by it."""
        return self.in_force and self.median > self.bar

    @property
    def verdict(self) -> str:
        if self.in_force:
            return "MISSED" if self.missed else "holds"
        return "goal, reached" if self.median <= self.bar else "goal, not reached"

    @property
    def spread(self) -> str:
        ends = f"{_short(min(self.values))}–{_short(max(self.values))}"
        return ends if len(self.values) > 1 else ""

    def cells(self) -> tuple[str, ...]:
        middle, force = (
            f"{_short(self.median)} {self.unit}".strip(),
            "yes" if self.in_force else "no",
        )
        return self.name, middle, self.spread, f"{self.bar:g}", force, self.verdict, self.note


def ratio(name: str, pair: Pair, bar: float, *, in_force: bool = False, scale: float = 1) -> Row:
    """One thing measured beside another, with the medians of both in its note."""
    one, other = (median(side) for side in zip(*pair, strict=True))
    ratios = [scale * a / b for a, b in pair]
    return Row(name, ratios, bar, in_force, "×", f"{one:.1f} ÷ {other:.1f} ms")


def _short(value: float) -> str:
    return str(value) if isinstance(value, int) else f"{value:.2f}"


def printed(rows: Sequence[Row]) -> str:
    """The rows as one table, with what came of them beneath."""
    lines = [HEADINGS, *(row.cells() for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    lines.insert(1, tuple("-" * width for width in widths))
    table = ["  ".join(map(str.ljust, line, widths)).rstrip() for line in lines]
    missed = [row.name for row in rows if row.missed]
    held = sum(row.in_force for row in rows) - len(missed)
    result = f"Bars in force: {held} hold, {len(missed)} missed. A goal never fails the run."
    return "\n".join([*table, "", result, *(f"Missed: {name}" for name in missed)])
