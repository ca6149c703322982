"""Each check on figures made up for it: no database, no paper."""

from itertools import count

import pytest

from agt.words.years import FinancialYear
from reports.models import StatedFigure
from reports.quantities import Measure, Quantity
from reports.reconciliation import (
    PROSE,
    SCALE,
    Computed,
    Inputs,
    State,
    Statements,
    Unit,
    place_of,
    printed,
    reconcile,
    tolerance,
)

EXACT, ROUNDING, NOT_COVERED, BREAK = State
UNIT = 1_000_000  # pence: the last place of a million printed with two decimals
_numbers = count(1)


def stated(row: str, column: str, value: float | str, **fields) -> StatedFigure:
    """A figure as a paper prints it, in £m with two decimals unless ``fields`` say otherwise."""
    held = {
        "position_id": 1,
        "document": "000",
        "place": "Summary",
        "table": "Savings",
        "unit": Unit.MONEY,
        "decimals": 2,
        **fields,
    }
    if isinstance(value, str):
        held |= {"unit": Unit.TEXT, "decimals": 0, "printed": value, "value": None}
    else:
        held |= {"printed": str(value), "value": round(value * SCALE[held["unit"]])}
    return StatedFigure(pk=next(_numbers), row=row, column=column, **held)


def prose(row: str, column: str, value: float, **fields) -> StatedFigure:
    return stated(row, column, value, **{"table": PROSE, "place": "Summary, text", **fields})


def say_nothing(position: int, quantity: Quantity) -> None:
    return None


def making(value: int | str, inputs: int = 0):
    """A compute that makes ``value`` of every quantity."""
    return lambda position, quantity: Computed(value, inputs)


def states(figures, compute=say_nothing) -> list[State]:
    return [result.state for result in reconcile(figures, compute)]


def checks(figures, compute=say_nothing) -> list[list[tuple]]:
    """(check, against, state, difference) of each figure's checks."""
    return [
        [(c.name, c.against, c.state, c.difference) for c in result.checks]
        for result in reconcile(figures, compute)
    ]


# --- tolerance -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "inputs", "allowed"),
    [
        ({}, 0, UNIT / 2),
        ({}, 1, UNIT),
        ({}, 7, 4 * UNIT),
        ({"decimals": 1}, 0, 5 * UNIT),
        ({"decimals": 0}, 3, 200 * UNIT),
        ({"qualifier": "c"}, 7, UNIT),
        ({"qualifier": "Over ", "decimals": 0}, 0, 100 * UNIT),
        ({"qualifier": "up to", "decimals": 1}, 3, 10 * UNIT),
        ({"qualifier": "a further"}, 7, 4 * UNIT),
        ({"unit": Unit.FTE, "decimals": 0}, 0, 50),
        ({"unit": Unit.FTE, "decimals": 0}, 7, 400),
        ({"unit": Unit.FTE, "decimals": 1}, 1, 10),
        ({"unit": Unit.FTE, "decimals": 0, "qualifier": "approximately"}, 7, 100),
        ({"unit": Unit.COUNT, "decimals": 0}, 7, 0),
        ({"unit": Unit.COUNT, "decimals": 0, "qualifier": "c"}, 7, 0),
    ],
)
def test_a_figure_may_be_off_by_what_rounding_can_do(fields, inputs, allowed):
    assert tolerance(stated("Total", "Green", 1, **fields), inputs) == allowed


# --- computes ------------------------------------------------------------------------------------


