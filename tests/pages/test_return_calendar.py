"""The return calendar on its pages: who owes what, only what is late, the reminder, the dates."""

import datetime
import uuid

import pytest

from accounts.roles import Role
from portfolios.models import Portfolio, Position, ReturnDue
from reports.actions.return_unchanged import return_unchanged
from reports.actions.sign import confirm_programme
from tests.conftest import MOMENT
from tests.pages.test_changes import browser, text

pytestmark = pytest.mark.django_db

CALENDAR, DATES = "/returns/calendar/", "/returns/calendar/dates/"
YESTERDAY = MOMENT.date() - datetime.timedelta(days=1)


@pytest.fixture
def editor(people):
    return browser(people[Role.PMO_EDITOR])


@pytest.fixture
def late(working) -> ReturnDue:
    return ReturnDue.objects.create(position=working, figures_due=YESTERDAY)


# --- the calendar --------------------------------------------------------------------------------


def test_each_portfolio_has_its_dates_counts_and_what_is_owed(editor, working, late):
    page = editor.get(CALENDAR)
    assert len(page.context["returns"]) == len(page.context["shown_owed"]) > 3
    assert page.context["late"] == working.places.filter(shows="money").count()
    assert "13 Mar 2025" in text(page)
    assert "1 day late" in text(page)
    assert "Set the dates" in text(page)
    assert "is not signed" not in text(page)


def test_only_what_is_late_is_shown_when_asked(editor, working, led, late):
    ReturnDue.objects.create(
        position=working, portfolio=led, figures_due=MOMENT.date() + datetime.timedelta(days=9)
    )
    shown = editor.get(f"{CALENDAR}?late=1").context["shown_owed"]
    assert shown
    assert led not in [returned.portfolio.portfolio for returned, _, _ in shown]
    late.delete()
    assert "Nothing is late" in text(editor.get(f"{CALENDAR}?late=1"))


def test_the_reminder_is_in_the_page_and_in_a_file(editor, working, led, late):
    page = editor.get(CALENDAR)
    reminder = next(t for r, _, t in page.context["shown_owed"] if r.portfolio.portfolio == led)
    assert f"http://testserver/portfolios/{led.slug}/?position=working" in reminder
    file = editor.get(f"{CALENDAR}{led.slug}/reminder.txt")
    assert file.content.decode() == reminder
    assert f"reminder-{led.slug}.txt" in file["Content-Disposition"]
    html = page.content.decode()
    assert f'data-copy="reminder-{led.slug}"' in html
    assert f'<textarea id="reminder-{led.slug}" readonly' in html


def test_once_all_is_confirmed_nothing_is_owed(people, working, led):
    for place in working.places.filter(portfolio=led, shows="money"):
        return_unchanged(place=place, version=1, by=people[Role.PMO_EDITOR])
        confirm_programme(place=place, version=2, by=people[Role.FINANCE_PARTNER])
    lead = browser(people[Role.PORTFOLIO_LEAD])
    assert "Everything is returned and confirmed" in text(lead.get(CALENDAR))
    assert lead.get(f"{CALENDAR}{led.slug}/reminder.txt").status_code == 404
    assert "Set the dates" not in text(lead.get(CALENDAR))


def test_a_cabinet_position_waits_for_its_signature_too(editor, working, people, late):
    Position.objects.filter(pk=working.pk).update(kind="quarterly_cabinet")
    ReturnDue.objects.update(signature_due=YESTERDAY)
    told = "is not signed by the section 151 officer yet: due 13 March 2025, 1 day late."
    assert told in text(editor.get(CALENDAR))
    Position.objects.filter(pk=working.pk).update(
        signed_by=people[Role.SECTION_151], signed_at=MOMENT
    )
    assert "is not signed" not in text(editor.get(CALENDAR))


def test_without_a_working_position_it_says_so(editor, working):
    Position.objects.filter(pk=working.pk).update(kind="scenario")
    assert "No position is open" in text(editor.get(CALENDAR))
    assert editor.get(DATES).status_code == 404
    assert editor.get(f"{CALENDAR}{Portfolio.objects.first().slug}/reminder.txt").status_code == 404


def test_without_a_programme_there_is_nothing_to_return(people, working, led):
    working.places.filter(portfolio=led).update(shows="n/a")
    page = browser(people[Role.PORTFOLIO_LEAD]).get(CALENDAR)
    assert "Nothing is to be returned" in text(page)


# --- the dates -----------------------------------------------------------------------------------


def sent(editor, **more: str) -> dict[str, str]:
    form = editor.get(DATES).context["form"]
    held = {"token": str(uuid.uuid4()), "version": str(form.initial["version"])}
    return {**held, **more}


def test_the_pmo_sets_dates_and_takes_them_away(editor, working, led):
    dates = {"all-figures": "10/04/2025", "all-signature": "30/04/2025"}
    own = {f"{led.slug}-confirmation": "20/04/2025"}
    page = editor.post(DATES, sent(editor, **dates, **own), follow=True)
    assert "The dates are saved." in text(page)
    assert "20 Apr 2025" in text(page)
    assert ReturnDue.objects.get(portfolio=None).signature_due == datetime.date(2025, 4, 30)
    assert 'value="10/04/2025"' in editor.get(DATES).content.decode()
    editor.post(DATES, sent(editor))
    assert not ReturnDue.objects.exists()


@pytest.mark.parametrize(
    ("dates", "sentence"),
    [
        ({"all-figures": "the Ides"}, "Enter a valid date"),
        (
            {"all-figures": "20/04/2025", "all-confirmation": "10/04/2025"},
            "Figures are due before they are confirmed.",
        ),
        ({"version": "x"}, "Enter a whole number"),
    ],
)
def test_what_cannot_be_is_said_beside_it_and_nothing_typed_is_lost(dates, sentence, editor):
    page = editor.post(DATES, sent(editor, **{"all-signature": "30/04/2025", **dates}))
    assert page.status_code == 422
    assert sentence in text(page)
    assert 'value="30/04/2025"' in page.content.decode()
    assert not ReturnDue.objects.exists()


def test_the_second_of_two_sees_what_the_other_saved(editor, working):
    mine = sent(editor, **{"all-figures": "10/04/2025"})
    editor.post(DATES, sent(editor, **{"all-figures": "11/04/2025"}))
    page = editor.post(DATES, mine)
    assert page.status_code == 409
    assert "Someone set dates while you were typing" in text(page)
    assert "saved: 11 April 2025" in text(page)
    assert "saved: none" in text(page)
    assert 'value="10/04/2025"' in page.content.decode()
    again = {**mine, "version": page.context["form"].data["version"]}
    assert "The dates are saved." in text(editor.post(DATES, again, follow=True))
    assert "saved already" in text(editor.post(DATES, {**again, "version": "0"}, follow=True))
