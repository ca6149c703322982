"""Reconciliation: every number a paper prints, checked against what it is made of.

Three checks of each stated figure; the worst one is its state.

- *computes*: against our lines, posts and counts;
- *foots*: a stated total against its own stated parts, in its own table;
- *agrees*: against the best supported statement of the same quantity, wherever it is printed.

A disagreement is laid at the statement that has less to support it (see ``_by_support``), so two
papers that print one number differently make one break, not two. All arithmetic is in whole
smallest parts of a unit (pence, hundredths of an FTE), so "exact" means exact.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from agt.words.fte import in_fte
from agt.words.money import in_millions
from agt.words.years import FinancialYear
from reports.models import StatedFigure
from reports.quantities import Measure, Quantity
from savings.models import Confidence

Unit = StatedFigure.Unit
SCALE = {Unit.MONEY: 100_000_000, Unit.FTE: 100, Unit.COUNT: 1}
HEDGES = frozenset({"c", "circa", "around", "about", "over", "up to", "approximately", "approx"})
MONEY = frozenset({Measure.SAVING, Measure.TRANSFERRED_IN, Measure.TRANSFERRED_OUT})
COUNTS = frozenset({Measure.PROGRAMMES, Measure.PORTFOLIOS})
PROSE = "Text"  # the "table" of a number that stands in a sentence


class State(StrEnum):
    """How a stated figure stands, best first."""

    EXACT = "exact"
    ROUNDING = "rounding"
    NOT_COVERED = "not covered"
    BREAK = "break"

    @property
    def severity(self) -> int:
        return _SEVERITY[self]


class Computed(NamedTuple):
    """What we make of a quantity: whole smallest parts, or the word printed in its place.

    ``inputs`` is how many published, rounded numbers it was made from; 0 where its lines were typed
    to the penny.
    """

    value: int | str
    inputs: int = 0


class Check(NamedTuple):
    """One check: what the figure should be, how far it is off, and how far it may be."""

    name: str
    against: str
    state: State
    expected: int | None = None
    difference: int = 0
    tolerance: float = 0


@dataclass(frozen=True)
class Result:
    """A stated figure with its checks."""

    figure: StatedFigure
    quantity: Quantity | None
    checks: tuple[Check, ...] = field(default=())

    @cached_property
    def state(self) -> State:
        """The worst of its checks; without one, not covered."""
        return _worst(self.checks)

    @property
    def worst(self) -> Check | None:
        """The check that decides its state."""
        return max(self.checks, key=lambda c: c.state.severity, default=None)


def _worst(checks: Iterable[Check]) -> State:
    states = [check.state for check in checks]
    return max(states, key=_SEVERITY.__getitem__) if states else State.NOT_COVERED


_SEVERITY = {state: severity for severity, state in enumerate(State)}


Compute = Callable[[int, Quantity], Computed | None]


def reconcile(figures: Sequence[StatedFigure], compute: Compute) -> list[Result]:
    """Check every figure, in the order given. ``compute`` answers for (position id, quantity)."""
    return Statements(figures).reconcile(compute)


class Statements:
    """What the papers state, read once: each figure's quantity, and whether it foots."""

    def __init__(self, figures: Sequence[StatedFigure]) -> None:
        self._all = [_Statement(f, Quantity.from_statement(f.row, f.column)) for f in figures]
        for statement, check in _foots(self._all):
            statement.foots.append(check)
        self._of_quantity: dict[tuple[int, Quantity], list[_Statement]] = defaultdict(list)
        for statement in self._all:
            if statement.quantity and statement.figure.value is not None:
                key = statement.figure.position_id, statement.quantity
                self._of_quantity[key].append(statement)

    @cached_property
    def quantities(self) -> dict[int, set[Quantity]]:
        """Which quantities a number is stated for, by position id."""
        stated: dict[int, set[Quantity]] = defaultdict(set)
        for position, quantity in self._of_quantity:
            stated[position].add(quantity)
        return stated

    @cached_property
    def references(self) -> dict[tuple[int, Quantity], StatedFigure]:
        """The best supported statement of each (position id, quantity), by the papers alone."""
        return {
            key: _by_support(same, {s: s.foots for s in same})[0].figure
            for key, same in self._of_quantity.items()
        }

    def reconcile(self, compute: Compute) -> list[Result]:
        """Every figure with its checks, in the order given."""
        checks = {s: [*_computes(s.figure, s.quantity, compute), *s.foots] for s in self._all}
        for same in self._of_quantity.values():
            agreeing = _agreements(_by_support(same, checks))
            for statement, check in agreeing.items():
                checks[statement].append(check)
        return [Result(s.figure, s.quantity, tuple(checks[s])) for s in self._all]


