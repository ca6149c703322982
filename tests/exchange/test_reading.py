"""Cells, rows and mappings of any plan: what is taken, what is not, and that nothing is lost."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agt.words.years import FinancialYear
from reports.exchange.account import Use
from reports.exchange.amounts import NotAnAmount, find_year, name_of, read_amount
from reports.exchange.guessing import guess, guess_of
from reports.exchange.mapping import Mapping
from reports.exchange.reading import find_sheet, read
from reports.exchange.rows import Kind
from reports.exchange.sheet import Sheet, column_of, letters, text_of
from reports.exchange.stating import standing
from reports.reconciliation import State
from tests.exchange.conftest import mapping, sheet

POUND = 100


# --- amounts, years, names -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "unit", "pounds"),
    [
        ("£1,200", "", 1200),
        ("1 200 000", "", 1_200_000),
        ("1\u00a0200", "", 1200),
        ("(75)", "k", -75_000),
        ("£(75)", "", -75),
        ("(£75)", "", -75),
        ("-50", "", -50),
        ("−50", "", -50),
        ("50-", "", -50),
        ("2,000*", "k", 2_000_000),
        ("1,010¹", "k", 1_010_000),
        ("125 [a]", "k", 125_000),
        ("125 (a)", "k", 125_000),
        ("£0.45m", "k", 450_000),
        ("1.2m", "", 1_200_000),
        ("120k*", "m", 120_000),
        ("£2,500,000", "m", 2_500_000),
        ("£2.5", "m", 2_500_000),
        ("0", "m", 0),
        (0, "m", 0),
        (0.1 + 0.2, "m", 300_000),
        (39.5, "k", 39_500),
        (-20, "k", -20_000),
    ],
)
def test_an_amount_is_read_as_councils_write_it(written, unit, pounds):
    assert read_amount(written, unit).pence == pounds * POUND


@pytest.mark.parametrize(
    "written",
    [
        "TBC",
        "n/a",
        "Not costed yet",
        "-",
        "–",
        "",
        "12%",
        "1,5",
        "(75",
        "75)",
        "1.2.3",
        "1,20,000",
        "£",
        "2000 or so",
        "10/11",
        "٣",
        float("nan"),
        float("inf"),
        "9999999999",
        1e300,
        "1e5",
    ],
)
def test_what_is_not_a_number_is_never_nothing(written):
    with pytest.raises(NotAnAmount):
        read_amount(written, "")


def test_finer_than_a_penny_is_rounded_and_says_so():
    assert read_amount(33.333333, "k").pence == 3_333_333
    assert read_amount(33.333333, "k").is_rounded
    assert not read_amount("£0.01", "").is_rounded
    assert read_amount("0.005", "").pence == 1


@given(st.integers(-(10**10), 10**10))
def test_pence_survive_being_written(pence):
    pounds = f"{abs(pence) // 100:,}.{abs(pence) % 100:02d}"
    assert read_amount(f"(£{pounds})" if pence < 0 else f"£{pounds}", "").pence == pence
    assert read_amount(pence / 100, "").pence == pence


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("2026/27", 2026),
        ("26/27", 2026),
        ("2026-27", 2026),
        ("2026–2027", 2026),
        ("FY27", 2026),
        ("FY2026/27", 2026),
        ("Savings 2026/27 £k", 2026),
        ("01/04/2026", 2026),
        ("2026/28", None),
        ("2026/27 to 2028/29", None),
        ("2026", None),
        ("x" * 41 + "2026/27", None),
        ("12/11", None),
    ],
)
def test_a_year_is_found_where_one_is_named(text, start):
    assert find_year(text) == (FinancialYear(start) if start else None)


def test_a_name_is_never_read_as_two_nor_too_long():
    assert name_of("  Adults  /  Health* ", 60) == "Adults/Health"
    assert len(name_of("x" * 90, 60)) == 60


@given(st.integers(0, 20_000))
def test_a_column_has_one_name(number):
    assert column_of(letters(number)) == number


# --- rows ----------------------------------------------------------------------------------------

HEAD = "Directorate | Scheme | RAG | 2026/27 | 2027/28"


def test_an_unmapped_word_leaves_its_row_uncovered_with_the_reason():
    reading = read(
        s := sheet(f"{HEAD}\nAdults | A | Grey | 1 | 2\nAdults | B | Red | 3 |"), guess(s)
    )
    assert [cell.why for cell in reading.uncovered] == [
        "“Grey” has no confidence in the mapping."
    ] * 2
    assert reading.total == 3 * POUND
    told = guess(s).as_json()
    told["confidences"] = {"grey": "amber"}
    assert read(s, Mapping.from_json(told)).total == 6 * POUND


def test_names_are_carried_down_and_a_figure_without_a_name_is_uncovered():
    reading = read(
        s := sheet(f"{HEAD}\nAdults | A | Red | 1 |\n | B | Red | 2 |\n | | | 9 |"), guess(s)
    )
    assert list(reading.programmes) == [("Adults", "A"), ("Adults", "B")]
    assert [cell.why for cell in reading.uncovered] == ["Its row names no programme."]


def test_a_total_in_the_middle_is_of_its_portfolio_and_the_last_of_all():
    text = f"{HEAD}\nA | x | Red | 1 |\nTotal | | | 1 |\nB | y | Red | 2 |\nTotal | | | 2 |"
    reading = read(s := sheet(text + "\nGrand total | | | 3 |"), guess(s))
    assert [(t.portfolio, t.difference) for t in reading.stated] == [("A", 0), ("B", 0), ("", 0)]
    reading = read(s := sheet(text.replace("| 2 |", "| 3 |")), guess(s))
    assert [(t.portfolio, t.difference) for t in reading.stated] == [("A", 0), ("", -100)]


def test_a_programme_that_is_called_total_something_is_a_programme():
    reading = read(
        s := sheet(f"{HEAD}\nA | Total reward review | Red | 1 |\nTotal | | | 1 |"), guess(s)
    )
    assert list(reading.programmes) == [("A", "Total reward review")]
    assert [standing(t) for t in reading.stated] == [State.EXACT]


def test_a_total_of_nobody_knows_what_is_not_covered():
    told = mapping(
        columns={"A": "programme", "B": {"is": "amount", "year": "2026/27"}}, confidence="red"
    )
    rows = sheet("Scheme | £\nA | 1\nTotal savings | 1\nSub-total | 1")
    reading = read(rows, told)
    assert [standing(t) for t in reading.stated] == [State.EXACT, State.NOT_COVERED]


def test_a_mapping_can_say_what_a_row_is():
    rows = sheet(f"{HEAD}\nA | x | Red | 1 |\nAll of it | | | 1 |\nB | y | Red | 5 |")
    told = guess(rows).as_json() | {"rows": {"3": "total", "4": "ignored"}}
    reading = read(rows, Mapping.from_json(told))
    assert reading.total == POUND
    assert [row.kind for row in reading.rows] == [Kind.HEADING, Kind.BODY, Kind.TOTAL, Kind.IGNORED]
    assert {cell.why for cell in reading.ignored} == {"The mapping ignores its row."}


def test_cumulative_years_become_what_each_adds_over_a_gap_too():
    text = (
        "Cumulative\nScheme | 2026/27 | 2027/28 | 2028/29\nA | 10 | TBC | 30\nTotal | 10 | 10 | 30"
    )
    reading = read(s := sheet(text), guess(s))
    assert {str(y): p for (y,), p in reading.totals("year").items()} == {
        "2026/27": 10 * POUND,
        "2028/29": 20 * POUND,
    }
    assert [t.difference for t in reading.stated] == [0, 0, 0]


def test_cumulative_years_in_rows_are_those_of_one_programme():
    text = "Cumulative plan | | \nScheme | Year | Saving\nA | 2026/27 | 10\nB | 2026/27 | 5\n"
    text += "A | 2027/28 | 15"
    reading = read(s := sheet(text), guess(s))
    assert {(e.programme, str(e.year)): e.pence // POUND for e in reading.entries} == {
        ("A", "2026/27"): 10,
        ("B", "2026/27"): 5,
        ("A", "2027/28"): 5,
    }


def test_an_unknown_year_fund_or_none_leaves_a_figure_uncovered():
    text = "Scheme | Year | Fund | Saving\nA | 2026/27 | GF | 1\nB | Soon | GF | 2\n"
    text += "C | 2026/27 | Lottery | 3\nD | | | 4"
    told = guess(s := sheet(text))
    reading = read(s, told)
    assert [cell.why for cell in reading.uncovered] == [
        "“Soon” is no year.",
        "“Lottery” has no fund in the mapping.",
        "It has no year.",
    ]
    later = Mapping.from_json(
        told.as_json()
        | {
            "year": "2028/29",
            "years": {"soon": "2027/28"},
            "funds": {"Lottery": "dsg", "GF": "general_fund"},
        }
    )
    assert read(s, later).total == 10 * POUND


def test_a_text_beside_and_another_sheet_are_ignored_with_their_reasons():
    sheets = sheet(f"{HEAD} | Notes\nA | x | Red | 1 | | hello")
    sheets.append(Sheet("Cover", (("Draft",),)))
    told = guess(sheets).as_json()
    told["columns"]["F"] = {"is": "ignored", "why": "What people say."}
    reading = read(sheets, Mapping.from_json(told))
    assert {cell.why for cell in reading.ignored} == {"What people say.", "It is on another sheet."}
    with pytest.raises(ValueError, match="no sheet “Elsewhere”"):
        find_sheet(sheets, "Elsewhere")
    with pytest.raises(ValueError, match="no sheet"):
        find_sheet([], "")


def test_nothing_is_guessed_of_nothing():
    assert guess([]) == Mapping()
    reading = read([Sheet("", ())], guess([Sheet("", ())]))
    assert (reading.cells, reading.entries, reading.years) == ([], [], [])


# --- any table at all ----------------------------------------------------------------------------

# as the child process gives it: no control character comes through
NO_CONTROL = st.characters(exclude_categories=("Cc", "Cs"))
WORDS = st.sampled_from(
    [
        "Total",
        "Sub-total",
        "Adults",
        "A",
        "B",
        "TBC",
        "(1)",
        "£2m",
        "2026/27",
        "27/28",
        "Green",
        "RAG",
        "Directorate",
        "Scheme",
        "Year",
        "* note",
        "HRA",
        "Cumulative £k",
        "FY27",
        "Grand total",
    ]
)
CELLS = (
    st.none()
    | WORDS
    | st.integers(-1000, 1000)
    | st.floats(-1e6, 1e6)
    | st.text(NO_CONTROL, max_size=8)
)
TABLES = st.lists(st.lists(CELLS, max_size=7).map(tuple), max_size=9).map(tuple)


def clean(rows) -> tuple:
    return tuple(tuple(c if not isinstance(c, str) else c.strip() or None for c in r) for r in rows)


def check(reading, sheets) -> None:
    held = sum(1 for one in sheets for _ in one.filled)
    assert len(reading.cells) == held == sum(reading.counts.values())
    assert len({(cell.sheet, cell.at) for cell in reading.cells}) == held
    assert len(reading.stated) == reading.counts[Use.STATED]
    assert len(reading.uncovered) == reading.counts[Use.UNCOVERED]
    taken = {cell.at for cell in reading.cells if cell.use is Use.TAKEN}
    assert {entry.at for entry in reading.entries} <= taken
    assert len({entry.at for entry in reading.entries}) == len(reading.entries)
    assert all(cell.why for cell in reading.cells if cell.use in (Use.UNCOVERED, Use.IGNORED))


@given(TABLES, st.none() | st.booleans())
def test_every_cell_of_any_table_is_accounted_for_under_its_guess(rows, turned):
    one = Sheet("T", clean(rows))
    told = guess_of(one, turned=turned)
    assert Mapping.from_text(told.as_text()) == told
    check(read([one], told), [one])


COLUMN = st.sampled_from(
    ["portfolio", "programme", "confidence", "fund", "year", "total", "ignored"]
)
AMOUNT = st.sampled_from(["2026/27", "2027/28"]).map(lambda year: {"is": "amount", "year": year})
MAPPINGS = st.fixed_dictionaries(
    {},
    optional={
        "columns": st.dictionaries(st.sampled_from("ABCDEFGZ"), COLUMN | AMOUNT),
        "headings": st.integers(0, 4),
        "turned": st.booleans(),
        "portfolio_rows": st.booleans(),
        "cumulative": st.booleans(),
        "unit": st.sampled_from(["", "k", "m"]),
        "confidence": st.sampled_from(["green", "red"]),
        "year": st.just("2028/29"),
        "rows": st.dictionaries(
            st.sampled_from(["1", "2", "3"]),
            st.sampled_from(["body", "total", "heading", "ignored"]),
        ),
    },
)


@given(TABLES, MAPPINGS)
def test_every_cell_of_any_table_is_accounted_for_under_any_mapping(rows, said):
    one = Sheet("T", clean(rows))
    told = Mapping.from_json(said)
    assert Mapping.from_json(told.as_json()) == told
    reading = read([one], told)
    check(reading, [one])
    for stated in reading.stated:
        standing(stated)


@given(st.lists(st.tuples(st.integers(-(10**6), 10**6), st.integers(-(10**6), 10**6)), min_size=1))
def test_a_plan_comes_to_the_sum_of_its_cells_whatever_they_are(amounts):
    rows = [("Scheme", "2026/27", "2027/28")]
    rows += [(f"S{n % 3}", *pair) for n, pair in enumerate(amounts)]
    totals = [sum(pair[i] for pair in amounts) for i in (0, 1)]
    one = Sheet("", (*rows, ("Total", *totals)))
    # Where most are below nought, the guess is that they are the savings
    told = replace(guess([one]), negative=False)
    incremental = read([one], told)
    assert incremental.total == sum(totals) * POUND
    assert {standing(t) for t in incremental.stated} == {State.EXACT}
    cumulative = read([one], replace(told, cumulative=True))
    assert cumulative.total == totals[1] * POUND
    assert {standing(t) for t in cumulative.stated} == {State.EXACT}
    turned = read([one], replace(told, negative=True))
    assert turned.total == -incremental.total
    assert {standing(t) for t in turned.stated} == {State.EXACT}


def test_turning_twice_changes_nothing_and_says_where_a_cell_was():
    one = Sheet("", (("a", None, "c"), ("d", "e", None)))
    assert one.turned().turned() == one
    assert [(one.turned().at(r, c), v) for r, c, v in one.turned().filled] == [
        ("A1", "a"),
        ("A2", "d"),
        ("B2", "e"),
        ("C1", "c"),
    ]
    assert [text_of(v) for v in (None, "x", 5.0, 5.25)] == ["", "x", "5", "5.25"]
