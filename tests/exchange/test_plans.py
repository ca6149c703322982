"""Ten odd-shaped plans: by guess, by action, by command and by wizard, to the penny.

What they come to was written by hand, before anything could read them.
"""

import io
import json

import pytest
from django.core.management import call_command
from django.urls import reverse

from accounts.models import Submission
from accounts.roles import Role
from accounts.viewer import SYSTEM
from portfolios.models import Position, ProgrammePlace
from reports.exchange.account import Reading
from reports.exchange.guessing import guess
from reports.exchange.mapping import Mapping
from reports.exchange.reading import read
from reports.exchange.stating import standing
from reports.library import Library
from reports.models import StatedFigure, Upload
from reports.reconciliation import State
from reports.rollups import differences
from savings.models import SavingsLine
from tests.exchange.conftest import EXPECTED, PLANS, opened, pence, reading_of
from tests.pages.test_changes import browser

pytestmark = pytest.mark.django_db

PLAN = pytest.mark.parametrize("name", EXPECTED)
MIXED = {name for name, said in EXPECTED.items() if "funds" in said}


def totals(reading: Reading, by: str) -> dict[str, int]:
    return {str(of): amount for (of,), amount in reading.totals(by).items() if amount}


def said(name: str, by: str) -> dict[str, int]:
    return {of: pence(pounds) for of, pounds in EXPECTED[name][by].items()}


@PLAN
def test_a_first_guess_reads_it_to_the_penny(name):
    reading = reading_of(name)
    assert reading.total == pence(EXPECTED[name]["total"])
    assert totals(reading, "year") == said(name, "years")
    assert totals(reading, "portfolio") == said(name, "portfolios")
    assert totals(reading, "confidence") == said(name, "confidences")
    if name in MIXED:
        assert totals(reading, "fund") == said(name, "funds")
    assert len(reading.programmes) == EXPECTED[name]["programmes"]


@PLAN
def test_every_cell_of_it_is_accounted_for_once(name):
    reading, sheets = reading_of(name), opened(name)
    held = {
        (sheet.title, sheet.at(row, column)) for sheet in sheets for row, column, _ in sheet.filled
    }
    assert len(reading.cells) == len(held) == sum(reading.counts.values())
    assert {(cell.sheet, cell.at) for cell in reading.cells} == held
    assert {cell.text for cell in reading.uncovered} == set(EXPECTED[name]["uncovered"])
    assert all(cell.why for cell in reading.cells if cell.use in ("uncovered", "ignored"))


@PLAN
def test_its_printed_totals_are_reconciled_and_only_the_wrong_one_breaks(name):
    standings = [standing(stated) for stated in reading_of(name).stated]
    assert standings.count(State.BREAK) == EXPECTED[name]["breaks"]
    assert standings.count(State.EXACT) == len(standings) - EXPECTED[name]["breaks"] > 0


@PLAN
def test_its_mapping_says_the_same_as_a_file(name):
    sheets = opened(name)
    mapping = guess(sheets)
    assert Mapping.from_text(mapping.as_text()) == mapping
    assert read(sheets, Mapping.from_text(mapping.as_text())).total == read(sheets, mapping).total


