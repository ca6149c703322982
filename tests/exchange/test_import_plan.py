"""Taking a plan in: whose right it is, all or nothing, and how long it takes."""

import uuid
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models.submission import AlreadySubmitted
from accounts.roles import Role
from portfolios.models import Portfolio, Position, Programme, ProgrammePlace
from reports.actions.import_plan import import_plan
from reports.exchange import bulk
from reports.exchange.guessing import guess, guess_of
from reports.exchange.mapping import Mapping
from reports.exchange.reading import read
from reports.exchange.sheet import Sheet, sheets_of
from reports.models import ImportMapping, StatedFigure
from reports.rollups import differences
from savings.models import Saving, SavingsLine
from savings.returns.opening import open_tables
from tests.conftest import MOMENT
from tests.exchange import large
from tests.exchange.conftest import PLANS, details, mapping, reading_of, sheet
from tests.exchange.test_reading import CELLS, TABLES, clean

pytestmark = pytest.mark.django_db

KEPT = (Position, Portfolio, Programme, ProgrammePlace, Saving, SavingsLine, StatedFigure)


def counts() -> list[int]:
    histories = (Position, Programme, ProgrammePlace, SavingsLine)
    held = [model.objects.count() for model in KEPT]
    return [*held, *(model.history.count() for model in histories)]


def small(text: str = "Adults | A | Red | 1 |"):
    rows = sheet(f"Directorate | Scheme | RAG | 2026/27 | 2027/28\n{text}")
    return read(rows, guess(rows))


# --- who, and all or nothing ---------------------------------------------------------------------


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PMO_EDITOR])
def test_only_who_opens_positions_takes_a_plan_in(role, people, take):
    before = counts()
    with pytest.raises(PermissionDenied):
        take(small(), by=people[role])
    assert counts() == before


def test_an_editor_of_some_portfolios_does_not(people, take, led):
    people[Role.PMO_EDITOR].portfolios.add(led)
    before = counts()
    if people[Role.PMO_EDITOR].portfolio_ids() is not None:
        with pytest.raises(PermissionDenied, match="whole council's"):
            take(small())
        assert counts() == before


def test_the_same_form_twice_makes_one_position(take):
    token = uuid.uuid4()
    take(small(), token=token)
    before = counts()
    with pytest.raises(AlreadySubmitted):
        take(small(), "Another", token=token)
    assert counts() == before


def test_a_second_working_position_is_refused_and_nothing_made(people, working):
    before = counts()
    as_working = replace(details(), kind=Position.Kind.MONTHLY_BOARD)
    with pytest.raises(ValidationError, match="a working position already"):
        import_plan(
            reading=small(),
            details=as_working,
            document="x.csv",
            token=uuid.uuid4(),
            by=people[Role.PMO_EDITOR],
        )
    assert counts() == before


def test_a_working_position_that_nothing_is_in_yet_becomes_it(people, working):
    Position.objects.filter(pk=working.pk).update(kind=Position.Kind.SCENARIO)
    empty = Position.objects.create(
        name="Begin",
        slug="begin",
        short_name="Begin",
        kind=Position.Kind.MONTHLY_BOARD,
        as_at=working.as_at,
        first_year=working.first_year,
        last_year=working.last_year,
        opened_at=MOMENT,
    )
    as_working = replace(details(), kind=Position.Kind.MONTHLY_BOARD)
    made = import_plan(
        reading=small(),
        details=as_working,
        document="x.csv",
        token=uuid.uuid4(),
        by=people[Role.PMO_EDITOR],
    )
    assert made.position.pk == empty.pk
    empty.refresh_from_db()
    assert (empty.name, str(empty.first_year)) == (as_working.name, "2026/27")
    assert empty.opened_by == people[Role.PMO_EDITOR]
    assert SavingsLine.objects.filter(place__position=empty).count() == 1


@pytest.mark.parametrize("call", range(1, 6))
def test_whatever_fails_on_the_way_nothing_is_made(call, take, monkeypatch):
    """Each insert of many rows, made to fail in turn."""
    before, made = counts(), []

    def failing(*args):
        made.append(1)
        if len(made) == call:
            raise RuntimeError("pulled")
        insert(*args)

    insert = bulk.insert_many
    monkeypatch.setattr("reports.actions.import_plan.insert_many", failing)
    with pytest.raises(RuntimeError, match="pulled"):
        take(reading_of("harrowby.xlsx"))
    assert counts() == before
    assert differences() == []


