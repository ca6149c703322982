"""What the tests of governance lean on: programmes of the lead and of others, rows of each."""

import datetime
import uuid

import pytest

from accounts.roles import Role
from governance.actions.review_risk import review_risk
from governance.models import Board, Decision, Dependency, Gate, Meeting, Milestone, Risk
from portfolios.actions.hold_row import version_of
from portfolios.models import BusinessCase, Programme, ProgrammePlace
from tests.conftest import MOMENT

TODAY = MOMENT.date()


def day(days: int) -> datetime.date:
    """A day, counted from the day the tests stand still at."""
    return TODAY + datetime.timedelta(days=days)


@pytest.fixture
def editor(people):
    return people[Role.PMO_EDITOR]


@pytest.fixture
def lead(people):
    return people[Role.PORTFOLIO_LEAD]


@pytest.fixture
def programmes(working) -> list[Programme]:
    """Every programme, in the order of the report."""
    places = ProgrammePlace.objects.at(working).select_related("programme").in_report_order()
    return [place.programme for place in places]


@pytest.fixture
def mine(led, working) -> Programme:
    """A programme of the portfolio that the lead leads."""
    return ProgrammePlace.objects.filter(position=working, portfolio=led).first().programme


@pytest.fixture
def others(led, working) -> Programme:
    """A programme of another portfolio."""
    return ProgrammePlace.objects.filter(position=working).exclude(portfolio=led).first().programme


def new_risk(**fields) -> Risk:
    """A risk, saved; raised two months ago unless it says otherwise."""
    held = {"title": "A risk", "owner_role": "Manager", "raised_on": day(-60)}
    return Risk.objects.create(**held | fields)


def rated(likelihood: int, impact: int, **fields) -> Risk:
    """A risk with a current rating, in whole steps."""
    return new_risk(likelihood=likelihood * 10, impact=impact * 10, **fields)


def new_dependency(giver, taker=None, **fields) -> Dependency:
    held = {"what": "Something", "needed_by": day(30)}
    return Dependency.objects.create(giver=giver, taker=taker, **held | fields)


def new_decision(*, portfolio=None, programme=None, **fields) -> Decision:
    """For decision at a meeting held two days ago: of a portfolio's own board, or of the first."""
    board = Board.objects.filter(of_portfolios=portfolio is not None).first()
    meeting, _ = Meeting.objects.get_or_create(board=board, held_on=day(-2), portfolio=portfolio)
    held = {"title": "A decision", "meeting": meeting, "programme": programme}
    return Decision.objects.create(**held | fields)


def act(action, risk: Risk, by, **given):
    """Do something to a risk as its page would: at its version, with a token of its own."""
    held = {"version": version_of(risk), "token": uuid.uuid4(), "why": "because"}
    return action(risk=risk, by=by, **held | given)


def review(risk: Risk, by, likelihood: int, impact: int, on: datetime.date, **given):
    given = {"next_review": None, **given}
    return act(review_risk, risk, by, likelihood=likelihood, impact=impact, on=on, **given)


@pytest.fixture
def programme(mine) -> Programme:
    return mine


@pytest.fixture
def other(others) -> Programme:
    return others


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
