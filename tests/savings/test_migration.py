"""Migration and delay: every pound from somewhere to somewhere, and nothing claimed unsaid."""

from itertools import accumulate, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agt.words.years import FinancialYear
from savings.migration import (
    DROPPED,
    NEW,
    SOURCES,
    TARGETS,
    Delay,
    Item,
    Migration,
    delay,
    migrate,
)
from savings.models import Confidence

GREEN, AMBER, RED = Confidence
RANK = {c: n for n, c in enumerate(Confidence)}
SAVED = st.integers(0, 10**12)
PENCE = st.integers(-(10**12), 10**12)


def ratings(amounts) -> st.SearchStrategy:
    return st.dictionaries(st.sampled_from(Confidence), amounts)


def items(amounts) -> st.SearchStrategy[list[Item]]:
    one = st.builds(Item, st.integers(), ratings(amounts), ratings(amounts))
    return st.lists(one, max_size=5)


def sums(held: list[Item], side: str) -> dict[str, int]:
    return {c: sum(getattr(item, side).get(c, 0) for item in held) for c in Confidence}


@given(items(PENCE))
def test_rows_and_columns_tie_to_the_two_positions(held):
    found = migrate(held)
    before, after = sums(held, "before"), sums(held, "after")
    assert set(found.cells) == set(product(SOURCES, TARGETS))
    assert {c: found.left(c) for c in Confidence} == before
    assert {c: found.arrived(c) for c in Confidence} == after
    assert found.total == sum(before.values()) + found.left(NEW)
    assert found.total == sum(after.values()) + found.arrived(DROPPED)
    assert found.cells[NEW, DROPPED] == 0


@given(items(SAVED))
def test_no_cell_is_below_zero_where_no_amount_is(held):
    assert min(migrate(held).cells.values()) >= 0


@given(items(SAVED))
def test_what_stays_is_the_smaller_of_the_two_and_the_rest_is_matched_first(held):
    found = migrate(held)
    for c in Confidence:
        stays = [min(item.before.get(c, 0), item.after.get(c, 0)) for item in held]
        assert found.cells[c, c] == sum(stays)
    grown = [sum(item.after.values()) - sum(item.before.values()) for item in held]
    assert found.left(NEW) == sum(max(0, g) for g in grown)
    assert found.arrived(DROPPED) == sum(max(0, -g) for g in grown)


@given(items(PENCE))
def test_nothing_moved_where_nothing_changed(held):
    same = [Item(item.key, item.before, item.before) for item in held]
    found = migrate(same)
    assert found.is_still
    assert (found.surer, found.less_sure, found.inferred) == (0, 0, frozenset())
    assert {c: found.cells[c, c] for c in Confidence} == sums(held, "before")


@given(items(PENCE), st.randoms(use_true_random=False))
def test_the_same_items_move_the_same_way_in_any_order(held, dice):
    shuffled = dice.sample(held, len(held))
    turned = [
        Item(i.key, dict(reversed(i.before.items())), dict(reversed(i.after.items())))
        for i in shuffled
    ]
    assert migrate(held) == migrate(held) == migrate(turned)


@given(items(PENCE))
def test_amounts_below_zero_move_as_those_above(held):
    def turned(amounts):
        return {c: -pence for c, pence in amounts.items()}

    against = [Item(i.key, turned(i.before), turned(i.after)) for i in held]
    found, mirror = migrate(held), migrate(against)
    assert mirror.cells == {move: -pence for move, pence in found.cells.items()}
    assert mirror.inferred == found.inferred


@given(items(PENCE))
def test_items_add_up_and_hide_nothing_of_each_other(held):
    whole, parts = migrate(held), [migrate([item]) for item in held]
    assert whole.cells == {
        move: sum(part.cells[move] for part in parts) for move in product(SOURCES, TARGETS)
    }
    assert whole.inferred == frozenset().union(*(part.inferred for part in parts))


def fillings(rows: list[int], columns: list[int]) -> list[tuple[int, ...]]:
    """Every table of whole numbers with these margins, row after row."""
    if not rows:
        return [()] if not any(columns) else []

    def first(left: int, room: list[int]):
        if not room:
            if not left:
                yield ()
            return
        for here in range(min(left, room[0]) + 1):
            for rest in first(left - here, room[1:]):
                yield (here, *rest)

    return [
        (*row, *rest)
        for row in first(rows[0], columns)
        for rest in fillings(rows[1:], [c - r for c, r in zip(columns, row, strict=True)])
    ]


FEW = st.fixed_dictionaries({c: st.integers(0, 3) for c in Confidence})


@given(FEW, FEW)
def test_inferred_is_exactly_what_another_match_would_say_otherwise(before, after):
    """Held against every match there is, all with the same that stays and as much matched."""
    found = migrate([Item("one", before, after)])
    gone = [found.left(s) - (found.cells[s, s] if s != NEW else 0) for s in SOURCES]
    come = [found.arrived(t) - (found.cells[t, t] if t != DROPPED else 0) for t in TARGETS]
    moves = list(product(SOURCES, TARGETS))
    every = fillings(gone, come)
    ours = tuple(found.cells[s, t] if s != t else 0 for s, t in moves)
    assert ours in every
    open_moves = {
        m for m, pence in zip(moves, zip(*every, strict=True), strict=True) if _vary(pence)
    }
    assert found.inferred == open_moves