@pytest.mark.parametrize(
    ("rows", "said", "sentence"),
    [
        ("Adults | A | Red | TBC |", {}, "holds no figure"),
        ("\n".join(f"P{n} | A | Red | 1 |" for n in range(101)), {}, "101 portfolios"),
        ("Total pay | A | Red | 1 |\nCouncil | B | Red | 1 |", {}, "Portfolio “Council”"),
        ("!!! | A | Red | 1 |", {}, "letters or figures"),
        ("A | A | Red | 1 |", {"portfolios": {"a": "Nobody"}}, "“Nobody”, which is not known"),
        ("A | A | Red | 1 |", {"columns": {"D": {"is": "amount", "year": "2060/61"}}}, "20 years"),
    ],
)
def test_what_cannot_be_a_plan_is_refused_in_a_sentence(rows, said, sentence, take):
    table = sheet(f"Directorate | Scheme | RAG | 2026/27 | 2027/28\n{rows}")
    told = guess(table).as_json()
    if "columns" in said:
        told["columns"]["E"] = {"is": "amount", "year": "2026/27"}
        table = [Sheet("", (*table[0].rows, ("A", "B", "Red", "1", "1")))]
        said = {"columns": told["columns"] | said["columns"]}
    before = counts()
    with pytest.raises(ValidationError, match=sentence):
        take(read(table, Mapping.from_json(told | said)))
    assert counts() == before


# --- what is made --------------------------------------------------------------------------------


def test_a_plan_stands_beside_what_is_there_and_changes_none_of_it(take, working, february):
    held = {p: list(SavingsLine.objects.at(p).order_by("pk").values()) for p in (working, february)}
    made = take(reading_of("fernleigh.xlsb"))
    for position, lines in held.items():
        assert list(SavingsLine.objects.at(position).order_by("pk").values()) == lines
    assert made.position.opened_from is None
    assert made.position.is_scenario
    assert [str(year) for year in made.position.years] == ["2026/27", "2027/28", "2028/29"]
    assert differences() == []


def test_every_row_has_its_history_with_who_and_why(take, people):
    made = take(reading_of("northmoor.csv"))
    places, lines = made.position.places.all(), SavingsLine.objects.at(made.position)
    rows = [*places, *lines, *Programme.objects.filter(places__in=places), made.position]
    for row in rows:
        (entry,) = row.history.all()
        assert entry.history_user == people[Role.PMO_EDITOR]
        assert entry.history_change_reason == "imported from Northmoor 2026.csv"
        assert entry.history_type == "+"
    line = lines.first()
    kept = line.history.get()
    assert (kept.amount, kept.year, kept.place) == (line.amount, line.year, line.place)


def test_programmes_show_their_fund_or_that_there_is_no_number(take):
    rows = sheet(
        "Scheme | RAG | Fund | 2026/27\nA | Red | HRA | 1\nB | Red | DSG | 1\nC | Red | HRA | 1\n"
        "C | Red | GF | 1\nD | Red | GF | n/a\nE | Red | GF | TBC\nF | Red | GF |"
    )
    places = take(read(rows, guess(rows))).position.places.order_by("order")
    assert [place.shows for place in places] == ["HRA", "DSG", "money", "n/a", "TBC", "TBC"]
    assert [place.printed_label for place in places] == list("ABCDEF")


def test_two_spellings_of_a_name_are_one_and_two_portfolios_have_one_of_a_name(take):
    made = take(small("Adults | A | Red | 1 |\nADULTS | a* | Red | 2 |\nPlace | A | Red | 4 |"))
    lines = SavingsLine.objects.at(made.position).order_by("amount")
    assert [line.amount for line in lines] == [300, 400]
    assert made.programmes == 2
    assert made.position.portfolio_places.count() == 2


def test_an_awkward_name_gets_an_address_of_its_own(take):
    made = take(small("Adults | add | Red | 1 |\nAdults | ?? | Red | 1 |\nB | ?! | Red | 1 |"))
    slugs = made.position.places.values_list("programme__slug", flat=True)
    assert set(slugs) == {"add-programme", "programme", "programme-2"}


