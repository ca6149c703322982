"""What stands beside a plan's savings: pressures, posts, a fourth colour, and several sheets."""

import pytest

from accounts.roles import Role
from reports.exchange.account import Use
from reports.exchange.guessing import guess
from reports.exchange.mapping import Mapping
from reports.exchange.several import read_plan
from reports.exchange.sheet import Sheet, sheets_of
from reports.exchange.stating import standing
from reports.library import Library
from reports.reconciliation import State
from reports.rollups import differences
from savings.models import BudgetPressure, SavingsLine
from tests.exchange.conftest import sheet
from tests.exchange.test_register_wizard import form_of, sent, taken
from tests.pages.test_changes import browser, text
from workforce.models import PostReduction, ProgrammePosts

KINDS = """
Directorate | Proposal     | Type     | RAG   | 2026/27 | 2027/28 | FTE
People      | Day centres  | Saving   | Green | 100     | 50      | 4.5
People      | Inflation    | Pressure |       | 40      | 10      |
People      | Total        |          |       | 60      | 40      | 4.5
Place       | Street works | Saving   | Blue  | 20      | TBC     | 2*
Place       | Old scheme   | Withdrawn| Red   | 7       |         |
Place       | Total        |          |       | 20      |         | 3
Total       |              |          |       | 120     | 50      |
"""


def of_kinds(text: str = KINDS):
    """As a person reads it; the first directorate's totals are net of its pressures."""
    sheets = sheet(text)
    told = guess(sheets).as_json()
    kinds = told["kinds"] | {"Withdrawn": "ignored"}
    return sheets, Mapping.from_json(told | {"kinds": kinds})


def cells_of(sheets: list[Sheet]) -> int:
    return sum(1 for one in sheets for _ in one.filled)


def test_a_pressure_is_no_saving_and_what_is_called_otherwise_is_asked():
    sheets = sheet(KINDS)
    mapping = guess(sheets)
    assert mapping.kinds == {"Saving": "saving", "Pressure": "pressure"}
    reading = read_plan(sheets, mapping)
    assert reading.totals("year")[(reading.years[0],)] == 120 * 100
    assert [e.programme for e in reading.pressures] == ["Inflation", "Inflation"]
    assert ("People", "Inflation") not in reading.programmes
    (asked,) = [cell for cell in reading.uncovered if cell.at == "E6"]
    assert asked.why == "“Withdrawn” is neither saving nor pressure in the mapping."
    sheets, mapping = of_kinds()
    reading = read_plan(sheets, mapping)
    ignored = {cell.at: cell.why for cell in reading.ignored}
    assert ignored["E6"] == "The mapping ignores what is called “Withdrawn”."
    assert len(reading.cells) == cells_of(sheets)


@pytest.mark.parametrize("printed", [KINDS, KINDS.replace("| 40      | 10 ", "| -40     | -10 ")])
def test_a_total_may_be_net_of_the_pressures_or_of_the_savings_alone(printed):
    sheets, mapping = of_kinds(printed)
    stated = {one.at: one for one in read_plan(sheets, mapping).stated}
    assert {at: standing(one) for at, one in stated.items()} == dict.fromkeys(stated, State.EXACT)
    assert {at for at, one in stated.items() if one.is_part} == {"E4", "F4"}
    assert {*stated} == {"E4", "F4", "E7", "E8", "F8"}


def test_a_fourth_colour_is_what_the_mapping_says():
    sheets, mapping = of_kinds()
    assert mapping.confidences == {"Green": "green", "Blue": "green", "Red": "red"}
    amber = Mapping.from_json(
        mapping.as_json() | {"confidences": {"Green": "green", "Blue": "amber"}}
    )
    assert read_plan(sheets, amber).totals("confidence")[("amber",)] == 20 * 100


def test_posts_are_read_by_programme_and_their_totals_looked_at():
    sheets, mapping = of_kinds()
    reading = read_plan(sheets, mapping)
    assert reading.posts == {"People": (450, 450), "Place": (200, 200)}
    why = {cell.at: (cell.use, cell.why) for cell in reading.cells if cell.at[0] == "G"}
    assert why["G4"] == (Use.IGNORED, "A printed total of posts: it is their sum.")
    assert why["G7"][1] == "A printed total of posts: it says 3, and its posts come to 2 FTE."
    wrong = sheet("Directorate|Scheme|2026/27|FTE low|FTE high\nA|B|10|few|3\nA|C|5|1|2")
    reading = read_plan(wrong, guess(wrong))
    assert reading.posts == {"A": (400, 500)}
    assert [(cell.at, cell.why) for cell in reading.uncovered] == [
        ("D2", "“few” is not a number of FTE.")
    ]


