"""What every test may lean on: the published figures, loaded once, and people of each role."""

import datetime
import io
from collections.abc import Iterator
from contextlib import contextmanager

import hypothesis
import pytest
from django.conf import settings
from django.db import connection, transaction

from accounts.demo import USERS
from accounts.models import User
from accounts.roles import Role
from accounts.viewer import SYSTEM
from agt.room import with_room
from agt.words import clock
from portfolios.models import Portfolio, Position
from reports import illustrative
from reports.library import Library
from reports.table import Ask

# Runs repeat on a slow machine too, where the same modules are imported: what they name is tried.
hypothesis.settings.register_profile(
    "tracker",
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("tracker")

# Whoever writes figures takes a turn: a query on PostgreSQL, a part of BEGIN on SQLite.
TURN = int(connection.vendor == "postgresql")

MOMENT = datetime.datetime(2025, 3, 14, 10, 30, tzinfo=clock.LONDON)


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem) -> None:
    """Pages are made as the door makes them: a seventh of the suite's time is memory, else."""
    pyfuncitem.obj = with_room(pyfuncitem.obj)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The published figures and the demo users are in the database of every test."""
    from django.core.management import call_command

    with django_db_blocker.unblock(), clock.stopped_at(MOMENT):
        call_command("load_published", stdout=io.StringIO())
        call_command("demo_users", verbosity=0)


@pytest.fixture(autouse=True)
def _stopped_clock():
    """Every test runs at one moment, in the spring after the newest published position."""
    with clock.stopped_at(MOMENT):
        yield


@contextmanager
def staged(blocker) -> Iterator[None]:
    """What is written inside stands for every test of a module, and is undone after the last.

    For a fixture of module scope, whose tests each write in a transaction within this one.
    """
    with blocker.unblock(), clock.stopped_at(MOMENT), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def staged_samples(django_db_setup, django_db_blocker) -> Iterator[int]:
    """The illustrative samples, loaded once for a module; how many there are."""
    with staged(django_db_blocker):
        yield illustrative.load(settings.ILLUSTRATIVE_FIXTURES)


@pytest.fixture
def february(db) -> Position:
    """The newest published position: it has lines."""
    return Position.objects.get(slug="february-2025")


@pytest.fixture
def july(db) -> Position:
    """The first published position: stated figures only, by programme."""
    return Position.objects.get(slug="july-2024")


@pytest.fixture
def october(db) -> Position:
    """Stated figures only, as totals."""
    return Position.objects.get(slug="october-2024")


@pytest.fixture
def working(db) -> Position:
    """The working position, opened from the newest published one."""
    return Position.objects.get(slug="working")


@pytest.fixture
def library(db) -> Library:
    """All positions, seen by the system."""
    return Library(SYSTEM, Position.objects.select_related("establishment").newest_first())


@pytest.fixture
def ask(library, february) -> Ask:
    """The question every report is asked by default."""
    return Ask(library, february)


def demo_people() -> dict[Role, User]:
    """The demo user of each role; the portfolio lead leads one portfolio."""
    return {Role(person.role): person for person in User.objects.filter(username__in=USERS)}


@pytest.fixture
def people(db) -> dict[Role, User]:
    """An active person of each role."""
    return demo_people()


@pytest.fixture
def led(people) -> Portfolio:
    """The one portfolio that the portfolio lead leads."""
    return people[Role.PORTFOLIO_LEAD].portfolios.get()
