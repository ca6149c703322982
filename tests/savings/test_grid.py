"""The savings grid as a value, and as a form that reads what people type."""

import datetime
import re
import time
import uuid

import pytest
from django.http import QueryDict
from hypothesis import example, given
from hypothesis import strategies as st

from agt.words import clock
from agt.words.money import LARGEST, in_millions, parse_money
from agt.words.years import FinancialYear
from portfolios.models import Position, Programme, ProgrammePlace
from savings.grid import Cell, Change, Grid
from savings.grid_form import GridForm, typed_as
from savings.models import Confidence, Fund, Saving, SavingsLine

GREEN, AMBER, RED = Confidence
GENERAL, HRA, DSG = Fund
YEARS = [FinancialYear(start) for start in range(2024, 2029)]
M = 100_000_000
K = 100_000

# --- the value -----------------------------------------------------------------------------------

CELLS = st.builds(
    Cell,
    saving=st.integers(1, 3),
    confidence=st.sampled_from(Confidence),
    fund=st.sampled_from(Fund),
    year=st.sampled_from(YEARS),
)
PENCE = st.integers(-LARGEST, LARGEST)
AMOUNTS = st.dictionaries(CELLS, PENCE.filter(bool), max_size=20)
GRIDS = AMOUNTS.map(Grid)


def apply(changes: list[Change], before: Grid) -> Grid:
    amounts = dict(before.amounts)
    for change in changes:
        assert amounts.pop(change.cell, 0) == change.before
        if change.after:
            amounts[change.cell] = change.after
    return Grid(amounts)


@given(before=GRIDS, after=GRIDS)
def test_applying_what_changed_to_the_one_before_gives_the_other(before, after):
    changes = after.changes_from(before)
    assert apply(changes, before).amounts == after.amounts
    assert sum(change.after - change.before for change in changes) == after.total - before.total
    assert all(change.before != change.after for change in changes)
    assert len({change.cell for change in changes}) == len(changes)


@given(before=AMOUNTS, change=AMOUNTS)
def test_only_what_differs_is_a_change(before, change):
    after = Grid({**before, **change})
    differs = {cell for cell, pence in change.items() if before.get(cell) != pence}
    assert {change.cell for change in after.changes_from(Grid(before))} == differs


@given(grid=GRIDS)
def test_a_grid_does_not_differ_from_itself_and_differs_wholly_from_an_empty_one(grid):
    assert grid.changes_from(Grid(dict(grid.amounts))) == []
    made = grid.changes_from(Grid({}))
    assert {change.cell: change.after for change in made} == grid.amounts
    assert {change.before for change in made} <= {0}


@given(grid=GRIDS)
def test_every_way_of_adding_up_ties(grid):
    by_year, cumulative = grid.by_year(YEARS), grid.cumulative(YEARS)
    assert sum(by_year.values()) == grid.total
    assert list(by_year) == list(cumulative) == YEARS
    assert cumulative[YEARS[-1]] == grid.total
    before = 0
    for year in YEARS:
        assert cumulative[year] - before == by_year[year]
        before = cumulative[year]
    by_confidence = grid.by_confidence_and_year(iter(YEARS))
    assert list(by_confidence) == [GREEN, AMBER, RED]
    for year in YEARS:
        assert sum(years[year] for years in by_confidence.values()) == by_year[year]


def test_a_grid_adds_up():
    grid = Grid(
        {
            Cell(1, GREEN, GENERAL, YEARS[0]): 5 * M,
            Cell(1, RED, GENERAL, YEARS[0]): -2 * M,
            Cell(2, GREEN, HRA, YEARS[2]): 1,
        }
    )
    assert grid.total == 3 * M + 1
    assert list(grid.by_year(YEARS).values()) == [3 * M, 0, 1, 0, 0]
    assert list(grid.cumulative(YEARS).values()) == [3 * M, 3 * M, *[3 * M + 1] * 3]
    assert list(grid.by_confidence_and_year(YEARS)[RED].values()) == [-2 * M, 0, 0, 0, 0]


