"""The small-number guard, and the audit that must find what a bad guard would give away."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workforce.disclosure import Equation, adds_up, intervals
from workforce.guard import hidden_rows, hides, is_small


@pytest.mark.parametrize(
    ("number", "small"),
    [(0, False), (1, True), (-3, True), (499, True), (500, False), (-500, False), (None, False)],
)
def test_a_small_number_is_above_zero_and_below_the_threshold(number, small):
    assert is_small(number, 500) is small


@pytest.mark.parametrize(
    ("rows", "hidden"),
    [
        ([], set()),
        ([[10], [20]], set()),
        ([[3], [20], [10]], {0, 2}),  # the smaller of the rest goes with it
        ([[3], [4], [10]], {0, 1}),
        ([[3], [0], [10]], {0, 2}),  # rather one with people than one without
        ([[3], [0]], {0, 1}),
        ([[3]], {0}),  # forced: its total says it
        ([[10, None], [7, 4]], {0, 1}),
    ],
)
def test_a_row_is_never_hidden_alone_where_there_is_another(rows, hidden):
    assert hidden_rows(rows, 5) == hidden


def test_a_zero_is_hidden_only_where_the_hidden_rows_are_not_all_zero():
    rows = [[3, 0, None], [0, 0, 7]]
    assert [hides(column, {0, 1}, rows) for column in range(3)] == [True, False, True]


# --- the audit ------------------------------------------------------------------------------------


def test_two_hidden_parts_may_be_anything_within_their_sum():
    found = intervals({"total": 10, "c": 4}, "ab", [adds_up("total", "abc")])
    assert found == {"a": (0, 6), "b": (0, 6)}


def test_a_part_hidden_alone_is_found_out():
    assert intervals({"total": 10, "b": 7}, "a", [adds_up("total", "ab")]) == {"a": (3, 3)}


def test_a_number_two_tables_together_give_away_is_found_out():
    """Each row has two unknowns, so no row gives one away; the three sums together do."""
    equations = [
        Equation({"a": 1, "b": 1, "s": -1}),
        Equation({"b": 1, "c": 1, "t": -1}),
        Equation({"a": 1, "c": 1, "u": -1}),
    ]
    found = intervals({"s": 5, "t": 7, "u": 6}, "abc", equations)
    assert found == {"a": (2, 2), "b": (3, 3), "c": (4, 4)}


def test_what_cannot_be_below_zero_narrows_an_interval():
    """A row and a column: the hidden two of a block of four."""
    equations = [
        adds_up("r1", ["a", "b"]),
        adds_up("r2", ["c", "d"]),
        adds_up("c1", ["a", "c"]),
        adds_up("c2", ["b", "d"]),
    ]
    found = intervals({"r1": 5, "r2": 3, "c1": 2, "c2": 6}, "abcd", equations)
    assert found == {"a": (0, 2), "b": (3, 5), "c": (0, 2), "d": (1, 3)}


def test_a_number_tied_to_nothing_may_be_anything():
    assert intervals({}, ["x"], []) == {"x": (Fraction(0), None)}
    assert intervals({}, ["x"], [Equation({"x": 1, "y": -1})]) == {"x": (0, None)}


def test_a_difference_may_be_known_to_be_below_zero_on_its_own_side():
    found = intervals({"low": 3}, ["high"], [Equation({"high": 1, "low": -1, "more": -1})])
    assert found == {"high": (3, None)}


def test_an_equation_said_twice_changes_nothing():
    twice = [adds_up("t", "ab"), adds_up("t", "ab")]
    assert intervals({"t": 4}, "ab", twice) == {"a": (0, 4), "b": (0, 4)}


def test_what_contradicts_itself_is_refused():
    with pytest.raises(ValueError, match="contradicts itself"):
        intervals({"t": 4, "u": 5}, "ab", [adds_up("t", "ab"), adds_up("u", "ab")])


NUMBERS = st.tuples(st.integers(0, 12), st.integers(0, 12), st.integers(0, 12)).map(
    lambda n: (n[0] + n[2], n[0] + n[1] + n[2], n[2])  # vacant within low, low within high
)


def equations_of(rows) -> list[Equation]:
    """What everyone knows of (low, high, vacant) in rows under a total."""
    made = []
    for column in range(3):
        made.append(adds_up(("total", column), [(i, column) for i in range(len(rows))]))
    for i in range(len(rows)):
        made.append(Equation({(i, 1): 1, (i, 0): -1, (i, "more"): -1}))
        made.append(Equation({(i, 0): 1, (i, 2): -1, (i, "occupied"): -1}))
    return made


@given(st.lists(NUMBERS, min_size=2, max_size=5))
def test_no_hidden_number_of_any_group_is_a_single_value(rows):
    hidden = hidden_rows(rows, 5)
    known = {("total", column): sum(row[column] for row in rows) for column in range(3)}
    asked = []
    for i, row in enumerate(rows):
        for column, number in enumerate(row):
            if i in hidden and hides(column, hidden, rows):
                asked.append((i, column))
            else:
                known[i, column] = number
    found = intervals(known, asked, equations_of(rows))
    assert all(most is None or least < most for least, most in found.values())
    for i, column in asked:
        least, most = found[i, column]
        assert least <= rows[i][column] <= most


@given(st.lists(NUMBERS, min_size=2, max_size=5))
def test_the_audit_finds_out_a_guard_that_hides_small_rows_alone(rows):
    """A planted fault: without the second row, the audit must object whenever there is one."""
    small = [i for i, row in enumerate(rows) if any(is_small(n, 5) for n in row)]
    if len(small) != 1:
        return
    known = {("total", column): sum(row[column] for row in rows) for column in range(3)}
    known |= {(i, c): n for i, row in enumerate(rows) if i not in small for c, n in enumerate(row)}
    asked = [(small[0], column) for column in range(3)]
    found = intervals(known, asked, equations_of(rows))
    assert all(least == most for least, most in found.values())
