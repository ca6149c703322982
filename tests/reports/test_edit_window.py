"""After its lock date nobody changes a position's figures, but for the exceptions."""

import datetime
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import User
from accounts.roles import Role
from accounts.viewer import SYSTEM
from agt.words import clock
from portfolios.actions.edit_window import grant_exception, set_lock
from portfolios.actions.hold_row import version_of
from portfolios.edit_window import Locked, excepted, lock, may_edit
from portfolios.models import Highlight, LockException, Portfolio, Position, ProgrammePlace
from reports.actions.add_programme import add_programme
from reports.actions.edit_row import remove_row, save_row
from reports.actions.publish_position import publish_position
from reports.actions.sign import confirm_programme, sign_position
from reports.editable import EDITABLE
from reports.history import WINDOW, log
from savings.actions.apportion_portfolio import apportion_portfolio
from savings.actions.save_grid import save_grid
from savings.apportioning import Margins
from savings.grid import Grid
from savings.models import SavingsLine, Transfer
from savings.returns.applying import Save, apply_return
from tests.conftest import MOMENT
from workforce.models import Establishment, PostReduction

TODAY = MOMENT.date()
DAY = datetime.timedelta(days=1)


@pytest.fixture
def editor(people) -> User:
    return people[Role.PMO_EDITOR]


def set_to(position: Position, day: datetime.date | None, by: User) -> None:
    set_lock(position=position, locks_on=day, why="The return is due", token=uuid.uuid4(), by=by)


def grant(position: Position, portfolio: Portfolio, until: datetime.date, by: User):
    return grant_exception(
        position=position,
        portfolio=portfolio,
        until=until,
        why="Its lead was away",
        token=uuid.uuid4(),
        by=by,
    )


@pytest.fixture
def locked(working, editor) -> Position:
    """The working position, locked at the end of yesterday."""
    set_to(working, TODAY - DAY, editor)
    return working


@pytest.fixture
def place(working, led) -> ProgrammePlace:
    return working.places.filter(portfolio=led, lines__isnull=False).distinct()[0]


# --- what writes figures -------------------------------------------------------------------------


def grid(place: ProgrammePlace, by: User):
    lines = {**Grid.of_lines(SavingsLine.objects.filter(place=place)).amounts}
    lines[next(iter(lines))] += 100
    place.refresh_from_db()
    saved = {"place": place, "grid": Grid(lines), "version": place.version, "note": "x"}
    return saved


def saves_a_grid(place, by):
    save_grid(**grid(place, by), token=uuid.uuid4(), by=by)


def applies_a_return(place, by):
    apply_return(saves=[Save(**grid(place, by))], token=uuid.uuid4(), by=by)


def written(kind: str, row, by) -> None:
    save_row(
        kind=EDITABLE[kind], row=row, version=version_of(row), why="x", token=uuid.uuid4(), by=by
    )


def saves_a_row(place, by):
    written("highlight", Highlight(position=place.position, portfolio=place.portfolio, order=9), by)


def removes_a_row(place, by):
    row = PostReduction.objects.get(position=place.position, portfolio=place.portfolio)
    remove_row(
        kind=EDITABLE["post-reduction"],
        row=row,
        version=version_of(row),
        why="x",
        token=uuid.uuid4(),
        by=by,
    )


def transfers(place, by):
    here = place.position.places.filter(portfolio=place.portfolio)
    ends = [p.programme for p in here[:2]]
    row = Transfer(
        position=place.position, from_programme=ends[0], to_programme=ends[1], amount=100
    )
    written("transfer", row, by)


def apportions(place, by):
    SavingsLine.objects.filter(place=place).delete()
    year = place.position.first_year
    apportion_portfolio(margins=Margins({place: 10**8}, {year: 10**8}, {"green": 10**8}), by=by)


def adds_a_programme(place, by):
    add_programme(
        position=place.position,
        portfolio=place.portfolio,
        name="A new one",
        description="",
        shows=ProgrammePlace.Shows.MONEY,
        why="x",
        token=uuid.uuid4(),
        by=by,
    )


WRITES = [
    saves_a_grid,
    applies_a_return,
    saves_a_row,
    removes_a_row,
    transfers,
    apportions,
    adds_a_programme,
]


@pytest.mark.parametrize("write", WRITES)
def test_each_is_refused_after_the_lock_and_let_through_by_an_exception_until_its_day(
    write, locked, place, editor
):
    other = Portfolio.objects.exclude(pk=place.portfolio_id).first()
    grant(locked, other, TODAY + DAY, editor)  # another's exception lets nobody through
    place.position.refresh_from_db()
    with pytest.raises(Locked, match="locked at the end of 13 March 2025"):
        write(place, editor)
    grant(locked, place.portfolio, TODAY, editor)
    with clock.stopped_at(MOMENT + DAY), pytest.raises(Locked):
        write(place, editor)
    write(place, editor)


@pytest.mark.parametrize("write", WRITES)
def test_each_works_to_the_end_of_the_lock_date(write, working, place, editor):
    set_to(working, TODAY, editor)
    place.position.refresh_from_db()
    with clock.stopped_at(MOMENT.replace(hour=23, minute=59)):
        write(place, editor)