def test_changes_read_down_the_grid_surest_first():
    cells = [
        Cell(1, GREEN, GENERAL, YEARS[0]),
        Cell(1, GREEN, GENERAL, YEARS[1]),
        Cell(1, AMBER, GENERAL, YEARS[0]),
        Cell(1, RED, GENERAL, YEARS[0]),
        Cell(1, GREEN, HRA, YEARS[0]),
        Cell(1, GREEN, DSG, YEARS[0]),
        Cell(2, GREEN, GENERAL, YEARS[0]),
    ]
    changes = Grid(dict.fromkeys(reversed(cells), M)).changes_from(Grid({}))
    assert [change.cell for change in changes] == cells


@given(cells=st.sets(CELLS, min_size=2))
def test_no_two_cells_share_a_name(cells):
    assert len({cell.name for cell in cells}) == len(cells)


# --- what stands in a cell -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pence", "unit", "text"),
    [
        (0, "m", ""),
        (0, "k", ""),
        (120_000_000, "m", "1.2"),
        (120_000_000, "k", "1,200"),
        (10 * M, "m", "10"),
        (100 * M, "m", "100"),
        (1_200 * M, "m", "1,200"),
        (500 * K, "k", "500"),
        (500 * K, "m", "0.5"),
        (-25_000_000, "m", "-0.25"),
        (1, "m", "0.00000001"),
        (-1, "k", "-0.00001"),
        (LARGEST, "m", "10,000,000"),
    ],
)
def test_an_amount_stands_in_a_cell_unrounded(pence, unit, text):
    assert typed_as(pence, unit) == text


@given(pence=PENCE, unit=st.sampled_from("mk"))
@example(pence=10 * M, unit="m")
@example(pence=500 * K, unit="k")
@example(pence=LARGEST, unit="k")
@example(pence=-1, unit="m")
def test_what_stands_in_a_cell_is_read_back_to_the_penny(pence, unit):
    text = typed_as(pence, unit)
    assert (parse_money(text, unit=unit) if text else 0) == pence
    assert len(text) <= 40


# --- the form ------------------------------------------------------------------------------------


def place_of(**fields) -> ProgrammePlace:
    """A place that is in no database."""
    position = Position(name="Working", first_year=YEARS[0], last_year=YEARS[-1])
    programme = Programme(pk=1, name="A programme")
    return ProgrammePlace(pk=1, position=position, programme=programme, version=7, **fields)


ONE = [Saving(pk=1, name="A programme")]
TWO = [Saving(pk=1, name="Fewer buses"), Saving(pk=2, name="More walking")]
FIRST = Cell(1, GREEN, GENERAL, YEARS[0])
HELD = {FIRST: 2 * M, Cell(1, AMBER, GENERAL, YEARS[1]): 500 * K}


def lines_of(amounts: dict[Cell, int]) -> list[SavingsLine]:
    return [
        SavingsLine(
            saving_id=cell.saving,
            confidence=cell.confidence.value,
            fund=cell.fund.value,
            year=cell.year,
            amount=pence,
        )
        for cell, pence in amounts.items()
    ]


def form_of(data=None, *, held=HELD, savings=ONE, **more) -> GridForm:
    return GridForm(data, place=place_of(), lines=lines_of(held), savings=savings, **more)


def untouched(form: GridForm) -> dict[str, str]:
    """What a browser sends of a form that nobody typed in."""
    return {name: str(form[name].value() or "") for name in form.fields}


def typed(cells: dict[Cell, str] | None = None, *, held=HELD, savings=ONE, **more) -> GridForm:
    """A form with something typed in some of its cells, or in a field by name."""
    named = {name: more.pop(name) for name in ("note", "version", "token") if name in more}
    unit, all_funds = more.pop("unit", "m"), more.pop("all_funds", False)
    assert not more
    opened = form_of(held=held, savings=savings, unit=unit, all_funds=all_funds)
    data = untouched(opened) | {cell.name: text for cell, text in (cells or {}).items()} | named
    sent = QueryDict(mutable=True)
    sent.update(data)
    return form_of(sent, held=held, savings=savings, unit=unit, all_funds=all_funds)


