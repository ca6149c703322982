"""Every feed with something in it, and tokens to read them with."""

import datetime
import io
import uuid

import pytest
from django.core.management import call_command

from accounts.roles import Role
from agt.words import clock
from reports.actions.make_feed_token import make_feed_token
from reports.feeds.registry import FEEDS, feeds_for


@pytest.fixture
def samples(db) -> None:
    """What no paper published: risks, milestones, readings and months."""
    call_command("load_illustrative", stdout=io.StringIO())


@pytest.fixture
def make(people):
    """Make a token: whose, for which feeds, which portfolios, until when. Gives (token, secret)."""

    def make(by=Role.ANALYST, feeds=None, portfolios=(), days=30, name=None):
        owner = people[by]
        return make_feed_token(
            name=name or f"Token {uuid.uuid4()}",
            feeds=list(feeds or feeds_for(owner)),
            portfolios=list(portfolios),
            expires_on=clock.today() + datetime.timedelta(days=days),
            token=uuid.uuid4(),
            by=owner,
        )

    return make


@pytest.fixture
def bearer(make, client):
    """Ask for an address with a new token of somebody."""

    def ask(address, by=Role.ANALYST, **headers):
        _, secret = make(by)
        return client.get(address, headers={"Authorization": f"Bearer {secret}"} | headers)

    return ask


def body(response) -> str:
    return b"".join(response).decode()


NAMES = list(FEEDS)
