"""Ten more plans, printed and added up by somebody who had not seen what reads them."""

import json
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest
from django.urls import reverse

from accounts.roles import Role
from portfolios.models import Position
from reports.exchange.account import Reading
from reports.exchange.amounts import key
from reports.exchange.guessing import CONFIDENCES, guess
from reports.exchange.mapping import Mapping
from reports.exchange.reading import read
from reports.exchange.rows import Kind
from reports.exchange.sheet import Sheet, sheets_of
from reports.exchange.stating import standing
from reports.models import Upload
from reports.reconciliation import State
from reports.rollups import differences
from savings.models import SavingsLine
from savings.returns.opening import open_tables
from tests.exchange.conftest import sheet
from tests.pages.test_changes import browser

OUTSIDE = Path(__file__).parent / "outside"
EXPECTED = json.loads((OUTSIDE / "expected.json").read_text(encoding="utf-8"))
EXPECTED.pop("_")
BY_HAND = sorted(path.name for path in OUTSIDE.glob("*.json") if path.name != "expected.json")

PLAN = pytest.mark.parametrize("name", EXPECTED)
BOTH = pytest.mark.parametrize(
    ("name", "by_hand"),
    [(name, False) for name in EXPECTED]
    + [(name, True) for name in EXPECTED if f"{Path(name).stem}.json" in BY_HAND],
)


@cache
def opened(name: str) -> list[Sheet]:
    return sheets_of(open_tables((OUTSIDE / name).read_bytes()))


def written(name: str) -> Mapping:
    return Mapping.from_text((OUTSIDE / name).with_suffix(".json").read_text(encoding="utf-8"))


@cache
def reading_of(name: str, by_hand: bool = False) -> Reading:
    return read(opened(name), written(name) if by_hand else guess(opened(name)))


def pence(thousands: float) -> int:
    return round(thousands * 100_000)


def said(name: str, by: str) -> dict[str, int]:
    return {of: pence(amount) for of, amount in EXPECTED[name][by].items()}


def years(name: str) -> dict[str, int]:
    return {year.replace("-", "/"): amount for year, amount in said(name, "by_year").items()}


def confidences(name: str, mapping: Mapping) -> dict[str, int]:
    """The file's own words, as what the mapping takes them to mean."""
    found: dict[str, int] = defaultdict(int)
    for word, amount in said(name, "by_confidence").items():
        # Over columns a word is known without the mapping saying so
        over = CONFIDENCES.get(key(word), mapping.confidence)
        found[str(mapping.confidence_of(word) or over)] += amount
    return dict(found)


def totals(reading: Reading, by: str) -> dict[str, int]:
    """What the file adds up to: its councils count pressures in, against the savings."""
    found = {str(of): amount for (of,), amount in reading.totals(by).items()}
    for entry in reading.pressures:
        found[str(getattr(entry, by))] += entry.pence
    return found


@BOTH
def test_it_comes_to_what_its_council_says(name, by_hand):
    reading = reading_of(name, by_hand)
    assert totals(reading, "year") == years(name)
    assert totals(reading, "portfolio") == said(name, "by_dimension")
    assert totals(reading, "confidence") == confidences(name, reading.mapping)
    if "changes" in EXPECTED[name]:
        assert sum(entry.pence != 0 for entry in reading.entries) == EXPECTED[name]["changes"]


@BOTH
def test_what_is_no_number_is_said_and_every_cell_is_accounted_for(name, by_hand):
    reading = reading_of(name, by_hand)
    figures = [one for row in reading.rows if row.kind is Kind.BODY for one in row.figures]
    numbers = [one.amount for one in figures if one.amount and not one.why]
    assert len(numbers) == EXPECTED[name]["cells"]
    assert sum(amount.pence == 0 for amount in numbers) == EXPECTED[name]["zeros"]
    words = sorted(cell.text for cell in reading.uncovered)
    assert words == sorted(EXPECTED[name]["not_numbers"])
    held = sorted((s.title, s.at(row, at)) for s in opened(name) for row, at, _ in s.filled)
    assert sorted((cell.sheet, cell.at) for cell in reading.cells) == held


@BOTH
def test_every_printed_total_is_checked_and_only_what_does_not_foot_breaks(name, by_hand):
    stated = reading_of(name, by_hand).stated
    assert {standing(one) for one in stated} <= {State.EXACT, State.BREAK}
    broken = [one for one in stated if standing(one) is State.BREAK]
    assert [
        (one.label, str(one.year).replace("/", "-"), one.amount.pence, one.expected)
        for one in broken
    ] == [
        (wrong["row"], wrong["year"], pence(wrong["printed"]), pence(wrong["adds_to"]))
        for wrong in EXPECTED[name]["do_not_foot"]
    ]
    assert stated


@PLAN
def test_its_files_agree_with_themselves(name):
    whole = {sum(said(name, by).values()) for by in ("by_year", "by_dimension", "by_confidence")}
    assert len(whole) == 1
    mapping = reading_of(name).mapping
    assert mapping.unit == {"pound": "", "thousand": "k", "million": "m"}[EXPECTED[name]["unit"]]
    assert mapping.cumulative == ("printed_by_year" in EXPECTED[name])


def check_position(position: Position, name: str) -> None:
    found: dict[str, dict[str, int]] = {"year": defaultdict(int), "portfolio": defaultdict(int)}
    for line in SavingsLine.objects.at(position).select_related("place__portfolio_place"):
        found["year"][str(line.year)] += line.amount
        found["portfolio"][line.place.portfolio_place.printed_label] += line.amount
    assert found == {"year": years(name), "portfolio": said(name, "by_dimension")}
    assert differences() == []


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["tarnbridge_monitor.xlsx", "ashmere_cumulative.csv"])
def test_it_becomes_a_position(name, take):
    check_position(take(reading_of(name)).position, name)


