"""Data versions: every write to what a page may read draws a new token, and nothing else does."""

import uuid

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.viewer import SYSTEM
from agt.words import clock
from agt.words.money import PENCE_PER_MILLION
from portfolios.actions.step_version import step_version
from portfolios.models import Organisation, Position, Programme, ProgrammePlace
from reports import since, tallies, versions
from reports.actions.explain_break import explain_break
from reports.kept import SHELF, Kept, Under
from reports.library import Library
from reports.models import DataVersion, StatedFigure
from reports.quantities import Quantity
from reports.registry import REPORTS
from reports.since import Since
from savings.models import SavingsLine

pytestmark = pytest.mark.django_db


@pytest.fixture
def stepped(db):
    """Which versions differ from those at the start."""
    before = versions.current()

    def since() -> set[str]:
        now = versions.current()
        return {name for name in before.keys() | now.keys() if before.get(name) != now.get(name)}

    return since


def test_every_position_and_what_all_share_has_a_token():
    pks = Position.objects.values_list("pk", flat=True)
    positions = {of(pk) for pk in pks for of in (versions.of_position, versions.of_figures)}
    tokens = versions.current()
    assert tokens.keys() == {versions.SHARED, versions.LIVING} | positions
    assert len(set(tokens.values())) == len(tokens)


@pytest.mark.parametrize("how", ["save", "update", "delete", "sql"])
def test_a_line_steps_its_own_position_however_it_is_written(how, working, stepped):
    line = SavingsLine.objects.at(working).first()
    if how == "save":
        line.amount += 1
        line.save()
    elif how == "update":
        SavingsLine.objects.filter(pk=line.pk).update(amount=line.amount + 1)
    elif how == "delete":
        line.delete()
    else:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM savings_savingsline WHERE id = %s", [line.pk])
    assert stepped() == {versions.of_figures(working.pk)}


def test_a_return_is_news_of_the_figures_alone_and_a_move_of_both(working, stepped):
    place = working.places.filter(lines__isnull=False).first()
    step_version(place, place.version, returned_by=None, confirmed_by=None)
    figures, beside = versions.of_figures(working.pk), versions.of_position(working.pk)
    assert stepped() == {figures}
    other = working.portfolio_places.exclude(portfolio=place.portfolio).first().portfolio
    ProgrammePlace.objects.filter(pk=place.pk).update(portfolio=other)
    assert stepped() == {figures, beside}


def test_every_column_of_a_place_is_news_of_one_kind_or_the_other():
    made = [t for t in versions.stepping() if t.table == "portfolios_programmeplace"]
    columns = [c for t in made if t.verb == "UPDATE" for c in t.columns]
    assert sorted(columns) == sorted(f.column for f in ProgrammePlace._meta.local_concrete_fields)


def test_a_place_steps_its_position_and_a_programme_steps_what_is_shared(working, stepped):
    ProgrammePlace.objects.at(working).update(footnote="Changed")
    assert stepped() == {versions.of_position(working.pk)}
    Programme.objects.update(description="Changed")
    assert stepped() == {versions.of_position(working.pk), versions.SHARED}


def test_an_explanation_is_news_of_its_figures_position(people, february, stepped):
    figure = StatedFigure.objects.at(february).first()
    explain_break(figure=figure, text="Rounded twice.", token=uuid.uuid4(), by=people["pmo_editor"])
    assert stepped() == {versions.of_position(february.pk)}


def test_the_people_of_a_portfolio_and_the_council_are_shared(led, people, stepped):
    Organisation.objects.update(short_name="X")
    assert stepped() == {versions.SHARED}


def test_scope_is_shared(led, people, stepped):
    led.people.add(people["analyst"])
    assert stepped() == {versions.SHARED}


def test_signing_in_is_no_news_and_a_change_of_role_is(client, people, stepped):
    client.force_login(people["viewer"])
    assert stepped() == set()
    User.objects.filter(pk=people["viewer"].pk).update(role="analyst")
    assert stepped() == {versions.SHARED}


def test_a_position_comes_and_goes_with_its_token(working):
    made = Position.objects.create(
        name="What if",
        slug="what-if",
        short_name="What if",
        kind=Position.Kind.SCENARIO,
        as_at=working.as_at,
        first_year=working.first_year,
        last_year=working.last_year,
    )
    names = {versions.of_position(made.pk), versions.of_figures(made.pk)}
    assert names <= versions.current().keys()
    made.delete()
    assert not names & versions.current().keys()


def test_an_undone_write_never_shares_its_token_with_the_next(working):
    drawn = set()
    for pence in (1, 2):
        try:
            with transaction.atomic():
                SavingsLine.objects.at(working).update(amount=pence)
                drawn.add(versions.current()[versions.of_figures(working.pk)])
                raise ZeroDivisionError
        except ZeroDivisionError:
            pass
    assert len(drawn) == 2


# --- what is kept under them ----------------------------------------------------------------------


def total(library: Library, position: Position) -> int | None:
    again = Library(library.viewer, library.positions, versions.current())
    return again.book(position).figure(Quantity())


