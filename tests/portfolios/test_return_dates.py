"""Return dates: who sets them, in what order they are, and that two people cannot share a form."""

import datetime
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from accounts.models import Submission
from accounts.models.submission import AlreadySubmitted
from accounts.roles import Role
from portfolios.actions.set_return_dates import set_return_dates, version_of_dates
from portfolios.actions.step_version import SomebodyElseSaved
from portfolios.models import Portfolio, Position, ReturnDue
from tests.conftest import MOMENT

pytestmark = pytest.mark.django_db

FIRST, SECOND, THIRD = (datetime.date(2025, 3, day) for day in (10, 20, 30))


@pytest.fixture
def pmo(people):
    return people[Role.PMO_EDITOR]


def put(position, by, *rows, **more):
    sent = {"version": version_of_dates(position), "token": uuid.uuid4(), **more}
    set_return_dates(position=position, rows=rows, by=by, **sent)


def row(position, figures=None, confirmation=None, signature=None, portfolio=None) -> ReturnDue:
    return ReturnDue(
        position=position,
        portfolio=portfolio,
        figures_due=figures,
        confirmation_due=confirmation,
        signature_due=signature,
    )


def test_dates_are_saved_with_who(working, pmo, led):
    put(working, pmo, row(working, FIRST, SECOND, THIRD), row(working, SECOND, portfolio=led))
    for_all = ReturnDue.objects.get(portfolio=None)
    own = ReturnDue.objects.get(portfolio=led)
    assert for_all.dates == (FIRST, SECOND, THIRD)
    assert own.dates == (SECOND, None, None)
    assert {r.history_user for r in ReturnDue.history.all()} == {pmo}
    assert (str(for_all), str(own)) == (f"{working}, all portfolios", f"{working}, {led}")


def test_a_row_without_a_date_is_removed_and_one_as_held_is_left(working, pmo, led):
    put(working, pmo, row(working, FIRST), row(working, SECOND, portfolio=led))
    for_all = ReturnDue.objects.get(portfolio=None)
    own = ReturnDue.objects.get(portfolio=led)
    own.figures_due = None
    other = Portfolio.objects.exclude(pk=led.pk).first()
    put(working, pmo, for_all, own, row(working, portfolio=other))
    assert ReturnDue.objects.get() == for_all
    assert [r.history_type for r in ReturnDue.history.order_by("history_id")] == ["+", "+", "-"]


WRONG = [
    ({"figures": SECOND, "confirmation": FIRST}, "due before they are confirmed"),
    ({"figures": SECOND, "signature": FIRST}, "due before they are signed"),
    ({"confirmation": SECOND, "signature": FIRST}, "confirmed before they are signed"),
]


@pytest.mark.parametrize(("dates", "sentence"), WRONG)
def test_dates_are_in_order_in_words_and_in_the_database(dates, sentence, working, pmo):
    with pytest.raises(ValidationError, match=sentence):
        put(working, pmo, row(working, **dates))
    assert not Submission.objects.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        row(working, **dates).save()


def test_only_the_position_as_a_whole_is_signed_and_each_has_one_row(working, led, pmo):
    with pytest.raises(IntegrityError), transaction.atomic():
        row(working, signature=FIRST, portfolio=led).save()
    for portfolio in (None, led):
        row(working, FIRST, portfolio=portfolio).save()
        with pytest.raises(IntegrityError), transaction.atomic():
            row(working, SECOND, portfolio=portfolio).save()


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.PMO_EDITOR}))
def test_only_the_pmo_sets_them(role, working, people):
    with pytest.raises(PermissionDenied):
        put(working, people[role], row(working, FIRST))
    assert not ReturnDue.objects.exists()


def test_a_published_position_takes_none(working, february, pmo):
    with pytest.raises(PermissionDenied):
        put(february, pmo, row(february, FIRST))
    Position.objects.filter(pk=working.pk).update(state="published", published_at=MOMENT)
    with pytest.raises(PermissionDenied):
        put(working, pmo, row(working, FIRST))
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        row(february, FIRST).save()


def test_the_second_of_two_is_told_and_a_form_counts_once(working, pmo):
    token = uuid.uuid4()
    put(working, pmo, row(working, FIRST), token=token)
    with pytest.raises(SomebodyElseSaved):
        put(working, pmo, row(working, SECOND), version=0)
    with pytest.raises(AlreadySubmitted):
        put(working, pmo, row(working, SECOND), token=token)
    assert ReturnDue.objects.get().figures_due == FIRST
