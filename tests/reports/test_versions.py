"""Data versions: every write to what a page may read draws a new token, and nothing else does."""

import uuid

import pytest
from django.db import connection, transaction

from accounts.models import User
from agt.words.money import PENCE_PER_MILLION
from portfolios.models import Organisation, Position, Programme, ProgrammePlace
from reports import versions
from reports.actions.explain_break import explain_break
from reports.kept import Kept
from reports.library import Library
from reports.models import DataVersion, StatedFigure
from reports.quantities import Quantity
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
    positions = {versions.of_position(pk) for pk in Position.objects.values_list("pk", flat=True)}
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
    assert stepped() == {versions.of_position(working.pk)}


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
    name = versions.of_position(made.pk)
    assert name in versions.current()
    made.delete()
    assert name not in versions.current()


def test_an_undone_write_never_shares_its_token_with_the_next(working):
    drawn = set()
    for pence in (1, 2):
        try:
            with transaction.atomic():
                SavingsLine.objects.at(working).update(amount=pence)
                drawn.add(versions.current()[versions.of_position(working.pk)])
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
        assert kept.get_or_make({key: key}, make) == {key: key.upper()}
    assert made == ["a", "b", "c", "b"]


def test_that_there_is_nothing_is_kept_too():
    kept, made = Kept(most=2), []

    def make(keys: list[str]) -> dict[str, str]:
        made.extend(keys)
        return {}

    assert kept.get_or_make({"none": "none"}, make) == kept.get_or_make({"none": "none"}, make)
    assert made == ["none"]
    kept.clear()
    kept.get_or_make({"none": "none"}, make)
    assert made == ["none", "none"]