@pytest.mark.django_db
def test_a_renamed_directorate_keeps_its_proposals(take):
    """One dropped, one added, and a directorate under another name."""
    told = written("oxmere_february.csv").as_json()
    november = read(opened("oxmere_november.csv"), Mapping.from_json(told | {"portfolios": {}}))
    first = take(november, "Oxmere November").position
    second = take(reading_of("oxmere_february.csv", True), "Oxmere February").position
    check_position(first, "oxmere_november.csv")
    check_position(second, "oxmere_february.csv")
    names = [set(at.places.values_list("programme__name", flat=True)) for at in (first, second)]
    assert names[0] - names[1] == {"Bus shelters"}
    assert names[1] - names[0] == {"Charging"}
    same = [set(at.places.values_list("programme", flat=True)) for at in (first, second)]
    assert len(same[0] & same[1]) == 4


@pytest.mark.django_db
def test_the_wizard_takes_in_savings_printed_as_negatives(people):
    name = "saltreach_annex_3.csv"
    editor = browser(people[Role.PMO_EDITOR])
    with (OUTSIDE / name).open("rb") as file:
        step = editor.post("/import/", {"holds": "plan", "file": file})["Location"]
    form = editor.get(step).context["form"]
    assert form["negative"].value() is True
    sent = {field.html_name: field.value() for field in form}
    sent = {field: value for field, value in sent.items() if value not in (None, False)}
    sent |= {name: "saving" for name, value in sent.items() if value == "pressure"}  # net
    step = editor.post(step, sent)["Location"]
    sent = {each.html_name: each.value() for each in editor.get(step).context["form"]}
    editor.post(reverse("import-take", args=[Upload.objects.get().pk]), sent)
    check_position(Position.objects.get(opened_by=people[Role.PMO_EDITOR]), name)


# --- rows whose figures stand in the wrong place --------------------------------------------------


def test_a_total_above_its_programmes_can_be_a_figure_where_the_mapping_says_so():
    sheets = opened("eastharrow_plan.tsv")
    told = guess(sheets).as_json() | {"rows": {"6": "body", "11": "body"}}
    twice = read(sheets, Mapping.from_json(told))
    assert twice.total == 2 * reading_of("eastharrow_plan.tsv").total


def test_a_portfolio_may_stand_alone_in_its_own_column():
    plan = sheet(
        """
        Directorate | Proposal | 2026/27 | RAG
        Adults      |          |         |
                    | Reablement | 10    | Green
        Place       |          |         |
                    | Parking  | 20      | Red
        Not for publication |  |         |
        """
    )
    reading = read(plan, guess(plan))
    assert totals(reading, "portfolio") == {"Adults": 1000, "Place": 2000}
    assert [cell.text for cell in reading.ignored] == ["Not for publication"]


def test_a_portfolio_that_saves_by_itself_is_no_total_of_what_follows():
    plan = sheet(
        """
        Directorate | Proposal | 2026/27 | RAG
        Adults      |          | 10      | Green
                    | Reablement | 10    | Green
        Place       | Parking  | 20      | Red
        """
    )
    assert read(plan, guess(plan)).total == 4000


def test_headings_that_are_printed_again_on_the_next_page_make_nothing():
    plan = sheet(
        """
        Directorate | Proposal   | 2026/27 | RAG
        Adults      | Reablement | 10      | Green
        Directorate | Proposal   | 2026/27 | RAG
        Place       | Parking    | 20      | Red
        """
    )
    reading = read(plan, guess(plan))
    assert totals(reading, "portfolio") == {"Adults": 1000, "Place": 2000}
    assert not reading.uncovered


@pytest.mark.parametrize("amount", ["10", "TBC"])
def test_a_confidence_beside_the_only_year_is_no_second_row_of_headings(amount):
    plan = sheet(
        f"""
        Directorate | Proposal   | 2026/27  | RAG
        Adults      | Reablement | {amount} | Green
        Place       | Parking    | 20       | Red
        """
    )
    told = guess(plan)
    assert told.headings == 1
    assert len(read(plan, told).programmes) == 2


def test_columns_beside_the_years_are_no_savings_and_all_of_one_kind_are():
    beside = sheet(
        """
        Proposal | 2025/26 net budget | 2026/27 | 2027/28 | Cumulative 2027/28 | FTE 2026/27
        Parking  | 900                | 20      | 30      | 50                 | 4
        """
    )
    told = guess(beside)
    assert [at for at, one in told.columns.items() if one.year] == ["C", "D"]
    assert not told.cumulative
    same = sheet(
        """
        Proposal | 2026/27 cumulative | 2027/28 cumulative
        Parking  | 20                 | 50
        """
    )
    assert guess(same).cumulative
    assert read(same, guess(same)).total == 5000


def test_a_note_that_years_are_not_cumulative_is_believed():
    plan = sheet(
        """
        Figures are not cumulative | |
        Proposal | 2026/27 | 2027/28
        Parking  | 20      | 50
        """
    )
    assert read(plan, guess(plan)).total == 7000


def test_numbered_years_are_none_where_nothing_says_which_is_the_first():
    plan = sheet(
        """
        Proposal | Year 1 | Year 2
        Parking  | 20     | 50
        """
    )
    assert not any(one.year for one in guess(plan).columns.values())
