import pytest

from tests.reports.emptying import empty


@pytest.fixture
def empty_database(db) -> None:
    """Without the published figures, for the length of one test."""
    empty()