def test_a_transfer_needs_both_of_its_portfolios_open(locked, place, editor):
    other = locked.places.exclude(portfolio=place.portfolio).first()
    grant(locked, place.portfolio, TODAY, editor)
    row = Transfer(
        position=locked, from_programme=place.programme, to_programme=other.programme, amount=1
    )
    with pytest.raises(Locked, match=f"an exception for {other.portfolio}, or a later date"):
        written("transfer", row, editor)
    grant(locked, other.portfolio, TODAY, editor)
    written("transfer", row, editor)


def test_what_is_the_whole_councils_no_exception_opens(locked, editor):
    for portfolio in Portfolio.objects.all():
        grant(locked, portfolio, TODAY, editor)
    row = Establishment.objects.get(position=locked)
    with pytest.raises(Locked, match="Ask the PMO for a later date"):
        written("establishment", row, editor)


def test_a_row_moved_into_an_excepted_portfolio_must_be_open_where_it_is(locked, place, editor):
    other = Portfolio.objects.exclude(pk=place.portfolio_id).first()
    grant(locked, other, TODAY, editor)
    home = place.portfolio
    place.portfolio = other
    with pytest.raises(Locked, match=f"an exception for {home}"):
        written("programme", place, editor)


def test_confirming_signing_and_publishing_still_work(locked, place, editor, people):
    place.refresh_from_db()
    confirm_programme(place=place, version=place.version, by=people[Role.FINANCE_PARTNER])
    locked.refresh_from_db()
    sign_position(position=locked, by=people[Role.SECTION_151])
    assert publish_position(position=locked, by=editor, note="why").is_published
    assert lock(locked) == ""  # what is published says so itself


# --- who may, and what they are told -------------------------------------------------------------


def test_the_answer_is_of_role_and_scope_first_then_of_the_lock(locked, people, led):
    other = Portfolio.objects.exclude(pk=led.pk).first()
    lead = people[Role.PORTFOLIO_LEAD]
    assert "does not let you" in may_edit(people[Role.VIEWER], locked, led).reason
    assert "not among your portfolios" in may_edit(lead, locked, other).reason
    assert may_edit(lead, locked, led).reason == (
        "Working position locked at the end of 13 March 2025: its figures can no longer be "
        f"changed. Ask the PMO for an exception for {led}, or a later date."
    )


def test_moving_or_taking_away_the_date_opens_the_position_again(locked, editor, led):
    for day in (TODAY, None):
        set_to(locked, TODAY - DAY, editor)
        assert not may_edit(editor, locked, led)
        set_to(locked, day, editor)
        assert may_edit(editor, locked, led)


def test_granting_again_moves_the_day_and_ends_an_exception(locked, editor, led):
    grant(locked, led, TODAY + DAY, editor)
    assert list(excepted(locked)) == [led]
    set_to(locked, TODAY - 3 * DAY, editor)
    grant(locked, led, TODAY - DAY, editor)
    assert not excepted(locked).exists()
    held = LockException.objects.get()
    assert (held.granted_by, held.granted_at, held.is_in_force) == (editor, MOMENT, False)
    assert str(held) == f"{led}, until 13 March 2025"


def test_an_exception_is_for_days_after_the_lock(working, editor, led):
    with pytest.raises(ValidationError, match="has no lock date"):
        grant(working, led, TODAY, editor)
    set_to(working, TODAY, editor)
    with pytest.raises(ValidationError, match="an exception is for later days"):
        grant(working, led, TODAY, editor)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.PMO_EDITOR])
def test_only_those_who_publish_set_the_date_and_grant_exceptions(role, locked, people, led):
    with pytest.raises(PermissionDenied):
        set_to(locked, None, people[role])
    with pytest.raises(PermissionDenied):
        grant(locked, led, TODAY, people[role])


def test_a_published_position_has_no_window(february, editor, led):
    with pytest.raises(PermissionDenied):
        set_to(february, TODAY, editor)
    with pytest.raises(PermissionDenied):
        grant(february, led, TODAY, editor)


def test_the_log_tells_who_set_which_day_and_why(locked, editor, led, people):
    grant(locked, led, TODAY, editor)
    grant(locked, led, TODAY + DAY, editor)
    told = [e for e in log(locked, SYSTEM) if e.kind == WINDOW]
    assert {(e.what, e.fields[0].before, e.fields[0].after) for e in told} == {
        (locked.name, "", "13 March 2025"),
        (led.name, "", "14 March 2025"),
        (led.name, "14 March 2025", "15 March 2025"),
    }
    assert {e.who for e in told} == {str(editor)}
    assert {e.why for e in told} == {"The return is due", "Its lead was away"}
    other = Portfolio.objects.exclude(pk=led.pk).first()
    grant(locked, other, TODAY, editor)
    seen = [e.what for e in log(locked, people[Role.PORTFOLIO_LEAD]) if e.kind == WINDOW]
    assert other.name not in seen
    assert led.name in seen
