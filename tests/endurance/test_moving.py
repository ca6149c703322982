"""From SQLite to PostgreSQL and back, by one command, with every row and history the same."""

import uuid

import pytest

from tests.running import databases

pytestmark = pytest.mark.slow

ADD = (
    "import django; django.setup(); from accounts.models import User; "
    "from portfolios.models import Programme; User.objects.create_user('next'); "
    "print(Programme.history.count(), Programme.objects.count())"
)


def test_everything_moves_and_comes_back(on_sqlite, postgres, tmp_path):
    there, back = (
        postgres.create(f"new_{uuid.uuid4().hex}"),
        f"sqlite:///{tmp_path / 'back.sqlite3'}",
    )
    was = databases.checksums(on_sqlite)
    moved = databases.manage(there, "move_database", "--from", on_sqlite)
    assert moved.returncode == 0, moved.stderr
    assert "each as it was" in moved.stdout
    assert databases.checksums(there) == was
    assert databases.manage(there, "check_integrity").returncode == 0

    again = databases.manage(there, "move_database", "--from", on_sqlite)
    assert (again.returncode, "is not empty" in again.stderr) == (1, True)

    databases.python(there, ADD)  # the next key is free: sequences count on
    moved = databases.manage(back, "move_database", "--from", there)
    assert moved.returncode == 0, moved.stderr
    assert databases.checksums(back) == databases.checksums(there)
    assert databases.manage(back, "check_integrity").returncode == 0


def test_a_backup_of_postgresql_is_restored(on_postgres, postgres, tmp_path):
    file, was = tmp_path / "backup.zip", databases.checksums(on_postgres)
    elsewhere = postgres.create(f"new_{uuid.uuid4().hex}")
    made = databases.manage(on_postgres, "backup", file)
    assert made.returncode == 0, made.stderr
    databases.python(on_postgres, ADD)
    for url in (on_postgres, elsewhere):
        restored = databases.manage(url, "restore", file, "--yes")
        assert restored.returncode == 0, restored.stderr
        assert databases.checksums(url) == was
        assert databases.manage(url, "check_integrity").returncode == 0
    refused = databases.manage(f"sqlite:///{tmp_path / 'x.sqlite3'}", "restore", file)
    assert "use move_database" in refused.stderr
