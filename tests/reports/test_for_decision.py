"""For decision: what the boards have to decide, on the dashboard, the soonest first."""

# ruff: noqa: F401, F811 - the fixtures of governance

import pytest
from django.urls import reverse

from accounts.roles import Role
from governance.models import Board, Decision, Meeting
from portfolios.models import Position
from reports.for_decision import SHOWN, for_decision
from reports.library import Library
from tests.governance.conftest import day, lead, mine, new_decision, others

pytestmark = pytest.mark.django_db


def put(held_on, title: str, **fields) -> Decision:
    meeting, _ = Meeting.objects.get_or_create(board=Board.objects.first(), held_on=held_on)
    return new_decision(meeting=meeting, title=title, **fields)


def shown(viewer, position) -> list:
    positions = Position.objects.readable_by(viewer).select_related("establishment")
    return for_decision(Library(viewer, positions.newest_first()), position)


def test_the_soonest_first_each_with_who_decides_when_and_what_it_approves(people, working):
    board = Board.objects.first()
    put(day(9), "Later", pence=1_250_000_00)
    put(day(0), "Now")
    put(day(-3), "Held")
    put(day(1), "Made", outcome="noted", decided="Heard.")
    found = shown(people[Role.VIEWER], working)
    assert [item.title for item in found] == ["Held", "Now", "Later"]
    assert [item.when for item in found] == [
        f"{board} met on 11 March 2025: record what was decided",
        f"{board}, today",
        f"{board}, 23 March 2025",
    ]
    assert [item.worth for item in found] == ["", "", "£1.25m to approve"]


def test_of_many_the_first_few_and_how_many_there_are(people, working):
    for n in range(SHOWN + 2):
        put(day(n), f"D{n}")
    found = shown(people[Role.VIEWER], working)
    assert [item.title for item in found] == [f"D{n}" for n in range(SHOWN)]
    assert {item.in_all for item in found} == {SHOWN + 2}


def test_a_lead_sees_those_of_their_own_portfolios(lead, mine, others, working):
    put(day(1), "Mine", programme=mine)
    put(day(1), "Not mine", programme=others)
    put(day(1), "Of all")
    assert [item.title for item in shown(lead, working)] == ["Mine"]


def test_the_dashboard_shows_them_and_forgets_what_is_decided(client, people, mine):
    client.force_login(people[Role.VIEWER])
    assert "Nothing is put to a board." in client.get("/").content.decode()
    decision = put(day(1), "A pool to close", programme=mine)
    page = client.get("/").content.decode()
    assert reverse("governance-decision", args=[decision.pk]) in page
    assert "A pool to close" in page
    decision.delete()
    assert "A pool to close" not in client.get("/").content.decode()