def held_by(position: Position, by: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for line in SavingsLine.objects.at(position).select_related("place__portfolio_place"):
        of = {
            "years": str(line.year),
            "portfolios": line.place.portfolio_place.printed_label,
            "confidences": line.confidence,
            "funds": line.fund,
        }[by]
        found[of] = found.get(of, 0) + line.amount
    return found


def check_position(position: Position, name: str) -> None:
    """The position holds what the file says, and our own reconciliation finds the same breaks."""
    for by in ("years", "portfolios", "confidences"):
        assert held_by(position, by) == said(name, by)
    assert position.places.count() == EXPECTED[name]["programmes"]
    results = Library(SYSTEM, [position]).reconciled
    states = [result.state for result in results]
    assert states.count(State.BREAK) == EXPECTED[name]["breaks"]
    assert len(states) == StatedFigure.objects.at(position).count()
    assert differences() == []
    words = {result.figure.printed for result in results if result.figure.value is None}
    assert words == set(EXPECTED[name]["uncovered"])


@PLAN
def test_it_is_taken_in_with_totals_equal_to_its_own(name, take):
    made = take(reading_of(name))
    check_position(made.position, name)
    assert made.lines == SavingsLine.objects.at(made.position).count()


@PLAN
def test_the_command_takes_it_in(name, people, tmp_path):
    mapping = tmp_path / "mapping.json"
    told = io.StringIO()
    call_command("import_plan", str(PLANS / name), guess=True, stdout=told)
    mapping.write_text(told.getvalue(), encoding="utf-8")
    by = people[Role.PMO_EDITOR].username
    options = {"mapping": str(mapping), "kind": "scenario", "name": "By command", "by": by}
    call_command("import_plan", str(PLANS / name), **options, dry_run=True, stdout=told)
    assert "Nothing is saved" in told.getvalue()
    assert not Position.objects.filter(name="By command").exists()
    assert told.getvalue().count("Break, ") == EXPECTED[name]["breaks"]
    call_command("import_plan", str(PLANS / name), **options, stdout=told)
    check_position(Position.objects.get(name="By command"), name)


@PLAN
def test_the_wizard_takes_it_in(name, people):
    editor = browser(people[Role.PMO_EDITOR])
    with (PLANS / name).open("rb") as file:
        answer = editor.post("/import/", {"holds": "plan", "file": file})
    upload = Upload.objects.get()
    assert answer["Location"] == reverse("import-map", args=[upload.pk])
    form = editor.get(answer["Location"]).context["form"]
    sent = {field.html_name: field.value() for field in form}
    sent = {field: value for field, value in sent.items() if value not in (None, False)}
    answer = editor.post(answer["Location"], sent)
    assert answer["Location"] == reverse("import-preview", args=[upload.pk])
    assert Mapping.from_json(Upload.objects.get().mapping) == guess(opened(name))
    page = editor.get(answer["Location"])
    assert page.context["cells"] == sum(number for _, number, _ in page.context["counts"])
    sent = {field.html_name: field.value() for field in page.context["form"]}
    answer = editor.post(f"/import/{upload.pk}/take/", sent)
    position = Position.objects.get(opened_by=people[Role.PMO_EDITOR])
    assert position.slug in answer["Location"]
    assert ("reconciliation" in answer["Location"]) == bool(EXPECTED[name]["breaks"])
    check_position(position, name)
    assert Submission.objects.filter(token=sent["token"]).exists()


# --- traits --------------------------------------------------------------------------------------


def test_a_programme_without_a_number_is_to_be_confirmed_and_a_gap_is_a_footnote(take):
    position = take(reading_of("southmere.xls")).position
    place = ProgrammePlace.objects.get(position=position, printed_label="Opening hours")
    assert place.shows == ProgrammePlace.Shows.MONEY
    assert place.footnote == (
        "Not covered by the plan: 2026/27 (“Not costed yet”), 2028/29 (“n/a”)."
    )


def test_a_renamed_directorate_is_the_one_it_was_where_the_mapping_says_so(take):
    first = take(reading_of("oakhampton-1.csv"), "Oakhampton 1").position
    sheets = opened("oakhampton-2.csv")
    told = guess(sheets).as_json()
    new, old = "Adult Care and Public Health", "Adults and Health"
    mapping = Mapping.from_json(told | {"portfolios": {new.upper(): old}})
    second = take(read(sheets, mapping), "Oakhampton 2").position
    at = {
        p: {place.name: place.printed_label for place in p.portfolio_places.all()}
        for p in (first, second)
    }
    assert at == {first: {old: old, "Growth": "Growth"}, second: {old: new, "Growth": "Growth"}}
    programmes = [set(p.places.values_list("programme", flat=True)) for p in (first, second)]
    assert programmes[0] == programmes[1]
    assert len(programmes[0]) == 3  # two directorates have one of a name


def test_without_it_a_renamed_directorate_is_a_new_one(take):
    take(reading_of("oakhampton-1.csv"), "Oakhampton 1")
    second = take(reading_of("oakhampton-2.csv"), "Oakhampton 2").position
    names = set(second.portfolio_places.values_list("portfolio__name", flat=True))
    assert names == {"Adult Care and Public Health", "Growth"}


def test_the_expected_totals_agree_with_themselves():
    for name, expected in json.loads((PLANS / "expected.json").read_text(encoding="utf-8")).items():
        for by in ("years", "portfolios", "confidences", "funds"):
            if by in expected:
                assert sum(said(name, by).values()) == pence(expected["total"]), (name, by)