def test_a_form_nobody_typed_in_changes_nothing_and_asks_for_nothing():
    form = typed()
    assert form.is_valid(), form.errors
    assert form.grid.amounts == HELD
    assert form.changes() == []
    assert form.cleaned_data["version"] == 7


@given(amounts=st.dictionaries(CELLS, PENCE.filter(bool), max_size=12), unit=st.sampled_from("mk"))
def test_whatever_is_held_comes_back_untouched(amounts, unit):
    savings = [Saving(pk=pk, name=f"Saving {pk}") for pk in (1, 2, 3)]
    form = typed(held=amounts, savings=savings, unit=unit)
    assert form.is_valid(), form.errors
    assert form.grid.amounts == amounts
    assert form.changes() == []


@pytest.mark.parametrize(
    ("text", "unit", "pence"),
    [
        ("1.2", "m", 120_000_000),
        ("1.2m", "m", 120_000_000),
        ("1.2M", "k", 120_000_000),
        ("£1.2m", "k", 120_000_000),
        ("1200k", "m", 120_000_000),
        ("1,200K", "m", 120_000_000),
        ("£1,200k", "m", 120_000_000),
        ("1200", "k", 120_000_000),
        ("1,200", "k", 120_000_000),
        ("£1,200", "k", 120_000),
        ("£0.0012bn", "m", 120_000_000),
        ("(50)", "k", -5_000_000),
        ("(50k)", "m", -5_000_000),
        ("(£50)", "k", -5_000_000),
        ("-50", "k", -5_000_000),
        ("−50", "k", -5_000_000),
        ("−£50k", "m", -5_000_000),
        ("  7 ", "m", 7 * M),
        (".5", "m", 500 * K),
        ("0.00000001", "m", 1),
        ("", "m", 0),
        ("   ", "m", 0),
        ("0", "m", 0),
        ("-0", "k", 0),
        ("(0.00)", "k", 0),
    ],
)
def test_money_is_read_as_people_type_it(text, unit, pence):
    form = typed({FIRST: text}, unit=unit, note="Said why.")
    assert form.is_valid(), form.errors
    assert form.grid.amounts.get(FIRST, 0) == pence
    assert (FIRST in form.grid.amounts) is bool(pence)
    assert form.changes() == [Change(FIRST, 2 * M, pence)]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("tbc", "“tbc” is not an amount of money. Type it like 1.2m, 1200k or £1,200."),
        ("NaN", "“NaN” is not an amount of money. Type it like 1.2m, 1200k or £1,200."),
        ("inf", "“inf” is not an amount of money. Type it like 1.2m, 1200k or £1,200."),
        ("1e9", "“1e9” is not an amount of money. Type it like 1.2m, 1200k or £1,200."),
        ("=1+1", "“=1+1” is not an amount of money. Type it like 1.2m, 1200k or £1,200."),
        ("(50", "“(50” is not an amount of money. Type it like 1.2m, 1200k or £1,200."),
        ("1 m 2", "“1 m 2” is not an amount of money. Type it like 1.2m, 1200k or £1,200."),
        ("0.000000001", "“0.000000001” is finer than a penny. Round it to whole pence."),
        ("99999999bn", "“99999999bn” is too large. Check the k or m at its end."),
        ("9" * 40, f"“{'9' * 40}” is too large. Check the k or m at its end."),
    ],
)
@pytest.mark.django_db  # a cell is drawn with its label in the council's words
def test_what_is_not_money_gets_a_sentence_beside_its_cell(text, sentence):
    other = Cell(1, RED, GENERAL, YEARS[4])
    form = typed({FIRST: text, other: "3"})
    assert not form.is_valid()
    assert form.errors == {FIRST.name: [sentence]}
    # what was typed is still there, and adds up as far as it can be read
    assert form[FIRST.name].value() == text
    assert form[other.name].value() == "3"
    assert form.grid.amounts[other] == 3 * M
    widget = str(form[FIRST.name])
    assert 'aria-invalid="true"' in widget
    assert f'aria-describedby="id_{FIRST.name}_error"' in widget
    assert 'aria-invalid="true"' not in str(form[other.name])


