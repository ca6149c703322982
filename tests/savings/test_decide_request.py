"""Deciding on a change above the tolerance: by another, once, and over what it was asked for."""

import datetime
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, transaction

from accounts.models.submission import AlreadySubmitted
from accounts.roles import Role
from accounts.viewer import SYSTEM
from agt.words import clock
from portfolios.actions.hold_row import version_of
from portfolios.actions.step_version import SomebodyElseSaved
from portfolios.models import Organisation, Position, ProgrammePlace
from reports.actions.edit_row import remove_row
from reports.actions.publish_position import NotReady, publish_position
from reports.checklist import checklist
from reports.editable import EDITABLE
from reports.library import Library
from savings.actions.decide_request import (
    DecidedAlready,
    FiguresMoved,
    agree_request,
    refuse_request,
    withdraw_request,
)
from savings.actions.save_grid import held_by
from savings.grid import Grid
from savings.models import ChangeRequest, SavingsLine
from tests.conftest import MOMENT
from tests.savings.test_tolerance import editor, moved, place, rows, save, tolerance

__all__ = ["editor", "place", "tolerance"]
pytestmark = pytest.mark.django_db
LATER = MOMENT + datetime.timedelta(days=1)


@pytest.fixture
def request_(place, editor, tolerance) -> ChangeRequest:
    """A change of four times the tolerance that waits."""
    return save(place, moved(place, 4 * tolerance), editor, note="The landlord said so.")


@pytest.fixture
def officer(people):
    return people[Role.SECTION_151]


def agree(request, by, **more):
    version = ProgrammePlace.objects.get(pk=request.place_id).version
    sent = {"version": version, "note": "", "token": uuid.uuid4(), **more}
    return agree_request(request=request, by=by, **sent)


def refuse(request, by, note="Not yet."):
    refuse_request(request=request, note=note, token=uuid.uuid4(), by=by)


def withdraw(request, by):
    withdraw_request(request=request, token=uuid.uuid4(), by=by)


def test_agreeing_saves_the_grid_and_says_who_asked_who_agreed_and_why(
    request_, place, editor, officer, people
):
    ProgrammePlace.objects.filter(pk=place.pk).update(
        confirmed_by=people[Role.FINANCE_PARTNER], confirmed_at=MOMENT
    )
    last = SavingsLine.history.latest("history_id").history_id
    with clock.stopped_at(LATER):
        changes = agree(request_, officer, note="Seen the lease.")
    assert len(changes) == 1
    assert held_by(place).as_rows() == request_.after
    told = f"The landlord said so. (agreed by {officer}: Seen the lease.)"
    records = SavingsLine.history.filter(history_id__gt=last)
    assert {(r.history_user, r.history_change_reason) for r in records} == {(editor, told)}
    place.refresh_from_db()
    assert (place.version, place.confirmed_by, place.returned_by) == (2, None, editor)
    request_.refresh_from_db()
    assert (request_.state, request_.decided_by, request_.decided_at) == ("agreed", officer, LATER)
    assert request_.decision_note == "Seen the lease."
    assert [r.history_user for r in request_.history.order_by("history_id")] == [editor, officer]


def test_refusing_needs_a_reason_and_leaves_the_lines(request_, place, officer):
    before = rows(place)
    with pytest.raises(ValidationError, match="Say why it is refused"):
        refuse(request_, officer, note="")
    refuse(request_, officer)
    request_.refresh_from_db()
    assert (request_.state, request_.decision_note) == ("refused", "Not yet.")
    assert rows(place) == before


def test_who_asked_withdraws_and_may_ask_again(request_, place, editor, tolerance):
    withdraw(request_, editor)
    request_.refresh_from_db()
    assert (request_.state, request_.decided_by) == ("withdrawn", editor)
    assert isinstance(save(place, moved(place, 9 * tolerance), editor), ChangeRequest)


def test_nobody_else_withdraws(request_, people, officer):
    with pytest.raises(ValidationError, match="Only the person who asked"):
        withdraw(request_, people[Role.PORTFOLIO_LEAD])
    with pytest.raises(PermissionDenied):
        withdraw(request_, officer)
    assert ChangeRequest.objects.open().get() == request_


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.SECTION_151, Role.FINANCE_PARTNER}))
def test_only_those_whose_role_agrees_decide(role, request_, people, place):
    before = rows(place)
    for decide in (agree, refuse):
        with pytest.raises(PermissionDenied):
            decide(request_, people[role])
    assert rows(place) == before


def test_only_who_is_named_decides(request_, people, officer):
    Organisation.objects.update(approver=people[Role.FINANCE_PARTNER])
    with pytest.raises(PermissionDenied, match="is named to agree"):
        agree(request_, officer)
    assert agree(request_, people[Role.FINANCE_PARTNER])