def test_a_library_reads_again_only_what_is_new(
    library, working, february, django_assert_num_queries
):
    was = total(library, working), total(library, february)
    with django_assert_num_queries(1):  # the versions
        assert (total(library, working), was[1]) == was
    line = SavingsLine.objects.at(working).on_the_general_fund().first()
    SavingsLine.objects.filter(pk=line.pk).update(amount=line.amount + PENCE_PER_MILLION)
    with django_assert_num_queries(2):  # and the totals of the one that changed
        assert total(library, working) == was[0] + PENCE_PER_MILLION
    assert total(library, february) == was[1]


def test_nothing_is_kept_where_no_version_is_known(library, working):
    DataVersion.objects.all().delete()
    was = total(library, working)
    line = SavingsLine.objects.at(working).on_the_general_fund().first()
    SavingsLine.objects.filter(pk=line.pk).update(amount=line.amount + 1)
    assert total(library, working) == was + 1


def test_the_least_lately_used_goes_first():
    kept, made = Kept(most=2), []

    def make(keys: list[str]) -> dict[str, str]:
        made.extend(keys)
        return {key: key.upper() for key in keys if key != "none"}

    for key in ["a", "b", "a", "c", "a", "b"]:
        assert kept.get_or_make({key: Under(key, 1)}, make) == {key: key.upper()}
    assert made == ["a", "b", "c", "b"]


def test_that_there_is_nothing_is_kept_too():
    kept, made = Kept(most=2), []

    def make(keys: list[str]) -> dict[str, str]:
        made.extend(keys)
        return {}

    nothing = {"none": Under("none", 1)}
    assert kept.get_or_make(nothing, make) == kept.get_or_make(nothing, make) == {}
    assert made == ["none"]
    kept.clear()
    kept.get_or_make(nothing, make)
    assert made == ["none", "none"]


def test_the_newest_of_a_thing_takes_the_place_of_the_one_before():
    kept = Kept(most=2)

    def at(version: int) -> dict[str, int]:
        return kept.get_or_make({"a": Under("a", version)}, lambda _: {"a": version})

    kept.get_or_make({"b": Under("b", 1)}, lambda _: {"b": 1})
    assert [at(version)["a"] for version in (1, 2, 3, 2)] == [1, 2, 3, 2]
    assert kept.get_or_make({"b": Under("b", 1)}, lambda _: {}) == {"b": 1}


def test_what_saves_made_old_is_held_no_longer(library, working):
    total(library, working)
    was = len(SHELF)
    line = SavingsLine.objects.at(working).on_the_general_fund().first()
    for more in range(1, 4):
        SavingsLine.objects.filter(pk=line.pk).update(amount=line.amount + more)
        total(library, working)
    assert len(SHELF) == was


# --- what is kept while figures alone are saved ---------------------------------------------------

OF_FIGURES = {
    *('"savings_savingsline"', '"savings_savingstotal"'),
    *('"version"', '"returned_by_id"', '"returned_at"', '"confirmed_by_id"', '"confirmed_at"'),
}


def test_what_is_kept_while_figures_are_saved_reads_none_of_them(library, working):
    """Held for every part that is not read again: its statement names nothing of them."""
    today = clock.today()
    statements = {
        "tallies": tallies.together(tallies.beside_figures, working, working, SYSTEM, today),
        "since": since.counted(Since(library, working, working.as_at).look),
    }
    for name, query in statements.items():
        sql = str(query.query)
        assert not {word for word in OF_FIGURES if word in sql}, name
    with CaptureQueriesContext(connection) as made:
        again = Library(SYSTEM, library.positions)
        assert all((again.portfolios, again.posts, again._stated, again._statements))
        assert (again.transfers, again._restated) is not None
    assert not {word for word in OF_FIGURES for query in made if f"place{word}" in query["sql"]}
    assert not {word for word in OF_FIGURES if "savings" in word for q in made if word in q["sql"]}


def test_what_pages_keep_beside_figures_reads_none_of_them(
    client, people, working, led, monkeypatch
):
    asked: dict[str, list[str]] = {}

    def beside(library, part, read):
        with CaptureQueriesContext(connection) as made:
            found = read()
        asked.setdefault(part[0], []).extend(query["sql"] for query in made)
        return found

    monkeypatch.setattr(Library, "beside", beside)
    client.force_login(people["hr_partner"])
    for page in (f"/portfolios/{led.slug}/", *(f"/reports/{slug}/" for slug in REPORTS)):
        assert client.get(f"{page}?position={working.slug}").status_code == 200
    assert set(asked) == {"of a portfolio", "gaps", "cases and gates", "delivered"}
    for part, queries in asked.items():
        assert queries, part
        assert not {word for word in OF_FIGURES for sql in queries if word in sql}, part


def test_after_a_saved_figure_the_dashboard_reads_figures_alone(client, people, working):
    client.force_login(people["analyst"])
    url = f"/?position={working.slug}"
    client.get(url)
    SavingsLine.objects.filter(pk=SavingsLine.objects.at(working).first().pk).update(amount=1)
    with CaptureQueriesContext(connection) as made:
        assert client.get(url).status_code == 200
    asked = [query["sql"] for query in made]
    wanted = ("django_session", "accounts_user", "reports_dataversion", "savings_savingstotal")
    assert len(asked) == len(wanted)
    for table, sql in zip(wanted, asked, strict=True):
        assert table in sql
