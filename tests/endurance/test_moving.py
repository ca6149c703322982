"""Databases moved, backed up while people save, and damaged."""

import uuid
from pathlib import Path

import pytest

from tests.endurance import test_editors
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


def test_a_backup_taken_while_ten_people_save_is_of_one_moment(url, request, tmp_path):
    file, before = tmp_path / "backup.zip", test_editors.told(url)
    with test_editors.editing(url, "edit", programs=2) as running:
        made = databases.manage(url, "backup", file)
        assert made.returncode == 0, made.stderr
        test_editors.ended(running)
    elsewhere = f"sqlite:///{tmp_path / 'elsewhere.sqlite3'}"
    if not url.startswith("sqlite"):
        elsewhere = request.getfixturevalue("postgres").create(f"new_{uuid.uuid4().hex}")
    restored = databases.manage(elsewhere, "restore", file)
    assert restored.returncode == 0, restored.stderr
    then = test_editors.told(elsewhere)
    saves = then["version"] - before["version"]
    assert saves <= test_editors.told(url)["version"] - before["version"]
    assert then["total"] - before["total"] == 2 * saves
    assert then["tokens"] - before["tokens"] == saves
    assert then["latest"] == then["lines"]
    assert databases.manage(elsewhere, "check_integrity").returncode == 0


def test_a_file_that_is_damaged_is_told_in_a_sentence(on_sqlite):
    with Path(on_sqlite.removeprefix("sqlite:///")).open("r+b") as file:
        middle = file.seek(0, 2) // 8192 * 4096
        file.seek(middle)
        file.write(b"\x99" * 4096 * 3)
    checked = databases.manage(on_sqlite, "check_integrity")
    assert checked.returncode == 1
    assert "The database cannot be read to its end: " in checked.stderr
    assert "Traceback" not in checked.stderr
