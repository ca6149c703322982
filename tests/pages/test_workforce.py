"""The workforce pages: what they show, what HR partners change there, what others never meet."""

import datetime
import io
import uuid
from html import unescape

import pytest
from django.core.management import call_command

from accounts.roles import Role
from portfolios.models import Portfolio
from workforce.models import (
    Consultation,
    Engagement,
    ProgrammePosts,
    RedundancyEstablishment,
    RedundancyProposal,
    Restructure,
    RouteOutcome,
    Threshold,
)

TODAY = datetime.date(2025, 3, 14)
AT = "?position=working"


@pytest.fixture
def samples(db):
    call_command("load_illustrative", stdout=io.StringIO())


@pytest.fixture
def hr(client, people):
    client.force_login(people[Role.HR_PARTNER])
    return client


def text(response) -> str:
    return unescape(response.content.decode())


def send(client, url: str, **typed: str):
    """The form of a page as it would be sent, with some of it typed over."""
    form = client.get(url).context["form"]
    held = {}
    for name in form.fields:
        value = form[name].value()
        prepare = getattr(form.fields[name], "prepare_value", lambda v: v)
        held[name] = "" if value is None else str(prepare(value))
    held |= {"token": str(uuid.uuid4()), "version": held["version"] or "0", "why": "because"}
    return client.post(url, held | typed, follow=True)


def test_the_pages_mark_what_is_illustrative_and_lead_on(hr, samples):
    pages = {
        "/workforce/": ["Posts by programme", "City services restructure (illustrative)"],
        "/workforce/posts/": ["one part holds all of it", "Portfolio-wide"],
        "/workforce/consultations/": ["Leisure strategy (illustrative)", "Change champions"],
        "/workforce/clock/": ["City operations", "below every threshold", "180 days"],
        "/workforce/outcomes/": ["Revenues and benefits", "On the register"],
    }
    Consultation.objects.create(
        name="Small",
        establishment=RedundancyEstablishment.objects.get(name="Civic offices"),
        dismissal_on=TODAY,
    )
    for url, said in pages.items():
        page = text(hr.get(url + AT))
        assert "llustrative" in page
        for words in said:
            assert words in page, (url, words)


def test_a_consultation_shows_its_clock_to_hr_and_its_days_to_all(client, people, samples):
    held = Consultation.objects.get(name="City services restructure")
    url = f"/workforce/consultations/{held.pk}/{AT}"
    client.force_login(people[Role.VIEWER])
    page = text(client.get(url))
    assert "31 January 2025" in page
    assert "What the clock asks" not in page
    assert "people" not in page.partition("Engagement log")[0].lower()
    client.force_login(people[Role.HR_PARTNER])
    page = text(client.get(url))
    assert "30 people count within 90 days" in page
    planned = Consultation.objects.get(name="Contact centre hours")
    page = text(client.get(f"/workforce/consultations/{planned.pk}/{AT}"))
    assert "Days the tool proposes" in page
    public = Consultation.objects.get(name="Leisure strategy")
    page = text(client.get(f"/workforce/consultations/{public.pk}/{AT}"))
    assert "Drop-in at three leisure centres" in page
    assert "section 188" not in page


def test_a_reason_outside_the_rules_is_shown_with_the_days(hr, samples):
    held = Consultation.objects.get(name="City services restructure")
    held.notice_on, held.reason = TODAY - datetime.timedelta(days=43), "Agreed in writing."
    held.save()
    page = text(hr.get(f"/workforce/consultations/{held.pk}/{AT}"))
    assert "Not kept" in page
    assert "Agreed in writing." in page
    assert "1 not kept" in text(hr.get(f"/workforce/clock/{AT}"))


def test_an_hr_partner_limited_to_a_portfolio_sees_its_consultations_alone(
    client, people, samples, led
):
    partner = people[Role.HR_PARTNER]
    partner.all_portfolios = False
    partner.save()
    mine = Consultation.objects.get(name="City services restructure")
    mine.portfolio.people.add(partner)
    other = Consultation.objects.get(name="Contact centre hours")
    client.force_login(partner)
    assert client.get(f"/workforce/consultations/{mine.pk}/").status_code == 200
    assert client.get(f"/workforce/consultations/{other.pk}/").status_code == 404
    page = text(client.get("/workforce/clock/"))
    assert "City services restructure" in page
    assert "Contact centre hours" not in page


