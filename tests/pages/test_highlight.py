"""The highlight report: what it says of a programme, its marks and its scope."""

# ruff: noqa: F401, F811 - the fixtures of governance

from html import unescape

import pytest

from accounts.roles import Role
from agt.words import clock
from governance.models import DeliveryStatus, Gate, GateDecision
from portfolios.models import BusinessCase, ProgrammePlace
from savings.models import ChangeRequest, SavingsLine
from tests.governance.conftest import (
    day,
    editor,
    lead,
    milestone,
    mine,
    new_dependency,
    new_risk,
    others,
    rated,
)


@pytest.fixture
def ours(led, working):
    """A programme with a saving in the lead's portfolio."""
    lines = SavingsLine.objects.filter(place__position=working, place__portfolio=led)
    return lines.select_related("place__programme").first().place.programme


def said(page) -> dict[str, list[str]]:
    return {part.title: [s.text for s in part.said] for part in page.context["parts"]}


def words(page) -> str:
    return " ".join(unescape(page.content.decode()).split())


@pytest.fixture
def report(client, editor, ours):
    client.force_login(editor)
    return lambda: client.get(f"/programmes/{ours.slug}/highlight/")


def test_it_says_done_next_risks_late_and_asks(report, ours, others, editor, people, working):
    milestone(ours, "Done lately", actual=day(-20), baseline=day(-20))
    milestone(ours, "Done long ago", actual=day(-80))
    milestone(
        ours, "Next", baseline=day(5), forecast=day(20), carries=365 * 10**6, carries_year="2025/26"
    )
    milestone(others, "Another's")
    gate = Gate.objects.first()
    GateDecision.objects.create(
        programme=ours,
        gate=gate,
        outcome="approved",
        body="The board",
        decided_on=day(-1),
        recorded_by=editor,
    )
    rated(4, 5, title="Worst", programme=ours, level=3)
    new_risk(title="Unscored", programme=ours)
    new_risk(title="Another's", programme=others)
    new_dependency(ours, others, what="Data", needed_by=day(-1))
    new_dependency(ours, others, what="In time")
    place = ProgrammePlace.objects.get(position=working, programme=ours)
    ChangeRequest.objects.create(
        place=place,
        before=[],
        after=[],
        total_before=10**8,
        total_after=2 * 10**8,
        why="x",
        by=editor,
        at=clock.now(),
    )
    case = BusinessCase.objects.get(position=working, programme=ours)
    case.level, case.state, case.stated_in = "full", "submitted", "a paper"
    case.save()
    page = report()
    assert said(page) == {
        "Done since 1 February 2025": [
            f"{gate}: approved by The board.",
            "Done lately: done, on time.",
        ],
        "Next": [
            "Next, 3 April 2025: late by 15 days, due in 20 days, delaying saving by £0.15m-years."
        ],
        "Top risks and issues": ["Worst: scored 20.", "Unscored: not scored yet."],
        "Dependencies late": [f"Data: {ours} to {others}, needed by 13 March 2025."],
        "Asks": [
            "Agree or refuse a change of its figures: £1.0m → £2.0m.",
            "Decide the business case (full), which is submitted.",
            "Transformation Board: help with “Worst”, escalated.",
        ],
    }
    assert not page.context["samples"]


def test_an_empty_one_says_what_is_not_there(report):
    page = report()
    assert all(not sentences for sentences in said(page).values())
    for sentence in (
        "Nothing was recorded as done",
        "No delivery status is written",
        "None is late",
    ):
        assert sentence in words(page)


def test_apportioned_figures_and_samples_say_so(report, ours, working):
    assert "Confidence is apportioned" in words(report())
    assert [share.label for share in report().context["shares"]] == ["Green", "Amber", "Red"]
    SavingsLine.objects.filter(place__position=working, place__programme=ours).update(
        basis="entered"
    )
    rated(2, 2, title="Sample", programme=ours, illustrative=True)
    page = words(report())
    assert "Confidence is apportioned" not in page
    assert "What is marked" in page
    line = SavingsLine.objects.filter(place__position=working, place__programme=ours).first()
    line.amount = -(10**10)
    line.save()
    assert report().context["shares"] == []


def test_the_newest_status_is_said_in_words_with_why_and_how_back(report, ours):
    ratings = dict.fromkeys(DeliveryStatus.RATINGS, "at_risk") | {"cost": "off_track"}
    DeliveryStatus.objects.create(
        programme=ours,
        month=day(0).replace(day=1),
        reason="Late supplier",
        path="A new one",
        illustrative=True,
        **ratings,
    )
    page = words(report())
    assert "Delivery status, March 2025" in page
    assert page.count("At risk</span>") == 4
    assert page.count("Off track</span>") == 1
    assert "Late supplier" in page
    assert "A new one" in page


def test_long_lists_fold_so_that_it_stays_one_page(report, ours):
    for number in range(7):
        milestone(ours, f"M{number}")
    part = next(part for part in report().context["parts"] if part.title == "Next")
    assert (len(part.said), part.more) == (3, 4)
    assert "And 4 more" in words(report())


def test_the_programme_leads_to_it_and_a_lead_reads_their_own_alone(
    client,
    people,
    ours,
    others,
):
    client.force_login(people[Role.PORTFOLIO_LEAD])
    assert f"/programmes/{ours.slug}/highlight/" in words(client.get(f"/programmes/{ours.slug}/"))
    assert client.get(f"/programmes/{ours.slug}/highlight/").status_code == 200
    assert client.get(f"/programmes/{others.slug}/highlight/").status_code == 404


def test_a_programme_without_a_saving_says_what_it_has(client, editor):
    client.force_login(editor)
    page = words(client.get("/programmes/good-landlord/highlight/"))
    assert "This programme has" in page
