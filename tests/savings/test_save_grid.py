"""Saving a grid: lines, history and version move together, or nothing moves."""

import datetime
import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Submission, User
from accounts.models.submission import AlreadySubmitted
from accounts.roles import Role
from agt.words import clock
from portfolios.actions.step_version import SomebodyElseSaved
from portfolios.models import Position, ProgrammePlace
from savings.actions.apportion_portfolio import default_saving
from savings.actions.save_grid import save_grid
from savings.grid import Cell, Change, Grid
from savings.models import Confidence, Fund, Saving, SavingsLine
from tests.conftest import MOMENT, TURN

pytestmark = pytest.mark.django_db

GREEN, AMBER, RED = Confidence
GENERAL, HRA, DSG = Fund
Basis = SavingsLine.Basis
M = 100_000_000
EDITORS = {Role.PMO_EDITOR, Role.PORTFOLIO_LEAD}


@pytest.fixture
def place(working, led) -> ProgrammePlace:
    """A programme of the portfolio lead's, with apportioned lines."""
    places = ProgrammePlace.objects.select_related("position", "portfolio", "programme")
    return places.get(position=working, programme__slug="homelessness-prevention")


@pytest.fixture
def editor(people) -> User:
    return people[Role.PMO_EDITOR]


@pytest.fixture
def held(place) -> Grid:
    grid = held_now(place)
    assert len(grid.amounts) > 3
    return grid


def held_now(place) -> Grid:
    return Grid.of_lines(SavingsLine.objects.filter(place=place))


def save(place, grid, by, **more):
    sent = {"version": place.version, "note": "Because.", "token": uuid.uuid4(), **more}
    return save_grid(place=place, grid=grid, by=by, **sent)


def empty_cells(place, held: Grid) -> list[Cell]:
    saving = default_saving(place.programme).pk
    cells = (
        Cell(saving, confidence, GENERAL, year)
        for confidence in Confidence
        for year in place.position.years
    )
    return [cell for cell in cells if cell not in held.amounts]


@pytest.fixture
def edited(place, held) -> Grid:
    """One cell made, one changed, one emptied."""
    changed, emptied, *_ = sorted(held.amounts)
    amounts = dict(held.amounts)
    amounts[changed] += 7
    del amounts[emptied]
    amounts[empty_cells(place, held)[0]] = -3 * M
    return Grid(amounts)


def state_of(place) -> tuple:
    """All that a save could move."""
    return (
        list(ProgrammePlace.objects.order_by("pk").values_list()),
        list(SavingsLine.objects.order_by("pk").values_list()),
        list(SavingsLine.history.order_by("history_id").values_list()),
        list(Submission.objects.order_by("pk").values_list()),
    )


# --- what is saved -------------------------------------------------------------------------------


def test_the_lines_become_what_the_grid_says(place, held, edited, editor):
    kept = {line.pk for line in SavingsLine.objects.filter(place=place)}
    changes = save(place, edited, editor)
    assert held_now(place).amounts == edited.amounts
    assert changes == edited.changes_from(held)
    assert [bool(c.before) + bool(c.after) for c in changes].count(1) == 2
    # a changed line is the line it was
    now = {line.pk for line in SavingsLine.objects.filter(place=place)}
    assert (len(now & kept), len(now - kept), len(kept - now)) == (len(kept) - 1, 1, 1)


def test_every_line_of_the_programme_is_entered_then(place, held, editor):
    assert set(SavingsLine.objects.filter(place=place).values_list("basis")) == {("apportioned",)}
    amounts = dict(held.amounts)
    amounts[sorted(amounts)[0]] += 1
    save(place, Grid(amounts), editor)
    assert set(SavingsLine.objects.filter(place=place).values_list("basis")) == {("entered",)}


def test_no_other_programme_or_position_is_touched(place, edited, editor):
    others = SavingsLine.objects.exclude(place=place).order_by("pk")
    places = ProgrammePlace.objects.exclude(pk=place.pk).order_by("pk")
    before = list(others.values_list()), list(places.values_list())
    save(place, edited, editor)
    assert (list(others.values_list()), list(places.values_list())) == before


def test_the_version_steps_and_a_confirmation_no_longer_holds(place, edited, editor, people):
    ProgrammePlace.objects.filter(pk=place.pk).update(
        confirmed_by=people[Role.FINANCE_PARTNER], confirmed_at=MOMENT
    )
    place.refresh_from_db()
    save(place, edited, editor)
    now = ProgrammePlace.objects.get(pk=place.pk)
    assert (now.version, now.confirmed_by, now.confirmed_at) == (place.version + 1, None, None)