@pytest.mark.parametrize("side", [1, -1])
@pytest.mark.parametrize(
    ("off", "inputs", "state"),
    [
        (0, 0, EXACT),
        (1, 0, ROUNDING),
        (UNIT // 2, 0, ROUNDING),
        (UNIT // 2 + 1, 0, BREAK),
        (UNIT, 0, BREAK),
        (4 * UNIT, 7, ROUNDING),
        (4 * UNIT + 1, 7, BREAK),
    ],
)
def test_a_figure_is_checked_against_ours(side, off, inputs, state):
    figure = stated("Total", "Expected saving", 10)
    made = making(figure.value - side * off, inputs)
    [result] = reconcile([figure], made)
    assert (result.state, result.worst.difference) == (state, side * off)
    assert result.worst.expected == figure.value - side * off


@pytest.mark.parametrize(
    ("value", "made", "state", "against"),
    [
        ("n/a", "n/a", EXACT, "n/a"),
        ("HRA", "HRA", EXACT, "HRA"),
        ("n/a", "HRA", BREAK, "HRA"),
        ("n/a", 0, BREAK, "a figure of ours"),
        (0, "n/a", BREAK, "n/a"),
        (0, 0, EXACT, "our figure, £0.0m"),
    ],
)
def test_a_word_is_no_number_and_no_other_word(value, made, state, against):
    figure = stated("P / Q", "Expected saving", value)
    assert checks([figure], making(made)) == [[("computes", against, state, 0)]]


def test_what_is_neither_ours_nor_a_total_nor_said_twice_is_not_covered():
    [result] = reconcile([stated("P", "Expected saving", 1)], say_nothing)
    assert (result.state, result.worst, result.checks) == (NOT_COVERED, None, ())


def test_a_column_that_is_not_known_is_not_covered():
    [result] = reconcile([stated("Total", "Budget", 1)], making(0))
    assert (result.state, result.quantity) == (NOT_COVERED, None)


def test_ours_is_asked_for_the_position_and_the_quantity_of_the_figure():
    asked = []
    figures = [stated("P", "Green", 1, position_id=5), stated("Total", "Vacant", 2)]
    reconcile(figures, lambda position, quantity: asked.append((position, quantity)))
    assert asked == [
        (5, Quantity.from_statement("P", "Green")),
        (1, Quantity(Measure.VACANT)),
    ]


# --- foots ---------------------------------------------------------------------------------------


def table(total: float, *parts: float, column="Expected saving", **fields) -> list[StatedFigure]:
    rows = [stated(f"P{n}", column, value, **fields) for n, value in enumerate(parts)]
    return [*rows, stated("Total", column, total, **fields)]


@pytest.mark.parametrize(
    ("total", "state"),
    [(6, EXACT), (6.02, ROUNDING), (5.98, ROUNDING), (6.03, BREAK), (5.97, BREAK)],
)
def test_a_total_foots_to_its_rows_within_four_halves_of_three(total, state):
    *rows, whole = reconcile(table(total, 1, 2, 3), say_nothing)
    assert [row.state for row in rows] == [NOT_COVERED] * 3
    assert whole.state == state
    assert (whole.worst.name, whole.worst.against) == ("foots", "the sum of its 3 rows, £6.0m")


def test_a_portfolio_foots_to_its_programmes_and_the_council_to_its_portfolios():
    column = "Expected saving"
    figures = [
        stated("P / Q", column, 1),
        stated("P / R", column, 2),
        stated("P / Total", column, 3),
        stated("S", column, 4),
        stated("Total", column, 8),
    ]
    assert checks(figures) == [
        [],
        [],
        [("foots", "the sum of its 2 rows, £3.0m", EXACT, 0)],
        [],
        [("foots", "the sum of its 2 rows, £7.0m", BREAK, 100 * UNIT)],
    ]


def test_words_among_the_rows_are_no_part_of_the_sum():
    column = "Expected saving"
    figures = [*table(3, 1, 2), stated("P8", column, "n/a"), stated("P9", column, "HRA")]
    assert states(figures) == [NOT_COVERED, NOT_COVERED, EXACT, NOT_COVERED, NOT_COVERED]


@pytest.mark.parametrize(
    "elsewhere", [{"table": "Other"}, {"place": "Other"}, {"document": "001"}, {"position_id": 2}]
)
def test_rows_of_another_table_are_no_part_of_the_sum(elsewhere):
    decoy = stated("P9", "Expected saving", 100, **elsewhere)
    column = stated("P8", "Green", 100)
    assert states([*table(3, 1, 2), decoy, column])[2] == EXACT


@pytest.mark.parametrize(("value", "state"), [(3, EXACT), (3.01, ROUNDING), (3.02, BREAK)])
def test_one_number_among_words_is_the_whole_sum(value, state):
    column = "Expected saving"
    figures = [stated("P8", column, "n/a"), *table(3, value)]
    assert states(figures) == [NOT_COVERED, NOT_COVERED, state]


def test_one_row_is_no_sum():
    assert states(table(3, 1)) == [NOT_COVERED, NOT_COVERED]


def test_a_sentence_has_no_rows():
    assert states(table(9, 1, 2, table=PROSE)) == [NOT_COVERED] * 3


@pytest.mark.parametrize(
    ("ratings", "state"),
    [((1, 2, 3), EXACT), ((1, 2, 3.02), ROUNDING), ((1, 2, 3.03), BREAK)],
)
def test_a_saving_foots_to_its_confidence_ratings(ratings, state):
    figures = [
        stated("Total", column, value)
        for column, value in zip(["Green", "Amber", "Red"], ratings, strict=True)
    ]
    figures.append(stated("Total", "Expected saving", 6))
    assert states(figures) == [NOT_COVERED] * 3 + [state]


def test_two_ratings_of_three_are_no_split():
    figures = [stated("Total", c, 1) for c in ("Green", "Amber")]
    figures += [stated("Total", "Red", "TBC"), stated("Total", "Expected saving", 9)]
    assert states(figures) == [NOT_COVERED] * 4


def test_an_annual_amount_is_the_change_in_the_cumulative_one():
    figures = [
        stated("Total", "Cumulative 2024/25", 10),
        stated("Total", "Cumulative 2025/26", 34.5),
        stated("Total", "Annual 2024/25", 10),
        stated("Total", "Annual 2025/26", 24.51),
    ]
    assert checks(figures) == [
        [],
        [],
        [("foots", "its cumulative amount, £10.0m", EXACT, 0)],
        [("foots", "the change in its cumulative amount, £24.5m", ROUNDING, UNIT)],
    ]
    assert states([*figures[:3], stated("Total", "Annual 2025/26", 24.52)])[3] == BREAK


def test_the_first_annual_amount_is_its_cumulative_one_within_two_halves():
    cumulative = stated("Total", "Cumulative 2024/25", 10)
    found = [
        states([cumulative, stated("Total", "Annual 2024/25", value)])[1]
        for value in (10, 10.01, 10.02)
    ]
    assert found == [EXACT, ROUNDING, BREAK]


def test_occupied_posts_are_the_range_less_the_vacant_ones():
    columns = {"Total low": 10, "Total high": 15, "Vacant": 4, "Occupied low": 6}
    fte = {"unit": Unit.FTE, "decimals": 0}
    figures = [stated("P", column, value, **fte) for column, value in columns.items()]
    figures.append(stated("P", "Occupied high", 13, **fte))
    assert checks(figures) == [
        [],
        [],
        [],
        [("foots", "its range less vacant posts, 6 FTE", EXACT, 0)],
        [("foots", "its range less vacant posts, 11 FTE", BREAK, 200)],
    ]


# --- agrees --------------------------------------------------------------------------------------


def twice(one: float, other: float, first: dict, second: dict) -> tuple[State, State]:
    figures = [
        stated("Total", "Expected saving", one, **first),
        stated("Total", "Expected saving", other, document="001", **second),
    ]
    return tuple(states(figures))


@pytest.mark.parametrize(
    ("one", "other", "first", "second", "expected"),
    [
        (42.65, 42.65, {}, {}, (EXACT, EXACT)),
        (42.65, 42.64, {}, {}, (NOT_COVERED, BREAK)),
        (42.65, 42.7, {}, {"decimals": 1}, (ROUNDING, ROUNDING)),
        (42.65, 42.6, {}, {"decimals": 1}, (ROUNDING, ROUNDING)),
        (42.66, 42.6, {}, {"decimals": 1}, (NOT_COVERED, BREAK)),
        (42.6, 42.66, {"decimals": 1}, {}, (BREAK, NOT_COVERED)),
        (42.65, 43, {}, {"decimals": 0}, (ROUNDING, ROUNDING)),
        (42.4, 43, {}, {"decimals": 0}, (NOT_COVERED, BREAK)),
        (50.82, 50, {}, {"decimals": 0}, (NOT_COVERED, BREAK)),
        (50.82, 50, {}, {"decimals": 0, "qualifier": "c"}, (ROUNDING, ROUNDING)),
        (51, 50, {}, {"decimals": 0, "qualifier": "over"}, (ROUNDING, ROUNDING)),
        (51.01, 50, {}, {"decimals": 0, "qualifier": "over"}, (NOT_COVERED, BREAK)),
        (34.52, 34.5, {}, {"decimals": 1, "qualifier": "a further"}, (ROUNDING, ROUNDING)),
    ],
)
def test_two_statements_agree_to_the_place_both_print(one, other, first, second, expected):
    assert twice(one, other, first, second) == expected


def test_counts_agree_or_do_not():
    a_count = {"unit": Unit.COUNT, "decimals": 0}
    assert twice(28, 28, a_count, a_count) == (EXACT, EXACT)
    assert twice(28, 27, a_count, a_count) == (NOT_COVERED, BREAK)


def test_only_the_same_quantity_of_the_same_position_must_agree():
    figures = [
        stated("Total", "Expected saving", 1),
        stated("Total", "Expected saving", 2, position_id=2),
        stated("P", "Expected saving", 3),
        stated("Total", "Green", 4),
    ]
    assert states(figures) == [NOT_COVERED] * 4


def test_it_does_not_matter_what_a_paper_calls_its_saving():
    figures = [
        stated("Total", "Current expected saving", 1),
        stated("Total", "Expected saving", 2, document="001"),
    ]
    assert states(figures) == [NOT_COVERED, BREAK]


@pytest.mark.parametrize("reverse", [False, True])
@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (lambda c: stated("Total", c, 1), lambda c: prose("Total", c, 2)),
        (
            lambda c: stated("Total", c, 1.01, document="001"),
            lambda c: stated("Total", c, 2, decimals=1),
        ),
        (
            lambda c: prose("Total", c, 1.01, document="001"),
            lambda c: stated("Total", c, 2, decimals=1),
        ),
    ],
    ids=["a table before a sentence", "the more precise", "precision before a table"],
)
def test_a_disagreement_is_laid_at_the_statement_with_less_to_support_it(right, wrong, reverse):
    figures = [right("Expected saving"), wrong("Expected saving")]
    found = dict(zip(figures, states(figures), strict=True))
    if reverse:
        found = dict(zip(figures[::-1], states(figures[::-1]), strict=True))
    assert [found[figure] for figure in figures] == [NOT_COVERED, BREAK]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_a_disagreement_is_laid_at_what_is_printed_least_often(order):
    figures = [
        stated("Total", "Expected saving", value, document=document)
        for document, value in (("000", 1), ("001", 1), ("002", 2))
    ]
    found = reconcile([figures[n] for n in order], say_nothing)
    assert {r.figure.document: r.state for r in found} == {
        "000": EXACT,
        "001": EXACT,
        "002": BREAK,
    }