def test_hr_keeps_consultations_people_and_outcomes_with_history(hr, people, led):
    send(hr, f"/edit/redundancy-establishment/add/{AT}", name="Depot")
    unit = RedundancyEstablishment.objects.get()
    url = f"/edit/consultation/add/{AT}"
    page = send(hr, url, name="Depot", kind="staff", establishment="", raised_on="14/03/2025")
    assert "Name the redundancy establishment" in text(page)
    send(hr, url, name="Depot", kind="staff", establishment=str(unit.pk), opens_on="14/03/2025")
    held = Consultation.objects.get()
    assert held.history.get().history_user == people[Role.HR_PARTNER]
    at = f"&consultation={held.pk}"
    page = send(hr, f"/edit/redundancy-proposal/add/{AT}{at}", posts_low="18", posts_high="20")
    assert "The proposal is added." in text(page)
    assert RedundancyProposal.objects.get().people == 20
    edit = f"/edit/consultation/{held.pk}/{AT}"
    page = send(hr, edit, dismissal_on="12/04/2025")
    assert "At least 30 days from the opening of the consultation" in text(page)
    assert 'value="12/04/2025"' in text(page)
    send(hr, edit, dismissal_on="12/04/2025", reason="Agreed.")
    held.refresh_from_db()
    assert (held.dismissal_on, held.reason) == (datetime.date(2025, 4, 12), "Agreed.")
    send(hr, f"/edit/engagement/add/{AT}{at}", kind="briefing", summary="A briefing.")
    send(hr, f"/edit/organisation-engagement/add/{AT}", kind="champions", summary="All.")
    assert [e.consultation for e in Engagement.objects.order_by("pk")] == [held, None]
    send(hr, f"/edit/restructure/add/{AT}", name="Depot", year="2024/25", before="30", after="24")
    service = Restructure.objects.get(name="Depot")
    send(hr, f"/edit/route-outcome/add/{AT}&restructure={service.pk}", route="vacancy", fte="6")
    assert RouteOutcome.objects.get().fte == 600
    send(hr, f"/edit/redeployment/add/{AT}", at_risk="9", in_trial="2", redeployed="1")
    edit = f"/edit/threshold/{Threshold.objects.first().pk}/{AT}"
    assert "is saved" in text(send(hr, edit, days="31"))
    remove = f"/edit/consultation/{held.pk}/remove/{AT}"
    page = send(hr, remove)
    assert page.redirect_chain[-1][0].startswith("/workforce/consultations/?")
    assert not RedundancyProposal.objects.exists()


def test_hr_gives_a_portfolio_its_parts_and_its_years(hr, working):
    whole = working.post_reductions.order_by("-high").first()
    at = f"{AT}&portfolio={whole.portfolio.slug}"
    page = send(hr, f"/edit/programme-posts/add/{at}", low="10", high="12", vacant="11")
    assert "occupied posts would be below zero" in text(page)
    send(hr, f"/edit/programme-posts/add/{at}", low="10", high="12", vacant="5")
    assert ProgrammePosts.objects.get().occupied_high == 700
    send(hr, f"/edit/post-phase/add/{at}", year="2025/26", low="10", high="12")
    assert "2025/26" in text(hr.get(f"/workforce/posts/{AT}"))
    ProgrammePosts.objects.update(low=whole.high + 100, high=whole.high + 100)
    assert "more than its range" in text(hr.get(f"/workforce/posts/{AT}"))


def test_nothing_is_added_to_a_published_position(hr, february):
    portfolio = Portfolio.objects.first().slug
    url = f"/edit/programme-posts/add/?position=february-2025&portfolio={portfolio}"
    assert hr.get(url).status_code == 403
    assert "Add a part" not in text(hr.get("/workforce/posts/?position=february-2025"))


def test_a_lead_keeps_the_log_of_their_own_consultation(client, people, led):
    held = Consultation.objects.create(name="Open", kind="public", portfolio=led)
    client.force_login(people[Role.PORTFOLIO_LEAD])
    url = f"/edit/engagement/add/?consultation={held.pk}&position=working"
    send(client, url, kind="feedback", summary="Drop-in.", feedback="Evenings matter.")
    assert held.engagements.get().feedback == "Evenings matter."
    assert client.get("/edit/organisation-engagement/add/").status_code == 404


def test_empty_pages_say_what_to_do_next(hr, empty_workforce):
    for url in ("posts", "consultations", "clock", "outcomes"):
        assert 'class="empty"' in text(hr.get(f"/workforce/{url}/?position=july-2024"))
    assert "No consultation is recorded" in text(hr.get("/reports/consultation-timetable/"))


@pytest.fixture
def empty_workforce(db):
    Threshold.objects.all().delete()
    Restructure.objects.all().delete()
