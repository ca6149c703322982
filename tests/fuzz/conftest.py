"""A tracker with a row of everything in it, for whatever is thrown at it."""

import io
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.management import call_command
from django.db import transaction

from agt.words import clock
from tests.conftest import MOMENT
from tests.pages.test_every_address import things  # noqa: F401


class Undo(Exception):
    """Ends an example and takes back what it did."""


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is done within is taken back at its end."""
    try:
        with transaction.atomic():
            yield
            raise Undo
    except Undo:
        pass


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "/fuzz/" in item.path.as_posix():
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="package")
def loaded(django_db_setup, django_db_blocker) -> Iterator[None]:
    """A risk, a milestone, a claim… of each kind there is: once for all, and then taken back."""
    with django_db_blocker.unblock(), clock.stopped_at(MOMENT):
        trial = transaction.atomic()
        trial.__enter__()
        call_command("load_illustrative", stdout=io.StringIO())
    yield
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        trial.__exit__(None, None, None)


@pytest.fixture
def samples(loaded, db) -> None:
    """What is loaded, for one test."""