@dataclass(eq=False, slots=True)
class _Statement:
    """A stated figure on its way through the checks."""

    figure: StatedFigure
    quantity: Quantity | None
    foots: list[Check] = field(default_factory=list)


def place_of(figure: StatedFigure) -> str:
    """Where a figure is printed, in words."""
    return f"{figure.document}, {figure.place}" + (
        "" if figure.table == PROSE else f", {figure.table}"
    )


def unit_of(quantity: Quantity) -> Unit:
    """What a quantity counts in."""
    if quantity.measure in MONEY:
        return Unit.MONEY
    return Unit.COUNT if quantity.measure in COUNTS else Unit.FTE


def printed(unit: str, value: int) -> str:
    """A value in the words of its unit."""
    if unit == Unit.MONEY:
        return in_millions(value)
    return f"{in_fte(value)} FTE" if unit == Unit.FTE else f"{value:,}"


# --- tolerance ---------------------------------------------------------------------------------


def _last_place(figure: StatedFigure) -> float:
    """The size of one unit of the last place printed, in smallest parts."""
    return SCALE[Unit(figure.unit)] / 10**figure.decimals


def _is_hedged(figure: StatedFigure) -> bool:
    return figure.qualifier.strip().lower() in HEDGES


def tolerance(figure: StatedFigure, inputs: int) -> float:
    """How far a figure may be from a sum of ``inputs`` rounded numbers; counts are not rounded."""
    if figure.unit == Unit.COUNT:
        return 0
    return _last_place(figure) if _is_hedged(figure) else _last_place(figure) / 2 * (inputs + 1)


def _tolerance_between(one: StatedFigure, other: StatedFigure) -> float:
    """How far two statements of one quantity may be apart."""
    hedged = [_last_place(f) for f in (one, other) if _is_hedged(f)]
    coarser = max(_last_place(one), _last_place(other))
    return max([*hedged, 0 if one.decimals == other.decimals else coarser / 2])


def _check(name: str, against: str, figure: StatedFigure, expected: int, allowed: float) -> Check:
    difference = figure.number - expected
    if difference == 0:
        state = State.EXACT
    else:
        state = State.ROUNDING if abs(difference) <= allowed else State.BREAK
    return Check(name, against, state, expected, difference, allowed)


# --- computes ----------------------------------------------------------------------------------


def _computes(figure: StatedFigure, quantity: Quantity | None, compute: Compute) -> Iterable[Check]:
    made = compute(figure.position_id, quantity) if quantity else None
    if made is None:
        return
    if isinstance(made.value, str) or figure.value is None:
        same = figure.value is None and made.value == figure.printed
        against = made.value if isinstance(made.value, str) else "a figure of ours"
        yield Check("computes", against, State.EXACT if same else State.BREAK)
    else:
        against = f"our figure, {printed(figure.unit, made.value)}"
        yield _check("computes", against, figure, made.value, tolerance(figure, made.inputs))


# --- foots -------------------------------------------------------------------------------------


def _foots(statements: Iterable[_Statement]) -> Iterable[tuple[_Statement, Check]]:
    tables: dict[tuple, dict[Quantity, _Statement]] = defaultdict(dict)
    for s in statements:
        f = s.figure
        if s.quantity and f.table != PROSE:
            tables[f.position_id, f.document, f.place, f.table][s.quantity] = s
    for table in tables.values():
        figures = {quantity: s.figure for quantity, s in table.items()}
        rows_of: dict[Quantity | None, list[StatedFigure]] = defaultdict(list)
        for quantity, figure in figures.items():
            rows_of[quantity.whole].append(figure)
        for quantity, total in table.items():
            if total.figure.value is None:
                continue
            for what, parts in _parts_of(quantity, figures, rows_of[quantity]):
                expected = sum(sign * part.number for sign, part in parts)
                against = f"{what}, {printed(total.figure.unit, expected)}"
                allowed = tolerance(total.figure, len(parts))
                yield total, _check("foots", against, total.figure, expected, allowed)