def test_a_known_programme_keeps_its_saving_and_one_moved_is_not_taken_twice(take):
    take(small("A | One | Red | 1 |"), "First")
    second = take(small("A | one | Red | 1 |\nB | One | Red | 2 |"), "Second").position
    third = take(small("A | One | Red | 1 |\nB | One | Red | 2 |"), "Third").position
    of = [
        list(p.places.order_by("pk").values_list("programme", flat=True)) for p in (second, third)
    ]
    assert of[0] == of[1]
    assert Saving.objects.filter(programme__in=of[0]).count() == 2


def test_a_position_taken_in_is_published_like_any_other_and_then_never_changes(take, people):
    from django.db import DatabaseError, transaction

    made = take(reading_of("ashdene.xlsx"))
    Position.objects.filter(pk=made.position.pk).update(
        kind="monthly_board", state="published", published_at=made.position.opened_at
    )
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        SavingsLine.objects.at(made.position).delete()


# --- many rows -----------------------------------------------------------------------------------


def queries_of(take, rows: int, name: str) -> int:
    sheets = sheets_of(open_tables(large.plan(rows)))
    reading = read(sheets, guess(sheets))
    with CaptureQueriesContext(
        connection,
    ) as told:
        take(reading, name)
    if connection.vendor == "postgresql":  # each of many rows is logged there
        return len({query["sql"].split("VALUES")[0] for query in told.captured_queries})
    return len(told)


def test_a_row_costs_no_query(take):
    queries_of(take, 10, "First")  # makes the portfolios
    assert queries_of(take, 20, "Small") == queries_of(take, 400, "Large")


@pytest.mark.slow
def test_a_plan_of_five_thousand_rows_is_taken_in_whole(take):
    """How long it takes is measured by the bench, beside reading the file."""
    sheets = sheets_of(open_tables(large.plan(5000)))
    reading = read(sheets, guess(sheets))
    made = take(reading, "Large")
    lines = SavingsLine.objects.at(made.position)
    assert made.programmes == 5000
    assert made.lines == lines.count()
    assert sum(lines.values_list("amount", flat=True)) == reading.total


# --- anything at all -----------------------------------------------------------------------------


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TABLES, st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=4))
def test_any_table_is_taken_in_whole_or_not_at_all(take, rows, more):
    head = ("Directorate", "Scheme", "2026/27")
    table = Sheet("", clean((head, *map(tuple, more), *rows)))
    reading = read([table], guess_of(table, turned=False))
    before = counts()
    try:
        made = take(reading, f"Fuzz {uuid.uuid4()}"[:20])
    except ValidationError:
        assert counts() == before
        return
    held = sum(SavingsLine.objects.at(made.position).values_list("amount", flat=True))
    assert held == reading.total
    assert StatedFigure.objects.at(made.position).count() == len(reading.stated) + len(
        reading.uncovered
    )
    assert differences() == []


# --- the command and the pages, where they say no ------------------------------------------------


def test_the_command_says_no_in_a_sentence(people, tmp_path, working):
    plan = str(PLANS / "northmoor.csv")
    editor, viewer = people[Role.PMO_EDITOR].username, people[Role.VIEWER].username
    wrong = tmp_path / "wrong.json"
    wrong.write_text('{"unit": "bn"}')
    heavy = tmp_path / "heavy.csv"
    heavy.write_bytes(b"x" * (6 * 1024**2))
    for args, sentence in [
        ({"by": editor}, "a working position already"),
        ({"by": viewer, "kind": "scenario"}, "does not let you"),
        ({"by": "nobody"}, "no active user"),
        ({}, "Say who imports it"),
        ({"mapping": str(wrong)}, "says “bn”"),
        ({"mapping": "Unknown"}, "no kept mapping “Unknown”"),
    ]:
        with pytest.raises(CommandError, match=sentence):
            call_command("import_plan", plan, **args)
    for file, sentence in [
        (str(heavy), "larger than"),
        (str(tmp_path / "no.csv"), "cannot be read"),
    ]:
        with pytest.raises(CommandError, match=sentence):
            call_command("import_plan", file)


def test_the_command_takes_a_kept_mapping_and_says_what_is_left(people, capsys):
    told = mapping(columns={"A": "programme", "D": {"is": "amount", "year": "2026/27"}}, headings=2)
    ImportMapping.objects.create(
        name="Northmoor's", content=told.as_json(), by=people[Role.PMO_EDITOR]
    )
    call_command("import_plan", str(PLANS / "northmoor.csv"), mapping="Northmoor's", dry_run=True)
    out = capsys.readouterr().out
    assert "cells: " in out
    assert "has no confidence in the mapping" in out
