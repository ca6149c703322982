import datetime
import uuid

import pytest

from accounts.roles import Role
from governance.actions.review_risk import review_risk
from governance.models import Dependency, Risk
from portfolios.actions.hold_row import version_of
from portfolios.models import Programme, ProgrammePlace
from tests.conftest import MOMENT


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


def days(number: int) -> datetime.date:
    """A day so many days from today."""
    return MOMENT.date() + datetime.timedelta(days=number)


def new_risk(**fields) -> Risk:
    """A risk, saved; raised two months ago unless it says otherwise."""
    held = {"title": "A risk", "owner_role": "Manager", "raised_on": days(-60)}
    return Risk.objects.create(**held | fields)


def rated(likelihood: int, impact: int, **fields) -> Risk:
    """A risk with a current rating, in whole steps."""
    return new_risk(likelihood=likelihood * 10, impact=impact * 10, **fields)


def new_dependency(giver, taker=None, **fields) -> Dependency:
    held = {"what": "Something", "needed_by": days(30)}
    return Dependency.objects.create(giver=giver, taker=taker, **held | fields)


def act(action, risk: Risk, by, **given):
    """Do something to a risk as its page would: at its version, with a token of its own."""
    held = {"version": version_of(risk), "token": uuid.uuid4(), "why": "because"}
    return action(risk=risk, by=by, **held | given)


def review(risk: Risk, by, likelihood: int, impact: int, on: datetime.date, **given):
    given = {"next_review": None, **given}
    return act(review_risk, risk, by, likelihood=likelihood, impact=impact, on=on, **given)