def test_a_total_that_foots_is_believed_before_one_that_does_not():
    wrong = table(7, 1, 2, 3, document="000")
    right = table(6, 1, 2, 3, document="001")
    found = {
        (r.figure.document, r.figure.row): r.state for r in reconcile([*wrong, *right], say_nothing)
    }
    assert (found["000", "Total"], found["001", "Total"]) == (BREAK, EXACT)
    assert Statements([*wrong, *right]).references[1, Quantity()] == right[-1]


def test_ours_supports_a_sentence_against_a_table():
    figures = [stated("Total", "Expected saving", 2), prose("Total", "Expected saving", 1)]
    assert states(figures, making(100 * UNIT)) == [BREAK, EXACT]


def test_two_papers_that_differ_make_one_break():
    figures = [
        stated("Total", "Expected saving", value, document=document)
        for document, value in (("000", 1), ("001", 2))
    ]
    assert states(figures).count(BREAK) == 1


def test_the_worst_check_is_the_state():
    figures = [*table(6.01, 1, 2, 3), prose("Total", "Expected saving", 6.01)]
    *_, total, sentence = reconcile(figures, making(600 * UNIT, 7))
    assert [(c.name, c.state) for c in total.checks] == [
        ("computes", ROUNDING),
        ("foots", ROUNDING),
        ("agrees", EXACT),
    ]
    assert (total.state, total.worst.name) == (ROUNDING, "computes")
    assert [(c.name, c.state) for c in sentence.checks] == [
        ("computes", ROUNDING),
        ("agrees", EXACT),
    ]


