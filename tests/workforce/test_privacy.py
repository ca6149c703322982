"""Post data below portfolio level: who finds it, what is withheld, and that it stays withheld."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from accounts.roles import Role as Person
from accounts.roles import State
from portfolios.models import Portfolio, Position, ProgrammePlace
from reports import pack
from reports.actions.publish_position import publish_position
from reports.asking import all_tables
from reports.definitions import posts_by_programme
from reports.disclosure import audit
from reports.history import log
from reports.library import Library
from reports.registry import REPORTS
from reports.renderers import as_csv, as_excel, as_html, as_json, as_text
from reports.table import WITHHELD, Ask, NotForYou, Role
from workforce.models import (
    PostPhase,
    PostReduction,
    ProgrammePosts,
    Restructure,
    RouteOutcome,
)

pytestmark = pytest.mark.django_db
BELOW = [slug for slug, report in REPORTS.items() if report.is_below_portfolio]


def whole_of(position: Position, portfolio: Portfolio, **range_) -> PostReduction:
    PostReduction.objects.filter(position=position, portfolio=portfolio).delete()
    return PostReduction.objects.create(position=position, portfolio=portfolio, order=1, **range_)


def part(position, portfolio, programme, low, high, vacant=0, heads=None) -> ProgrammePosts:
    row = ProgrammePosts(
        position=position,
        portfolio=portfolio,
        programme=programme,
        low=low,
        high=high,
        vacant=vacant,
        heads_low=heads,
        heads_high=heads,
    )
    row.full_clean()
    row.save()
    return row


@pytest.fixture
def large(working) -> Portfolio:
    """A portfolio with three programmes or more."""
    return next(
        p for p in Portfolio.objects.all() if working.places.filter(portfolio=p).count() >= 3
    )


@pytest.fixture
def programmes(working, large):
    places = ProgrammePlace.objects.filter(position=working, portfolio=large)
    return [place.programme for place in places.select_related("programme")]


@pytest.fixture
def ours(working) -> Ask:
    from accounts.viewer import SYSTEM

    return Ask(Library(SYSTEM, Position.objects.all()), working)


def cells(table, row) -> dict:
    return {key: cell.value for key, cell in row.cells.items()}


def rows_of(table, portfolio) -> list[dict]:
    return [cells(table, r) for r in table.rows if r.cells["portfolio"].value == portfolio.name]


# --- who --------------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", BELOW)
def test_a_report_below_portfolio_level_is_not_even_built_for_others(slug, people, working):
    for role, person in people.items():
        ask = Ask(Library(person, [working]), working)
        if role is Person.HR_PARTNER:
            assert REPORTS[slug].build(ask).slug == slug
        else:
            with pytest.raises(NotForYou):
                REPORTS[slug].build(ask)


@pytest.mark.parametrize("slug", BELOW)
def test_it_is_absent_from_the_list_of_reports_and_from_every_pack(slug, client, people, ours):
    for person, listed in ((Person.ANALYST, False), (Person.HR_PARTNER, True)):
        client.force_login(people[person])
        page = client.get("/reports/").content.decode()
        assert (f"/reports/{slug}/" in page) is listed
    sheets = load_workbook(io.BytesIO(pack.render(ours))).sheetnames
    assert REPORTS[slug].title not in sheets


def test_kept_files_of_it_are_listed_and_served_to_those_who_see_posts(client, people, february):
    for person, listed in ((Person.ANALYST, False), (Person.PMO_EDITOR, False), ("hr", True)):
        user = people[Person.HR_PARTNER if person == "hr" else person]
        client.force_login(user)
        page = client.get("/positions/february-2025/").content.decode()
        assert ("posts-by-programme-february-2025.json" in page) is listed
        assert "post-reductions-february-2025.json" in page


def test_its_changes_are_in_the_log_for_those_alone(people, working, large, programmes):
    row = part(working, large, programmes[0], 100, 100)
    row.note = "Changed."
    row.save()
    kinds = {
        person: {entry.kind for entry in log(working, people[person])}
        for person in (Person.PMO_EDITOR, Person.HR_PARTNER)
    }
    assert "part of the posts" in kinds[Person.HR_PARTNER]
    assert "part of the posts" not in kinds[Person.PMO_EDITOR]


def test_a_person_named_for_posts_finds_the_pages(client, people, working):
    editor = people[Person.PMO_EDITOR]
    client.force_login(editor)
    assert client.get("/workforce/posts/").status_code == 404
    assert b"Posts by programme" not in client.get("/workforce/").content
    editor.named_for_posts = True
    editor.save()
    assert client.get("/workforce/posts/").status_code == 200
    assert b"Posts by programme" in client.get("/workforce/").content


# --- the guard ----------------------------------------------------------------------------------


def test_a_small_part_and_a_second_one_are_withheld_alike_in_every_output(
    ours, working, large, programmes
):
    whole_of(working, large, low=3000, high=3600, vacant=600)
    part(working, large, programmes[0], 1500, 1600, 500, heads=17)
    part(working, large, programmes[1], 1200, 1600, 100, heads=16)
    part(working, large, programmes[2], 300, 400, 0, heads=3)
    table = posts_by_programme.build(ours)
    body = {row["programme"]: row for row in rows_of(table, large)}
    second, third = programmes[1].name, programmes[2].name
    for name in (second, third):
        assert {body[name][key] for key in ("low", "high", "occupied_high")} == {WITHHELD}
        assert body[name]["heads_low"] == WITHHELD
    assert body[programmes[0].name]["low"] == 1500
    assert (body["All"]["low"], body["All"]["heads_low"]) == (3000, 36)
    csv_rows = as_csv.render(table).decode("utf-8-sig").splitlines()
    (said,) = [line for line in csv_rows if f",{third}," in line]
    assert said.count(WITHHELD) == 7
    text = json.dumps(as_json.as_dict(table))
    assert text.count(f'"{WITHHELD}"') == as_text.render(table).count(WITHHELD) - 1
    sheet = load_workbook(io.BytesIO(as_excel.render(table))).active
    values = [cell.value for row in sheet.iter_rows() for cell in row]
    assert values.count(WITHHELD) == text.count(f'"{WITHHELD}"')
    drawn = [cell.text for row in as_html.render(table).rows for cell in row.cells]
    assert drawn.count(WITHHELD) == values.count(WITHHELD)


def test_what_no_part_accounts_for_is_a_row_of_its_own_and_guarded(
    ours, working, large, programmes
):
    whole_of(working, large, low=2000, high=2500, vacant=500)
    part(working, large, programmes[0], 1000, 1200, 0)
    part(working, large, None, 900, 1000, 400)
    names = [row["programme"] for row in rows_of(posts_by_programme.build(ours), large)]
    assert names[-2:] == ["Not yet by programme", "All"]
    left = rows_of(posts_by_programme.build(ours), large)[-2]
    assert left["low"] == WITHHELD  # 1 FTE


def test_parts_that_come_to_more_than_the_whole_are_not_reported(ours, working, large, programmes):
    part_of = whole_of(working, large, low=2000, high=2500, vacant=0)
    part(working, large, programmes[0], 1000, 1200)
    PostReduction.objects.filter(pk=part_of.pk).update(low=900, high=1000)
    assert [r["programme"] for r in rows_of(posts_by_programme.build(ours), large)] == ["All"]


def test_the_setting_moves_the_guard(ours, working, large, programmes, settings):
    whole_of(working, large, low=1600, high=1600)
    part(working, large, programmes[0], 800, 800)
    part(working, large, programmes[1], 800, 800)
    assert rows_of(posts_by_programme.build(ours), large)[0]["low"] == 800
    settings.SMALL_NUMBERS_BELOW = 10
    table = posts_by_programme.build(ours)
    assert rows_of(table, large)[0]["low"] == WITHHELD
    assert "below 10" in table.notes[0]


def test_a_year_about_few_people_hides_its_row_and_the_totals(ours, working, large):
    others = Portfolio.objects.exclude(pk=large.pk).first()
    years = working.years
    for portfolio, low in ((large, 300), (others, 1000)):
        PostPhase.objects.create(
            position=working, portfolio=portfolio, year=years[1], low=low, high=1000
        )
    rows = list(REPORTS["post-phasing"].build(ours).rows)
    first, second = sorted(rows[:2], key=lambda r: r.cells["portfolio"].value == others.name)
    key = f"high_{years[1].start}"
    assert (first.cells[key].value, second.cells[key].value) == (WITHHELD, 1000)
    assert rows[-1].cells[key].value == WITHHELD


def test_published_positions_have_no_samples_in_them(working, people, large, ours):
    whole_of(working, large, low=1600, high=1600)
    sample = ProgrammePosts.objects.create(
        position=working, portfolio=large, low=800, high=800, illustrative=True
    )
    Restructure.objects.create(name="Sample", year=2024, before=5000, after=4000, illustrative=True)
    assert "Sample (illustrative)" in as_text.render(REPORTS["restructure-outcomes"].build(ours))
    publish_position(position=working, by=people[Person.PMO_EDITOR], note="why")
    assert working.state == State.PUBLISHED
    assert not ProgrammePosts.objects.filter(pk=sample.pk).exists()
    kept = json.dumps([table.content for table in working.tables.all()])
    assert "illustrative" not in kept


# --- outcomes -----------------------------------------------------------------------------------


def test_restructure_outcomes_are_as_the_2018_report_tabulates_them(ours):
    table = REPORTS["restructure-outcomes"].build(ours)
    body = {
        row.cells["service"].value: [row.cells[k].value for k in ("before", "after", "reduction")]
        for row in table.of_role(Role.BODY)
    }
    assert body == {
        "Children & Families (social care)": [20463, 17712, 2751],
        "Children & Families (early years and education)": [8616, 6305, 2311],
        "Infrastructure, Planning & Development": [2440, 1910, 530],
    }
    (total,) = table.of_role(Role.TOTAL)
    assert [total.cells[k].value for k in ("before", "after", "reduction")] == [31519, 25927, 5592]
    assert total.cells["voluntary"].value == "not published"
    assert "cannot be told" in table.notes[0]


def test_a_service_with_a_small_route_is_withheld_whole_and_not_added_up(ours, large):
    service = Restructure.objects.create(
        name="Small", portfolio=large, year=2024, before=3000, after=2400, deleted=900, created=300
    )
    RouteOutcome.objects.create(restructure=service, route="vacancy", fte=900, heads=0)
    table = REPORTS["restructure-outcomes"].build(ours)
    row = next(r for r in table.rows if r.cells["service"].value == "Small")
    assert row.cells["before"].value == WITHHELD  # 3 FTE were created
    (total,) = table.of_role(Role.TOTAL)
    assert total.cells["before"].value == WITHHELD
    one = REPORTS["restructure-outcomes"].build(
        Ask(ours.library, ours.position, portfolio=ours.book.by_name[large.name])
    )
    assert [r.cells["after"].value for r in one.rows] == [WITHHELD, WITHHELD]


# --- the audit ------------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", ["february-2025", "october-2024", "july-2024", "working"])
def test_nothing_withheld_in_what_was_published_is_found_out(slug, library):
    position = next(p for p in library.positions if p.slug == slug)
    assert [f for f in audit(all_tables(Ask(library, position))) if f.is_found_out] == []


def test_the_samples_of_the_demo_give_away_only_what_the_cabinet_table_prints(library):
    call_command("load_illustrative", stdout=io.StringIO())
    out = io.StringIO()
    call_command("audit_disclosure", position="working", stdout=out)
    said = out.getvalue().splitlines()
    assert said[:-1] == [
        f"posts-by-programme: Enabling Excellence, People & Culture (illustrative), {key}: "
        "forced: the Cabinet table prints it"
        for key in ("low", "high", "occupied_low", "occupied_high")
    ]
    assert "4 single values" in said[-1]


ROWS = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9), st.integers(0, 9)),
    min_size=1,
    max_size=3,
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ROWS, st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9)))
def test_no_withheld_number_of_any_parts_is_a_single_value(working, large, programmes, rows, left):
    ProgrammePosts.objects.filter(position=working).delete()
    PostPhase.objects.filter(position=working).delete()
    spare, wide, empty = left
    low = sum(v + o for v, o, _, _ in rows) + spare + empty
    high = sum(v + o + more for v, o, more, _ in rows) + spare + wide + empty
    vacant = sum(v for v, *_ in rows) + empty
    whole_of(working, large, low=low * 100, high=high * 100, vacant=vacant * 100)
    for programme, (v, o, more, heads) in zip(programmes, rows, strict=False):
        ends = {"low": (v + o) * 100, "high": (v + o + more) * 100, "vacant": v * 100}
        part(working, large, programme, **ends, heads=heads)
    for year, fte in zip(working.years, (spare, high - spare), strict=False):
        PostPhase.objects.create(
            position=working, portfolio=large, year=year, low=0, high=fte * 100
        )
    from accounts.viewer import SYSTEM

    findings = audit(all_tables(Ask(Library(SYSTEM, [working]), working)))
    assert [f for f in findings if f.is_found_out and not f.is_forced] == []
    alone = len(rows) == 1 and not (spare or wide or empty)
    assert all(not f.is_forced or alone for f in findings)


def test_the_audit_objects_to_a_guard_that_hides_one_row_alone(
    library, working, large, programmes, monkeypatch
):
    """A planted fault: only the small rows are hidden."""
    whole_of(working, large, low=3000, high=3600, vacant=0)
    part(working, large, programmes[0], 2700, 3200)
    part(working, large, programmes[1], 300, 400)
    small_alone = lambda rows, t: {i for i, r in enumerate(rows) if r[0] < t}  # noqa: E731
    monkeypatch.setattr(posts_by_programme, "hidden_rows", small_alone)
    with pytest.raises(CommandError, match="can be worked out"):
        call_command("audit_disclosure", position="working", stdout=io.StringIO())
