"""Above the tolerance a change is asked for: from where it counts, and that no way leads round."""

import uuid
from collections import Counter

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Submission, User
from accounts.roles import Role
from agt.words import clock
from agt.words.years import FinancialYear
from portfolios.actions.step_version import SomebodyElseSaved
from portfolios.models import Organisation, Position, ProgrammePlace
from savings.actions.decide_request import agree_request
from savings.actions.save_grid import CannotAsk, held_by, save_grid
from savings.grid import Cell, Grid
from savings.models import ChangeRequest, Confidence, Fund, SavingsLine
from savings.tolerance import Tolerance, agreed_last, in_words

pytestmark = pytest.mark.django_db

K = 100_000  # pence in £1k
TOLERANCE = 100 * K


@pytest.fixture
def place(working, led) -> ProgrammePlace:
    places = ProgrammePlace.objects.select_related("position", "portfolio", "programme")
    return places.get(position=working, programme__slug="homelessness-prevention")


@pytest.fixture
def editor(people) -> User:
    return people[Role.PMO_EDITOR]


@pytest.fixture
def tolerance(db) -> int:
    Organisation.objects.update(tolerance=TOLERANCE)
    return TOLERANCE


def moved(place, *steps: int) -> Grid:
    """The programme's grid with its first cells moved by some pence."""
    grid = dict(held_by(place).amounts)
    for cell, step in zip(sorted(grid), steps, strict=False):
        grid[cell] += step
    return Grid({cell: pence for cell, pence in grid.items() if pence})


def save(place, grid, by, **more):
    place.refresh_from_db()
    sent = {"version": place.version, "note": "Because.", "token": uuid.uuid4(), **more}
    return save_grid(place=place, grid=grid, by=by, **sent)


def nothing_moved(place, before) -> bool:
    lines = SavingsLine.objects.filter(place=place).order_by("pk").values_list()
    return list(lines) == before


def rows(place) -> list:
    return list(SavingsLine.objects.filter(place=place).order_by("pk").values_list())


# --- the grid's sums -----------------------------------------------------------------------------

CELLS = st.builds(
    Cell,
    st.sampled_from([1, 2]),
    st.sampled_from(Confidence),
    st.sampled_from(Fund),
    st.sampled_from([FinancialYear(2024), FinancialYear(2025)]),
)
GRIDS = st.dictionaries(CELLS, st.integers(-(10**9), 10**9).filter(bool), max_size=12).map(Grid)


@given(grid=GRIDS)
def test_sums_are_those_of_the_cells_and_rows_tell_the_whole_grid(grid):
    sums = grid.sums()
    assert sums[None, None] == grid.total
    for fund in (None, *Fund):
        for year in (None, FinancialYear(2024), FinancialYear(2025)):
            assert sums[fund, year] == sum(
                pence
                for cell, pence in grid.amounts.items()
                if fund in (None, cell.fund) and year in (None, cell.year)
            )
    assert Grid.from_rows(grid.as_rows()) == grid


# --- when it stops -------------------------------------------------------------------------------


def test_without_a_tolerance_nothing_is_stopped(place, editor):
    assert isinstance(save(place, moved(place, 10**12), editor), list)
    assert not ChangeRequest.objects.exists()


def test_to_the_tolerance_it_is_saved_and_a_penny_further_it_is_asked_for(place, editor, tolerance):
    grid = moved(place, tolerance)
    assert isinstance(save(place, grid, editor), list)
    before, version = rows(place), place.version
    place.refresh_from_db()
    version = place.version
    request = save(place, moved(place, 1), editor)
    assert isinstance(request, ChangeRequest)
    assert rows(place) == before
    place.refresh_from_db()
    assert place.version == version
    assert (request.why, request.by, request.at) == ("Because.", editor, clock.now())
    assert request.total_after - request.total_before == 1
    assert Grid.from_rows(request.before) == held_by(place)
    record = request.history.get()
    assert (record.history_user, record.history_change_reason) == (editor, "Because.")