@pytest.mark.parametrize(
    "text", ["1\0", "\0", "1" * 10_000, "9" * 41, "1" * 50_000 + "x", "x" * 10_000, "\ud800"]
)
def test_what_no_keyboard_types_is_refused_at_once_in_one_sentence(text):
    started = time.process_time()
    form = typed({FIRST: text})
    assert not form.is_valid()
    assert form.grid is not None
    assert time.process_time() - started < 1
    assert list(form.errors) == [FIRST.name]
    (sentence,) = form.errors[FIRST.name]
    assert "set_int_max_str_digits" not in sentence
    assert len(sentence) < 200


def test_each_wrong_cell_has_its_own_sentence():
    wrong = [Cell(1, confidence, GENERAL, YEARS[2]) for confidence in Confidence]
    form = typed({cell: f"wrong{at}" for at, cell in enumerate(wrong)})
    assert list(form.errors) == [cell.name for cell in wrong]
    for at, cell in enumerate(wrong):
        assert f"“wrong{at}”" in form.errors[cell.name][0]


@given(text=st.text(max_size=60), unit=st.sampled_from(["m", "k", "", "x", "\0"]))
@example(text="1" * 4_301, unit="m")
@example(text="²", unit="m")
@example(text="١٢", unit="k")
@pytest.mark.django_db  # a cell is drawn with its label in the council's words
def test_nothing_anyone_types_is_worse_than_a_sentence(text, unit):
    opened = form_of()
    data = untouched(opened) | {FIRST.name: text, "unit": unit, "note": text, "version": text}
    form = form_of(data)
    form.is_valid()
    form.changes()
    assert all(isinstance(pence, int) for pence in form.grid.amounts.values())
    assert form[FIRST.name].value() == text
    str(form)


# --- why -----------------------------------------------------------------------------------------

GREEN_LATER, AMBER_FIRST = Cell(1, GREEN, GENERAL, YEARS[1]), Cell(1, AMBER, GENERAL, YEARS[0])


def test_a_new_total_asks_why_and_says_from_what_to_what():
    form = typed({FIRST: "3.25"})
    assert form.errors == {"note": ["The total goes from £2.5m to £3.75m: say why."]}
    assert typed({FIRST: "3.25"}, note="More of it.").is_valid()


@pytest.mark.parametrize("note", ["", "   ", "\t\n"])
def test_a_blank_is_no_reason(note):
    assert "note" in typed({FIRST: "3"}, note=note).errors


def test_a_penny_is_a_new_total():
    assert "note" in typed({FIRST: "2.00000001"}).errors


@pytest.mark.parametrize(
    "cells",
    [
        {FIRST: "1.5", GREEN_LATER: "0.5"},  # later
        {FIRST: "", AMBER_FIRST: "2"},  # less sure
        {FIRST: "2.0"},  # the same amount
        {FIRST: "2000k"},
    ],
)
def test_the_same_total_asks_for_nothing(cells):
    form = typed(cells)
    assert form.is_valid(), form.errors
    assert form.grid.total == form.before.total


def test_a_wrong_cell_does_not_ask_why_as_well():
    assert list(typed({FIRST: "tbc"}).errors) == [FIRST.name]


@given(cells=st.dictionaries(CELLS, PENCE, max_size=6), note=st.sampled_from(["", "Why."]))
def test_why_is_asked_exactly_when_the_total_changes(cells, note):
    savings = [Saving(pk=pk, name=f"Saving {pk}") for pk in (1, 2, 3)]
    texts = {cell: typed_as(pence, "m") for cell, pence in cells.items()}
    form = typed(texts, savings=savings, all_funds=True, note=note)
    form.is_valid()
    changed = Grid({**HELD, **cells}).total != Grid(HELD).total
    assert set(form.errors) == ({"note"} if changed and not note else set())


def test_a_reason_fits_where_history_keeps_it():
    """Every database must take it: PostgreSQL refuses what is longer than its column."""
    kept = SavingsLine.history.model._meta.get_field("history_change_reason").max_length
    longest = form_of().fields["note"].max_length
    assert kept is None or longest <= kept
    assert typed({FIRST: "3"}, note="x" * longest).is_valid()
    assert "note" in typed({FIRST: "3"}, note="x" * (longest + 1)).errors