# --- what it leans on ----------------------------------------------------------------------------


def test_inputs_are_the_published_rows_of_the_level_below():
    year, later = FinancialYear(2024), FinancialYear(2025)
    names = ["P", "Q", "R"]
    published = [Quantity(portfolio=name) for name in names]
    published += [
        Quantity(portfolio=name, year=y, cumulative=True) for name in names for y in (year, later)
    ]
    published += [
        Quantity(portfolio="P", programme="one"),
        Quantity(portfolio="P", programme="two"),
    ]
    inputs = Inputs([*published, *published], year)
    asked = {
        Quantity(): 3,
        Quantity(portfolio="P"): 2,
        Quantity(portfolio="Q"): 0,
        Quantity(year=later, cumulative=True): 3,
        Quantity(year=year): 3,
        Quantity(year=later): 6,
        Quantity(Measure.LOW): 0,
        Quantity(portfolio="P", programme="one"): 0,
    }
    assert {quantity: inputs.beneath(quantity) for quantity in asked} == asked


def test_states_are_ordered_from_best_to_worst():
    assert sorted(State, key=lambda s: s.severity) == [EXACT, ROUNDING, NOT_COVERED, BREAK]


def test_a_figure_says_where_it_is_printed():
    assert place_of(stated("Total", "Green", 1)) == "000, Summary, Savings"
    assert place_of(prose("Total", "Green", 1)) == "000, Summary, text"


@pytest.mark.parametrize(
    ("unit", "value", "words"),
    [(Unit.MONEY, 4_265_000_000, "£42.65m"), (Unit.FTE, 310_050, "3,100.5 FTE"),
     (Unit.COUNT, 1_028, "1,028")],
)  # fmt: skip
def test_a_value_is_printed_in_the_words_of_its_unit(unit, value, words):
    assert printed(unit, value) == words


def test_nothing_stated_is_nothing_to_check():
    assert reconcile([], say_nothing) == []
    assert Statements([]).references == {}