@pytest.mark.django_db
def test_pressures_and_posts_come_in_beside_the_savings(take, people):
    sheets, mapping = of_kinds()
    position = take(read_plan(sheets, mapping)).position
    pressures = BudgetPressure.objects.at(position).order_by("year")
    assert [(p.name, str(p.year), p.amount) for p in pressures] == [
        ("Inflation", "2026/27", 4000),
        ("Inflation", "2027/28", 5000),
    ]
    assert sum(line.amount for line in SavingsLine.objects.at(position)) == 170 * 100
    posts = PostReduction.objects.at(position)
    assert [(p.portfolio.name, p.low, p.high, p.vacant) for p in posts] == [
        ("People", 450, 450, 0),
        ("Place", 200, 200, 0),
    ]
    assert not ProgrammePosts.objects.filter(position=position).exists()
    for row in (*pressures, *posts):
        assert row.history.get().history_change_reason.startswith("imported from")
    states = [result.state for result in Library(people[Role.PMO_EDITOR], [position]).reconciled]
    assert State.BREAK not in states
    assert differences() == []


@pytest.mark.django_db
def test_posts_of_a_portfolio_without_a_saving_are_refused_in_a_sentence(take):
    from django.core.exceptions import ValidationError

    sheets = sheet("Directorate|Scheme|Type|2026/27|FTE\nA|B|Saving|5|1\nC|D|Pressure|5|2")
    with pytest.raises(ValidationError, match="“C” loses posts and has no saving"):
        take(read_plan(sheets, guess(sheets)))


HEADINGS = ["Scheme", "RAG", "2026/27", "2027/28"]
BOOK = {
    "Cover": [["Savings plan"]],
    "Adults": [["Adults, £000"], HEADINGS, ["Care", "G", 100, 50], ["Total", None, 100, 50]],
    "Place": [["Place, £000"], HEADINGS, ["Roads", "R", 20, "TBC"], ["Total", None, 21, None]],
    "Notes": [["Scheme", "What people say"], ["Care", "Good"]],
}


def test_sheets_that_are_laid_out_alike_are_one_plan():
    sheets = sheets_of(BOOK)
    mapping = guess(sheets)
    assert mapping.all_sheets
    reading = read_plan(sheets, mapping)
    assert {of[0]: pence for of, pence in reading.totals("portfolio").items()} == {
        "Adults": 150_000_00,
        "Place": 20_000_00,
    }
    assert len(reading.cells) == cells_of(sheets)
    assert len({cell.at for cell in reading.cells if cell.use is not Use.IGNORED}) == 23
    assert [cell.at for cell in reading.uncovered] == ["Place D3"]
    broken = [one for one in reading.stated if standing(one) is State.BREAK]
    assert [(one.at, one.portfolio, one.expected) for one in broken] == [
        ("Place C4", "Place", 20_000_00)
    ]
    why = {cell.sheet: cell.why for cell in reading.ignored}
    assert why == dict.fromkeys(("Cover", "Notes"), "Its sheet has other headings.")
    assert Mapping.from_text(mapping.as_text()) == mapping


def test_versions_of_one_plan_are_not_added_up_unless_that_is_said():
    plan = [["Directorate", *HEADINGS], ["A", "B", "G", 1, 2]]
    sheets = sheets_of({"Draft": plan, "Final": plan})
    assert not guess(sheets).all_sheets
    both = Mapping.from_json(guess(sheets).as_json() | {"all_sheets": True})
    reading = read_plan(sheets, both)
    assert reading.total == 600
    alone = read_plan(sheets_of({"Draft": plan}), both)
    assert [cell.at for cell in alone.cells][:1] == ["A1"]


def workbook() -> bytes:
    import io

    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for title, rows in BOOK.items():
        made = book.create_sheet(title)
        for row in rows:
            made.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.django_db
def test_the_wizard_takes_several_sheets_and_kinds_of_rows(people, working):
    editor = browser(people[Role.PMO_EDITOR])
    upload = sent(editor, "plan", workbook(), "book.xlsx")
    page = editor.get(f"/import/{upload.pk}/")
    assert form_of(page)["all_sheets"] is True
    assert editor.post(f"/import/{upload.pk}/", form_of(page)).status_code == 302
    shown = text(editor.get(f"/import/{upload.pk}/preview/"))
    assert "Adults 3" in shown
    assert "2 programmes, 3 savings lines" in text(taken(editor, upload))
    upload = sent(editor, "plan", KINDS.replace(" | ", "|").strip().replace("|", "\t").encode())
    page = editor.get(f"/import/{upload.pk}/")
    said = form_of(page)
    (asked,) = [name for name in said if name.startswith("kinds-") and not said[name]]
    editor.post(f"/import/{upload.pk}/", said | {asked: "ignored"})
    shown = text(editor.get(f"/import/{upload.pk}/preview/"))
    assert "2026/27 pressure: £40" in shown
    assert "What stands beside the savings" in shown
