"""What the tests of governance lean on: a programme of the lead's, and one of somebody else's."""

import datetime

import pytest

from accounts.roles import Role
from governance.models import Gate, Milestone
from portfolios.models import BusinessCase, Programme, ProgrammePlace

TODAY = datetime.date(2025, 3, 14)


def day(days: int) -> datetime.date:
    """A day, counted from the day the tests stand still at."""
    return TODAY + datetime.timedelta(days=days)


@pytest.fixture
def editor(people):
    return people[Role.PMO_EDITOR]


@pytest.fixture
def programme(working, led) -> Programme:
    """A programme of the portfolio that the lead leads."""
    return ProgrammePlace.objects.filter(position=working, portfolio=led).first().programme


@pytest.fixture
def other(working, led) -> Programme:
    """A programme of another portfolio."""
    places = ProgrammePlace.objects.filter(position=working).exclude(portfolio=led)
    return places.first().programme


@pytest.fixture
def case(working, programme) -> BusinessCase:
    return BusinessCase.objects.get(position=working, programme=programme)


@pytest.fixture
def deciding(db) -> Gate:
    """The gate that decides the business case."""
    return Gate.objects.get(decides_case=True)


def milestone(programme: Programme, title: str = "Go live", **fields) -> Milestone:
    return Milestone.objects.create(
        **{
            "programme": programme,
            "title": title,
            "baseline": day(-10),
            "forecast": day(20),
            "owner_role": "Programme manager",
            **fields,
        }
    )


def put(case: BusinessCase, level: str, state: str) -> None:
    """Stand a case somewhere, going round the actions."""
    case.level, case.state = level, state
    decided = state in ("approved", "returned")
    case.body, case.decided_on = ("The board", day(-1)) if decided else ("", None)
    case.stated_in = ""
    case.save()
