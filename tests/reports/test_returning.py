"""Where returns stand: who has the next step, by when, how late, and the reminder that says so."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.roles import Role
from accounts.viewer import SYSTEM
from agt.words import clock
from portfolios.models import Organisation, Position, ProgrammePlace, ReturnDue
from reports.actions.return_unchanged import return_unchanged
from reports.actions.sign import confirm_programme
from reports.returning import (
    Stage,
    days_late,
    reminder,
    returns_of,
    signature_due,
    when,
    working_among,
)
from savings.models import ChangeRequest
from tests.conftest import MOMENT
from tests.savings.test_tolerance import editor, moved, place, save, tolerance

__all__ = ["editor", "place", "tolerance"]
pytestmark = pytest.mark.django_db

TODAY = MOMENT.date()
YESTERDAY, TOMORROW = (TODAY + datetime.timedelta(days=n) for n in (-1, 1))


def one(place):
    found = [p for r in returns_of(place.position, SYSTEM) for p in r.programmes]
    return next(p for p in found if p.place == place)


def of(portfolio, position):
    return next(r for r in returns_of(position, SYSTEM) if r.portfolio.portfolio == portfolio)


def test_every_programme_with_a_saving_is_not_returned_at_first(working):
    returns = returns_of(working, SYSTEM)
    programmes = [p for r in returns for p in r.programmes]
    with_a_saving = working.places.filter(shows="money")
    assert {p.place for p in programmes} == set(with_a_saving)
    assert {p.stage for p in programmes} == {Stage.UNTOUCHED}
    assert [r.counts for r in returns] == [[len(r.programmes), 0, 0, 0] for r in returns]
    assert {(p.late, p.due) for p in programmes} == {(0, None)}


def test_a_save_returns_a_programme_and_so_does_looking_at_it(place, editor, working):
    save(place, moved(place, 1), editor)
    assert one(place).stage is Stage.RETURNED
    other = working.places.filter(shows="money").exclude(pk=place.pk).first()
    return_unchanged(place=other, version=1, by=editor)
    assert one(other).stage is Stage.RETURNED


def test_an_edit_takes_back_a_confirmation_and_finance_has_the_next_step(place, editor, people):
    confirm_programme(place=place, version=1, by=people[Role.FINANCE_PARTNER])
    assert (one(place).stage, one(place).who) == (Stage.CONFIRMED, "")
    save(place, moved(place, 1), editor)
    assert (one(place).stage, one(place).who) == (Stage.RETURNED, "a finance partner")


def test_what_waits_is_owed_by_who_agrees_and_once_refused_by_who_asked(
    place, editor, people, tolerance
):
    save(place, moved(place, 4 * tolerance), editor)
    either = "the section 151 officer or a finance partner"
    assert (one(place).stage, one(place).who) == (Stage.WAITS, either)
    Organisation.objects.update(approver=people[Role.SECTION_151])
    assert one(place).who == str(people[Role.SECTION_151])
    ChangeRequest.objects.all().delete()
    assert one(place).stage is Stage.UNTOUCHED


def test_who_is_a_name_or_else_a_role(place, editor, people):
    lead, programme = people[Role.PORTFOLIO_LEAD], place.programme
    portfolio = place.portfolio
    assert one(place).who == place.portfolio_place.lead_role
    portfolio.lead = lead
    portfolio.save()
    assert one(place).who == str(lead)
    assert one(place).names(lead)
    programme.manager_role, programme.finance_lead_role = "Programme manager", "Finance lead"
    programme.save()
    assert one(place).who == "Programme manager"
    programme.manager = editor
    programme.save()
    assert one(place).who == str(editor)
    return_unchanged(place=place, version=1, by=editor)
    assert one(place).who == "Finance lead"
    assert not one(place).names(people[Role.VIEWER])


def test_a_portfolios_own_date_goes_before_that_of_all(place, working, led):
    ReturnDue.objects.create(
        position=working, figures_due=YESTERDAY, confirmation_due=TOMORROW, signature_due=TOMORROW
    )
    assert (one(place).due, one(place).late) == (YESTERDAY, 1)
    ReturnDue.objects.create(position=working, portfolio=led, figures_due=TODAY)
    assert (one(place).due, one(place).late) == (TODAY, 0)
    assert one(place).dates.confirmation == TOMORROW
    other = next(r for r in returns_of(working, SYSTEM) if r.portfolio.portfolio != led)
    assert (other.dates.figures, other.late) == (YESTERDAY, 1)
    assert of(led, working).late == 0
    assert signature_due(working) == TOMORROW


def test_days_late_count_from_the_day_after():
    assert [days_late(day) for day in (None, TOMORROW, TODAY, YESTERDAY)] == [0, 0, 0, 1]
    assert when(None) == ""
    assert when(TOMORROW) == "due 15 March 2025"
    assert when(YESTERDAY) == "due 13 March 2025, 1 day late"
    assert when(TODAY - datetime.timedelta(days=3)) == "due 11 March 2025, 3 days late"


def test_the_latest_is_owed_first(working, led, editor):
    ReturnDue.objects.create(position=working, figures_due=TODAY, confirmation_due=TODAY)
    places = list(working.places.filter(portfolio=led, shows="money").order_by("order"))
    return_unchanged(place=places[0], version=1, by=editor)
    ReturnDue.objects.filter(position=working).update(figures_due=YESTERDAY)
    owed = of(led, working).owed
    assert [o.place for o in owed] == [*places[1:], places[0]]
    assert [o.late for o in owed] == [1] * (len(places) - 1) + [0]


def test_a_reminder_says_what_of_whom_and_by_when(working, led, place, editor, tolerance):
    ReturnDue.objects.create(position=working, figures_due=YESTERDAY)
    others = working.places.filter(portfolio=led, shows="money").exclude(pk=place.pk)
    returned = others.first()
    return_unchanged(place=returned, version=1, by=editor)
    save(place, moved(place, 4 * tolerance), editor)
    text = reminder(of(led, working), working, "https://tracker/portfolios/x/")
    assert text.startswith("To: ")
    assert f"{working}: savings figures of {led}" in text
    assert "press “No change this time” (due 13 March 2025, 1 day late):" in text
    assert f"To confirm:\n- {returned.printed_label}: a finance partner\n" in text
    assert f"- {place.printed_label}: the section 151 officer or a finance partner\n" in text
    for other in others.exclude(pk=returned.pk):
        assert f"- {other.printed_label}: {other.portfolio_place.lead_role}\n" in text
    assert text.endswith("https://tracker/portfolios/x/\n")


def test_a_scope_limits_what_is_told(working, people, led):
    assert {r.portfolio.portfolio for r in returns_of(working, people[Role.PORTFOLIO_LEAD])} == {
        led
    }


def test_a_what_if_is_never_the_working_position(working, february):
    what_if = Position.objects.create(
        name="What if",
        slug="what-if",
        short_name="What if",
        kind="scenario",
        as_at=clock.today(),
        first_year=february.first_year,
        last_year=february.last_year,
    )
    assert working_among([what_if, february, working]) == working
    assert working_among([what_if, february]) is None


def test_it_costs_no_query_per_programme(working, led):
    def queries(viewer) -> int:
        with CaptureQueriesContext(connection) as made:
            returns_of(working, viewer)
        return len(made)

    few = queries(SYSTEM)
    ProgrammePlace.objects.filter(position=working).exclude(portfolio=led).update(shows="n/a")
    assert queries(SYSTEM) == few <= 4