def test_nobody_decides_on_their_own_request(request_, editor, officer):
    """Not by a change of role either, and not past the database."""
    ChangeRequest.objects.update(by=officer)
    for decide in (agree, refuse):
        with pytest.raises(PermissionDenied, match="Nobody decides on their own request"):
            decide(request_, officer)
    for state in ("agreed", "refused"):
        with pytest.raises(IntegrityError), transaction.atomic():
            ChangeRequest.objects.update(
                state=state, decided_by=officer, decided_at=MOMENT, decision_note="x"
            )
    with pytest.raises(IntegrityError), transaction.atomic():
        ChangeRequest.objects.update(state="withdrawn", decided_by=editor, decided_at=MOMENT)


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "agreed"},
        {"state": "nonsense"},
        {"why": ""},
        {"decided_at": MOMENT},
    ],
)
def test_the_database_refuses_a_request_that_cannot_be(wrong, request_):
    with pytest.raises(IntegrityError), transaction.atomic():
        ChangeRequest.objects.update(**wrong)


def test_where_the_figures_moved_since_nothing_is_agreed(request_, place, editor, officer):
    save(place, moved(place, 0, 1), editor)
    before, token = rows(place), uuid.uuid4()
    with pytest.raises(FiguresMoved):
        agree(request_, officer, token=token)
    assert rows(place) == before
    assert ChangeRequest.objects.open().get() == request_
    # once they are as they were again, it can be: the token was not used up
    save(place, moved(place, 0, -1), editor)
    assert agree(request_, officer, token=token)


def test_over_another_version_than_the_page_showed_nothing_is_agreed(request_, place, officer):
    before = rows(place)
    with pytest.raises(SomebodyElseSaved):
        agree(request_, officer, version=7)
    assert rows(place) == before
    assert ChangeRequest.objects.open().exists()


def test_what_breaks_half_way_leaves_all_as_it_was(request_, place, officer, monkeypatch):
    def break_off(*_, **__):
        raise RuntimeError("The machine stopped.")

    monkeypatch.setattr("savings.actions.save_grid.bulk_create_with_history", break_off)
    before = rows(place)
    with pytest.raises(RuntimeError, match="stopped"):
        agree(request_, officer)
    assert rows(place) == before
    assert ChangeRequest.objects.open().exists()
    assert ProgrammePlace.objects.get(pk=place.pk).version == 1


def test_it_is_decided_once(request_, officer, editor, people):
    token = uuid.uuid4()
    agree(request_, officer, token=token)
    with pytest.raises(AlreadySubmitted):
        agree(request_, officer, token=token)
    for decide, by in [(agree, officer), (refuse, officer), (withdraw, editor)]:
        with pytest.raises(DecidedAlready):
            decide(request_, by)


def test_nothing_is_decided_in_a_published_position(request_, place, editor, officer):
    Position.objects.filter(pk=place.position_id).update(state="published", published_at=MOMENT)
    for decide, by in [(agree, officer), (refuse, officer), (withdraw, editor)]:
        with pytest.raises(PermissionDenied, match="published position does not let you"):
            decide(request_, by)
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        ChangeRequest.objects.update(why="Another")


def test_requests_in_words(request_):
    assert str(request_).endswith(": waits")
    assert str(request_).startswith(str(request_.place))


# --- what it holds back --------------------------------------------------------------------------


def point(position):
    points = checklist(Library(SYSTEM, Position.objects.all()), position)
    return next(p for p in points if "above the tolerance" in p.title)


def test_a_position_is_not_published_while_a_change_waits(request_, working, editor, officer):
    found = point(working)
    assert found.stops
    assert len(found.found) == 1
    assert found.found[0].startswith(request_.place.printed_label)
    with pytest.raises(NotReady, match="waits for"):
        publish_position(position=working, by=editor, note="Board agreed")
    working.refresh_from_db()
    agree(request_, officer)
    assert point(working).is_clear
    publish_position(position=working, by=editor, note="Board agreed")


def remove(place, by):
    row = ProgrammePlace.objects.get(pk=place.pk)
    remove_row(
        kind=EDITABLE["programme"],
        row=row,
        version=version_of(row),
        why="gone",
        token=uuid.uuid4(),
        by=by,
    )


def test_a_programme_does_not_take_away_what_waits_or_has_to_be_agreed(
    place, editor, officer, tolerance
):
    with pytest.raises(PermissionDenied, match="Empty its grid first"):
        remove(place, editor)
    request = save(place, Grid({}), editor)
    with pytest.raises(PermissionDenied, match="Empty its grid first"):
        remove(place, editor)
    agree(request, officer)
    remove(place, editor)
    assert not ProgrammePlace.objects.filter(pk=place.pk).exists()


def test_without_a_tolerance_it_is_removed_as_ever(place, editor):
    remove(place, editor)
    assert not ProgrammePlace.objects.filter(pk=place.pk).exists()