def test_many_small_saves_do_not_slip_under_it(place, editor, tolerance):
    for _ in range(4):
        assert isinstance(save(place, moved(place, tolerance // 4), editor), list)
    assert isinstance(save(place, moved(place, 1), editor), ChangeRequest)


def test_back_to_where_it_was_is_free_and_then_beyond_is_not(place, editor, tolerance):
    assert isinstance(save(place, moved(place, -tolerance), editor), list)
    assert isinstance(save(place, moved(place, tolerance), editor), list)
    assert isinstance(save(place, moved(place, -tolerance - 1), editor), ChangeRequest)


def test_money_moved_between_years_is_stopped_though_the_total_stays(place, editor, tolerance):
    first, *others = sorted(held_by(place).amounts)
    other = next(cell for cell in others if cell.year != first.year)
    grid = dict(held_by(place).amounts)
    grid[first] += tolerance + 1
    grid[other] -= tolerance + 1
    request = save(place, Grid(grid), editor)
    assert isinstance(request, ChangeRequest)
    assert in_words(request).endswith("moved between years or funds")


def test_money_moved_between_funds_is_stopped_too(place, editor, tolerance):
    first = sorted(held_by(place).amounts)[0]
    grid = dict(held_by(place).amounts)
    grid[first] -= tolerance + 1
    grid[Cell(first.saving, first.confidence, Fund.HRA, first.year)] = tolerance + 1
    assert isinstance(save(place, Grid(grid), editor), ChangeRequest)


def test_another_confidence_moves_no_money(place, editor, tolerance):
    held = dict(held_by(place).amounts)
    first = max(held, key=lambda cell: held[cell])
    to = next(
        cell
        for c in Confidence
        for cell in [Cell(first.saving, c, first.fund, first.year)]
        if cell not in held
    )
    held[to] = held.pop(first)
    assert isinstance(save(place, Grid(held), editor), list)


def test_what_was_beyond_already_can_be_corrected_where_it_does_not_move(place, editor):
    """A tolerance set half-way leaves alone what it finds, until that is moved."""
    save(place, moved(place, 10**10), editor)
    Organisation.objects.update(tolerance=0)
    assert isinstance(save(place, held_by(place), editor), list)
    assert isinstance(save(place, moved(place, 1), editor), ChangeRequest)


def test_the_base_is_the_published_position_and_then_what_was_agreed(
    place, february, editor, people, tolerance
):
    published = SavingsLine.objects.filter(
        place__position=february, place__programme=place.programme
    )
    assert agreed_last(place) == Grid.of_lines(published)
    request = save(place, moved(place, tolerance * 5), editor)
    approver = people[Role.SECTION_151]
    place.refresh_from_db()
    agree_request(request=request, version=place.version, note="", token=uuid.uuid4(), by=approver)
    assert agreed_last(place) == Grid.from_rows(request.after) == held_by(place)
    assert isinstance(save(place, moved(place, tolerance), editor), list)
    assert isinstance(save(place, moved(place, 1), editor), ChangeRequest)


def test_a_new_programme_starts_from_nothing(place, editor, tolerance):
    new = ProgrammePlace.objects.create(
        position=place.position,
        portfolio=place.portfolio,
        order=99,
        printed_label="New",
        programme=type(place.programme).objects.create(name="New", slug="new"),
    )
    assert agreed_last(new) == Grid({})


def test_a_what_if_is_nobodys_to_agree(place, editor, tolerance):
    Position.objects.filter(pk=place.position_id).update(kind="scenario")
    place.position.refresh_from_db()
    assert isinstance(save(place, moved(place, tolerance * 9), editor), list)


STEPS = st.lists(st.integers(-2 * TOLERANCE, 2 * TOLERANCE), min_size=1, max_size=5)


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_no_walk_of_saves_leads_further_than_the_tolerance(steps, place, editor, tolerance):
    with transaction.atomic():
        base = agreed_last(place).sums()
        for step in steps:
            saved = save(place, moved(place, step), editor)
            now = held_by(place).sums()
            furthest = max(abs(now[of] - base[of]) for of in {*base, *now})
            assert furthest <= tolerance
            if isinstance(saved, ChangeRequest):
                asked = Grid.from_rows(saved.after).sums()
                assert max(abs(asked[of] - base[of]) for of in {*base, *asked}) > tolerance
                saved.delete()
        transaction.set_rollback(True)


# --- asking --------------------------------------------------------------------------------------


def test_a_second_request_is_refused_in_words_and_by_the_database(place, editor, tolerance):
    request = save(place, moved(place, tolerance * 2), editor)
    token = uuid.uuid4()
    with pytest.raises(CannotAsk, match="waits to be agreed already") as refused:
        save(place, moved(place, tolerance * 3), editor, token=token)
    assert refused.value.place == place
    assert not Submission.objects.filter(token=token).exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        ChangeRequest.objects.create(
            **{
                name: getattr(request, name)
                for name in ("place", "before", "after", "total_before", "total_after")
            },
            why="Again",
            by=editor,
            at=clock.now(),
        )


def test_a_small_save_goes_through_while_a_request_waits(place, editor, tolerance):
    save(place, moved(place, tolerance * 2), editor)
    assert isinstance(save(place, moved(place, 1), editor), list)


def test_it_says_why_it_is_asked(place, editor, tolerance):
    with pytest.raises(CannotAsk, match="say why"):
        save(place, moved(place, tolerance * 2), editor, note="")
    assert not ChangeRequest.objects.exists()


def test_who_opened_the_form_earlier_cannot_ask_over_a_newer_save(place, editor, tolerance):
    grid = moved(place, tolerance * 2)
    save(place, moved(place, 1), editor)
    with pytest.raises(SomebodyElseSaved):
        save(place, grid, editor, version=1)
    assert not ChangeRequest.objects.exists()


# --- who agrees ----------------------------------------------------------------------------------


def test_somebody_named_agrees_while_they_can(place, people):
    officer, partner = people[Role.SECTION_151], people[Role.FINANCE_PARTNER]
    either = "the section 151 officer or a finance partner"
    assert Tolerance().waits_for(place.portfolio) == either
    Organisation.objects.update(approver=partner)
    assert Tolerance().approver(place.portfolio) == partner
    assert Tolerance().waits_for(place.portfolio) == str(partner)
    request = ChangeRequest(place=place, by=people[Role.PMO_EDITOR])
    assert Tolerance().may_decide(partner, request)
    assert "is named to agree" in Tolerance().may_decide(officer, request).reason
    # out of their scope, or gone: the roles again
    User.objects.filter(pk=partner.pk).update(all_portfolios=False)
    assert Tolerance().waits_for(place.portfolio) == either
    User.objects.filter(pk=partner.pk).update(all_portfolios=True, is_active=False)
    assert Tolerance().waits_for(place.portfolio) == either
    assert Tolerance().may_decide(officer, request)


def test_without_a_council_there_is_no_tolerance(place, db):
    Organisation.objects.all().delete()
    assert Tolerance().pence is None
    assert Tolerance().approver(place.portfolio) is None


def test_a_tolerance_is_not_negative(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.update(tolerance=-1)


def test_sums_of_nothing(place):
    assert Grid({}).sums() == Counter()