# --- rows ----------------------------------------------------------------------------------------


def labels(form: GridForm) -> list[str]:
    return [row.label for row in form.rows]


def test_one_saving_shows_its_general_fund_rows_surest_first():
    form = form_of()
    assert labels(form) == [f"General Fund, {c.label}" for c in Confidence]
    assert sum(name.startswith("cell-") for name in form.fields) == 3 * len(YEARS)
    assert form.fields[FIRST.name].label == "General Fund, Green, 2024/25"


def test_several_savings_are_named_and_kept_apart():
    form = form_of(savings=TWO)
    assert labels(form)[0] == "Fewer buses, General Fund, Green"
    assert labels(form)[3] == "More walking, General Fund, Green"
    second = Cell(2, GREEN, GENERAL, YEARS[0])
    form = typed({FIRST: "1", second: "1"}, savings=TWO)
    assert form.is_valid(), form.errors
    assert form.changes() == [Change(FIRST, 2 * M, M), Change(second, 0, M)]


def test_funds_in_use_have_rows_and_the_others_only_when_asked_for():
    assert labels(form_of(held={Cell(1, RED, HRA, YEARS[0]): M}))[3:] == [
        f"Housing Revenue Account (HRA), {c.label}" for c in Confidence
    ]
    assert len(labels(form_of(all_funds=True))) == 9
    assert len(labels(form_of(all_funds=True, savings=TWO))) == 18


def test_an_amount_on_another_fund_counts_in_the_total():
    hra = Cell(1, GREEN, HRA, YEARS[0])
    form = typed({FIRST: "1", hra: "1"}, all_funds=True)
    assert form.is_valid(), form.errors
    assert {change.cell for change in form.changes()} == {FIRST, hra}


def test_a_cell_that_was_not_on_the_page_stays_as_it_is():
    """Someone else put a saving on the HRA while this form, without such rows, was open."""
    data = untouched(form_of())
    hra = Cell(1, GREEN, HRA, YEARS[0])
    form = form_of(data, held={**HELD, hra: 3 * M})
    assert form.is_valid(), form.errors
    assert form.changes() == []
    # nor is a line outside the years of the grid thrown away
    outside = Cell(1, GREEN, GENERAL, FinancialYear(2031))
    assert form_of(data, held={**HELD, outside: M}).changes() == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("version", ""),
        ("version", "latest"),
        ("version", "1.5"),
        ("token", ""),
        ("token", "nonsense"),
        ("opened_at", ""),
        ("opened_at", "yesterday"),
        ("unit", ""),
        ("unit", "bn"),
    ],
)
def test_a_form_whose_hidden_parts_are_missing_or_made_up_is_not_valid(field, value):
    form = form_of(untouched(form_of()) | {field: value})
    assert list(form.errors) == [field]


@pytest.mark.parametrize("day", ["2025-03-14", "2025-07-01", "2025-10-26", "2025-03-30"])
def test_a_form_opened_in_any_hour_of_the_year_can_be_sent(day):
    """Also in the hour that the clocks go back, which happens twice."""
    for hour in range(4):
        utc = datetime.datetime.fromisoformat(f"{day}T{hour:02d}:30:00.123456+00:00")
        with clock.stopped_at(utc):
            hidden = re.search(r'value="([^"]+)"', str(form_of()["opened_at"]))[1]
        form = form_of(untouched(form_of()) | {"opened_at": hidden.replace("&#x27;", "'")})
        assert form.is_valid(), form.errors
        assert form.cleaned_data["opened_at"] == utc


def test_every_form_has_its_own_token():
    tokens = {uuid.UUID(str(form_of()["token"].value())) for _ in range(3)}
    assert len(tokens) == 3


def test_the_sentence_about_the_total_uses_cabinets_words():
    form = typed({FIRST: "-0.75"})
    assert form.errors["note"] == [
        f"The total goes from £2.5m to {in_millions(-25 * K * 10)}: say why."
    ]