def test_saving_what_is_held_already_changes_nothing(place, held, editor, people):
    ProgrammePlace.objects.filter(pk=place.pk).update(
        confirmed_by=people[Role.FINANCE_PARTNER], confirmed_at=MOMENT
    )
    place.refresh_from_db()
    before = state_of(place)[:3]
    assert save(place, held, editor) == []
    assert state_of(place)[:3] == before


def test_a_programme_can_be_emptied_and_filled_again(place, held, editor):
    save(place, Grid({}), editor)
    assert not SavingsLine.objects.filter(place=place).exists()
    place.refresh_from_db()
    save(place, held, editor)
    assert held_now(place).amounts == held.amounts


def test_several_savings_and_funds_are_kept_apart(place, held, editor):
    other = Saving.objects.create(programme=place.programme, name="Another")
    cell = sorted(held.amounts)[0]
    more = {
        Cell(other.pk, cell.confidence, GENERAL, cell.year): 5,
        Cell(cell.saving, cell.confidence, HRA, cell.year): 6,
        Cell(cell.saving, cell.confidence, DSG, cell.year): -7,
    }
    save(place, Grid({**held.amounts, **more}), editor)
    assert held_now(place).amounts == {**held.amounts, **more}
    assert SavingsLine.objects.get(place=place, fund=HRA).amount == 6


PENCE = st.integers(-(10**15), 10**15)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_grid_after_any_other_is_what_is_held(data, place, editor):
    saving = default_saving(place.programme).pk
    cells = st.builds(
        Cell,
        st.just(saving),
        st.sampled_from(Confidence),
        st.sampled_from(Fund),
        st.sampled_from(place.position.years),
    )
    grids = st.dictionaries(cells, PENCE.filter(bool), max_size=10).map(Grid)
    with transaction.atomic():
        for _ in range(2):
            place.refresh_from_db()
            before, grid = held_now(place), data.draw(grids)
            records = SavingsLine.history.count()
            changes = save(place, grid, editor)
            assert held_now(place).amounts == grid.amounts
            assert changes == grid.changes_from(before)
            written = SavingsLine.history.count() - records
            assert len(changes) <= written <= len({*before.amounts, *grid.amounts})
        transaction.set_rollback(True)


# --- history -------------------------------------------------------------------------------------


def test_history_says_who_when_from_what_to_what_and_why(place, held, edited, editor):
    last = SavingsLine.history.latest("history_id").history_id
    later = MOMENT + datetime.timedelta(hours=3)
    with clock.stopped_at(later):
        save(place, edited, editor, note="The landlord said so.")
    records = SavingsLine.history.filter(history_id__gt=last)
    assert {(r.history_user, r.history_date, r.history_change_reason) for r in records} == {
        (editor, later, "The landlord said so.")
    }
    kinds: dict[str, dict[Cell, int]] = {"+": {}, "~": {}, "-": {}}
    for record in records:
        kinds[record.history_type][Cell.of(record.instance)] = record.amount
    made, emptied = (
        {c.cell for c in edited.changes_from(held) if getattr(c, side) == 0}
        for side in ("before", "after")
    )
    assert kinds["+"] == {cell: edited.amounts[cell] for cell in made}
    assert kinds["-"] == {cell: held.amounts[cell] for cell in emptied}
    # the others became entered: their amount is in no change, their basis is
    assert kinds["~"] == {cell: edited.amounts[cell] for cell in edited.amounts if cell not in made}


def test_a_second_save_writes_history_for_the_changed_cell_alone(place, held, editor):
    amounts = dict(held.amounts)
    first, second, *_ = sorted(amounts)
    amounts[first] += 1
    save(place, Grid(amounts), editor)
    place.refresh_from_db()
    last = SavingsLine.history.latest("history_id").history_id
    amounts[second] += 1
    save(place, Grid(amounts), editor)
    record = SavingsLine.history.get(history_id__gt=last)
    assert (Cell.of(record.instance), record.history_type) == (second, "~")


# --- who may -------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", Role)
def test_only_those_whose_role_edits_may_save(role, place, edited, people):
    if role in EDITORS:
        assert save(place, edited, people[role])
        return
    before = state_of(place)
    with pytest.raises(PermissionDenied, match=r"does not let you|Sign in"):
        save(place, edited, people[role])
    assert state_of(place) == before


