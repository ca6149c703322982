"""Databases of a test's own, of each kind, that programs of the product work on."""

import shutil
import uuid
from pathlib import Path

import pytest

from tests.browser import product
from tests.postgres import NoPostgres, Server, running


@pytest.fixture(scope="session")
def postgres():
    """A PostgreSQL that keeps what it was given when it is killed."""
    try:
        with running(durable=True) as server:
            yield server
    except NoPostgres as none:
        pytest.fail(str(none))


@pytest.fixture(scope="session")
def filled_sqlite(tmp_path_factory) -> Path:
    """The published figures and the demo users, to copy."""
    path = tmp_path_factory.mktemp("filled") / "tracker.sqlite3"
    product.fill(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def filled_postgres(postgres) -> Server:
    """The server, with the same in its database ``filled``, to copy."""
    product.fill(postgres.create("filled"))
    return postgres


@pytest.fixture
def on_sqlite(filled_sqlite, tmp_path) -> str:
    shutil.copy(filled_sqlite, tmp_path)
    return f"sqlite:///{tmp_path / filled_sqlite.name}"


@pytest.fixture
def on_postgres(filled_postgres) -> str:
    return filled_postgres.create(f"copy_{uuid.uuid4().hex}", like="filled")


@pytest.fixture(params=["on_sqlite", "on_postgres"])
def url(request) -> str:
    """The address of a database of the test's own, with the published figures and demo users."""
    return request.getfixturevalue(request.param)