Parts = list[tuple[int, StatedFigure]]


def _parts_of(
    quantity: Quantity, table: Mapping[Quantity, StatedFigure], rows: Sequence[StatedFigure]
) -> Iterable[tuple[str, Parts]]:
    """The stated parts, each with its sign, that make ``quantity`` in one table."""

    def stated(signs: Sequence[int], parts: Sequence[Quantity]) -> Parts | None:
        found = [table.get(part) for part in parts]
        if any(f is None or f.value is None for f in found):
            return None
        return [(sign, f) for sign, f in zip(signs, found, strict=True) if f]

    numbers: Parts = [(1, f) for f in rows if f.value is not None]
    if numbers and len(rows) > 1:
        what = f"the sum of its {len(numbers)} rows" if numbers[1:] else "its one row with a figure"
        yield what, numbers
    is_total = quantity.measure == Measure.SAVING and not (quantity.confidence or quantity.year)
    split = [quantity._replace(confidence=c) for c in Confidence]
    if is_total and (ratings := stated([1, 1, 1], split)):
        yield "the sum of its confidence ratings", ratings
    if quantity.measure == Measure.SAVING and quantity.year and not quantity.cumulative:
        now = quantity._replace(cumulative=True)
        before = now._replace(year=quantity.year + -1)
        if before in table:
            if change := stated([1, -1], [now, before]):
                yield "the change in its cumulative amount", change
        elif first := stated([1], [now]):
            yield "its cumulative amount", first
    ends = {Measure.OCCUPIED_LOW: Measure.LOW, Measure.OCCUPIED_HIGH: Measure.HIGH}
    if quantity.measure in ends:
        end, vacant = (
            quantity._replace(measure=m) for m in (ends[quantity.measure], Measure.VACANT)
        )
        if occupied := stated([1, -1], [end, vacant]):
            yield "its range less vacant posts", occupied


# --- agrees ------------------------------------------------------------------------------------


def _agreements(best_first: Sequence[_Statement]) -> dict[_Statement, Check]:
    """Each statement held against the best one, and the best against the first that agrees."""
    best, *others = best_first
    checks: dict[_Statement, Check] = {}
    for other in others:
        checks[other] = _agreement(other.figure, best.figure)
        if checks[other].state is not State.BREAK:
            checks.setdefault(best, _agreement(best.figure, other.figure))
    return checks


def _agreement(figure: StatedFigure, other: StatedFigure) -> Check:
    against = f"{other.printed} in {place_of(other)}"
    return _check("agrees", against, figure, other.number, _tolerance_between(figure, other))


_SUPPORT = [State.EXACT, State.ROUNDING, State.NOT_COVERED, State.BREAK]


def _by_support(
    same: Sequence[_Statement], checks: Mapping[_Statement, Sequence[Check]]
) -> list[_Statement]:
    """Statements of one quantity, the best supported first.

    By its own checks; then the more precise; then a table before a sentence; then what is printed
    most often; then what is printed first.
    """
    often = Counter(s.figure.value for s in same)

    def rank(statement: _Statement) -> tuple:
        figure = statement.figure
        return (
            _SUPPORT.index(_worst(checks[statement])),
            -figure.decimals,
            figure.table == PROSE,
            -often[figure.value],
        )

    return sorted(same, key=rank)


class Inputs:
    """How many published, rounded numbers lie beneath a quantity that is made from them."""

    def __init__(self, stated: Iterable[Quantity], first_year: FinancialYear) -> None:
        self._rows = Counter(quantity.whole for quantity in set(stated))
        self._first_year = first_year

    def beneath(self, quantity: Quantity) -> int:
        """Rows of the level below; an annual amount takes two cumulative ones of each.

        In the first year, where nothing is before it, it takes one.
        """
        if quantity.year is None or quantity.cumulative:
            return self._rows[quantity]
        rows = self._rows[quantity._replace(cumulative=True)]
        return rows if quantity.year == self._first_year else rows * 2