@pytest.mark.parametrize("role", Role)
def test_nobody_changes_a_published_position(role, february, people):
    place = ProgrammePlace.objects.get(position=february, programme__slug="homelessness-prevention")
    before = state_of(place)
    with pytest.raises(PermissionDenied):
        save(place, Grid({}), people[role])
    assert state_of(place) == before


def test_nor_one_that_was_published_since_the_page_was_asked_for(place, edited, editor):
    Position.objects.filter(pk=place.position_id).update(state="published", published_at=MOMENT)
    assert place.position.state == "working"  # as this request read it
    before = state_of(place)
    with pytest.raises((PermissionDenied, DatabaseError)), transaction.atomic():
        save(place, edited, editor)
    assert state_of(place) == before


def test_a_lead_may_not_change_another_portfolio(working, led, people):
    place = ProgrammePlace.objects.filter(position=working).exclude(portfolio=led).first()
    before = state_of(place)
    with pytest.raises(PermissionDenied, match="is not among your portfolios"):
        save(place, Grid({}), people[Role.PORTFOLIO_LEAD])
    assert state_of(place) == before


def test_somebody_who_has_left_may_not(place, edited, editor):
    editor.is_active = False
    before = state_of(place)
    with pytest.raises(PermissionDenied):
        save(place, edited, editor)
    assert state_of(place) == before


# --- once, and by one ----------------------------------------------------------------------------


def test_a_form_sent_twice_is_saved_once(place, held, edited, editor):
    token = uuid.uuid4()
    save(place, edited, editor, token=token)
    after = state_of(place)
    with pytest.raises(AlreadySubmitted):
        save(place, edited, editor, token=token)
    # also when it would be no conflict
    place.refresh_from_db()
    with pytest.raises(AlreadySubmitted):
        save(place, held, editor, token=token)
    assert state_of(place) == after


@pytest.mark.parametrize("version", [0, 2, 99, -1, 10**30])
def test_another_version_is_refused_and_all_is_as_it_was(version, place, edited, editor):
    token, before = uuid.uuid4(), state_of(place)
    assert place.version == 1
    with pytest.raises(SomebodyElseSaved):
        save(place, edited, editor, version=version, token=token)
    assert state_of(place) == before
    # and the same form can be sent again, at the right version
    assert save(place, edited, editor, token=token)


def test_the_second_of_two_editors_is_told(place, held, edited, editor, people):
    save(place, edited, editor)
    before = state_of(place)
    with pytest.raises(SomebodyElseSaved):
        save(place, held, people[Role.PORTFOLIO_LEAD], version=place.version)
    assert state_of(place) == before


def test_what_breaks_half_way_leaves_all_as_it_was(place, edited, editor, monkeypatch):
    def break_off(*_, **__):
        raise RuntimeError("The machine stopped.")

    monkeypatch.setattr("savings.actions.save_grid.bulk_create_with_history", break_off)
    before = state_of(place)
    with pytest.raises(RuntimeError, match="stopped"):
        save(place, edited, editor)
    assert state_of(place) == before


# --- the cost ------------------------------------------------------------------------------------


def queries_of(place, grid, by) -> int:
    with CaptureQueriesContext(connection) as made:
        save(place, grid, by)
    return len(made)


def test_saving_five_cells_costs_few_queries_and_ten_cost_no_more(place, held, editor):
    changed = {cell: pence + 1 for cell, pence in held.amounts.items()}
    five = dict(held.amounts) | dict(sorted(changed.items())[:2])
    five |= dict.fromkeys(empty_cells(place, held)[:3], M)
    cost = queries_of(place, Grid(five), editor)
    assert cost <= 15 + TURN
    place.refresh_from_db()
    more = {cell: pence + 9 for cell, pence in five.items()}
    more |= dict.fromkeys(empty_cells(place, Grid(five))[:4], M)
    assert len(Grid(more).changes_from(Grid(five))) >= 10
    place.position, place.portfolio  # noqa: B018 - read before, as on the page
    assert queries_of(place, Grid(more), editor) <= cost


def test_emptying_five_cells_costs_few_queries(place, held, editor):
    gone = dict(sorted(held.amounts.items())[5:])
    assert queries_of(place, Grid(gone), editor) <= 25


def test_the_changes_are_told_in_the_order_of_the_grid(place, held, editor):
    changes = save(place, Grid({}), editor)
    assert {type(change) for change in changes} == {Change}
    assert [c.cell.confidence for c in changes] == sorted(
        (c.cell.confidence for c in changes), key=list(Confidence).index
    )