def _vary(amounts: tuple[int, ...]) -> bool:
    return len(set(amounts)) > 1


def moved(found: Migration) -> dict[tuple[str, str], int]:
    return {move: pence for move, pence in found.cells.items() if pence}


@pytest.mark.parametrize(
    ("before", "after", "expected", "is_inferred"),
    [
        ({}, {}, {}, False),
        ({RED: 5}, {GREEN: 5}, {(RED, GREEN): 5}, False),
        ({RED: 5}, {GREEN: 3}, {(RED, GREEN): 3, (RED, DROPPED): 2}, False),
        ({RED: 5}, {GREEN: 7}, {(RED, GREEN): 5, (NEW, GREEN): 2}, False),
        ({}, {GREEN: 1, RED: 2}, {(NEW, GREEN): 1, (NEW, RED): 2}, False),
        ({GREEN: 1, RED: 2}, {}, {(GREEN, DROPPED): 1, (RED, DROPPED): 2}, False),
        ({RED: 5}, {GREEN: 3, AMBER: 2}, {(RED, GREEN): 3, (RED, AMBER): 2}, False),
        (
            {RED: 5},
            {GREEN: 3, AMBER: 4},
            {(RED, GREEN): 3, (RED, AMBER): 2, (NEW, AMBER): 2},
            True,
        ),
        (
            {AMBER: 2, RED: 4},
            {GREEN: 3},
            {(AMBER, GREEN): 2, (RED, GREEN): 1, (RED, DROPPED): 3},
            True,
        ),
        (
            {GREEN: 9, AMBER: 4, RED: 3},
            {GREEN: 12, AMBER: 1, RED: 3},
            {(GREEN, GREEN): 9, (AMBER, GREEN): 3, (AMBER, AMBER): 1, (RED, RED): 3},
            False,
        ),
        ({GREEN: -5}, {GREEN: 3}, {(GREEN, DROPPED): -5, (NEW, GREEN): 3}, False),
    ],
)
def test_a_change_of_ratings_comes_apart_in_one_order(before, after, expected, is_inferred):
    found = migrate([Item("one", before, after)])
    assert moved(found) == expected
    assert bool(found.inferred) is is_inferred


def test_surer_and_less_sure_are_the_moves_between_ratings():
    found = migrate(
        [
            Item("up", {RED: 4}, {AMBER: 3, GREEN: 1}),
            Item("down", {GREEN: 2}, {AMBER: 2}),
            Item("more", {GREEN: 1}, {GREEN: 9}),
        ]
    )
    assert (found.surer, found.less_sure) == (4, 2)
    assert not found.is_still


# --- delay ---------------------------------------------------------------------------------------

YEARS = [FinancialYear(2024) + n for n in range(5)]
BY_YEAR = st.dictionaries(st.sampled_from(YEARS), PENCE)


@st.composite
def same_total(draw) -> tuple[dict, dict]:
    """Amounts by year at two positions that come to the same."""
    before, after = draw(BY_YEAR), draw(BY_YEAR)
    year = draw(st.sampled_from(YEARS))
    after[year] = after.get(year, 0) + sum(before.values()) - sum(after.values())
    return before, after


@given(same_total())
def test_a_delay_is_the_fall_of_the_cumulative_amount_over_the_years(both):
    before, after = (list(accumulate(side.get(y, 0) for y in YEARS)) for side in both)
    falls = {y: b - a for y, b, a in zip(YEARS, before, after, strict=True) if b > a}
    late = delay(*both)
    assert late == (Delay(sum(falls.values()), min(falls)) if falls else None)


@given(same_total())
def test_of_two_positions_that_differ_one_is_later_in_some_year(both):
    before, after = both
    there, back = delay(before, after), delay(after, before)
    net = (there.pence_years if there else 0) - (back.pence_years if back else 0)
    weight = {y: n for n, y in enumerate(YEARS)}
    assert net == sum(weight[y] * (after.get(y, 0) - before.get(y, 0)) for y in YEARS)
    changed = any(before.get(y, 0) != after.get(y, 0) for y in YEARS)
    assert bool(there or back) is changed


@given(BY_YEAR, BY_YEAR)
def test_a_total_that_changed_is_not_silent(before, after):
    if sum(before.values()) != sum(after.values()):
        assert delay(before, after) is None


def test_years_between_without_a_line_are_late_too():
    first = YEARS[0]
    assert delay({first: 5}, {first + 3: 5}) == Delay(15, first)


def test_earlier_is_no_delay():
    assert delay({YEARS[2]: 5}, {YEARS[0]: 5}) is None
    assert delay({}, {}) is None


def test_a_year_with_more_does_not_make_up_for_one_with_less():
    before = {YEARS[0]: 2, YEARS[2]: 2}
    after = {YEARS[0]: 1, YEARS[1]: 2, YEARS[2]: 1}
    assert delay(before, after) == Delay(1, YEARS[0])
