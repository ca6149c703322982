"""A backup is whole or it is refused, and what is restored is what was there."""

import json
import sqlite3
import zipfile
from contextlib import closing, contextmanager
from urllib.parse import unquote, urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection

from reports.management.commands import restore
from reports.safekeeping import archive, backups, engines
from reports.safekeeping.archive import Broken, Manifest
from tests.running import databases

EDIT = (
    "import django; django.setup(); from accounts.models import User; "
    "User.objects.filter(username='viewer').update(first_name='Edited'); "
    "User.objects.create_user('later')"
)


@pytest.fixture
def url(db, settings, tmp_path):
    settings.MIGRATION_MODULES = {}
    return databases.filled(tmp_path)


@contextmanager
def half_way_through_an_edit(url):
    """Somebody has written a row, and has not saved it."""
    row = "UPDATE accounts_user SET first_name = 'Half' WHERE username = 'viewer'"
    if url.startswith("sqlite"):
        with closing(
            sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
        ) as other:
            other.execute("PRAGMA journal_mode=WAL")
            other.execute("BEGIN IMMEDIATE")
            other.execute(row)
            yield
            other.execute("ROLLBACK")
        return
    import psycopg

    at = urlsplit(url)
    with psycopg.connect(
        host=unquote(at.hostname or ""), user=at.username, dbname=at.path[1:]
    ) as other:
        other.execute(row)
        yield
        other.rollback()


@pytest.mark.slow
def test_what_is_restored_is_what_was_there_whoever_was_editing(url, tmp_path):
    file, was = tmp_path / "backup.zip", databases.checksums(url)
    with half_way_through_an_edit(url):
        made = databases.manage(url, "backup", file)
    assert made.returncode == 0, made.stderr
    assert file.stat().st_mode & 0o077 == 0
    databases.python(url, EDIT)
    assert databases.checksums(url) != was

    refused = databases.manage(url, "restore", file, said="no\n")
    assert refused.returncode == 1
    assert "all of them will be gone" in refused.stdout
    assert databases.checksums(url) != was

    restored = databases.manage(url, "restore", file, said="yes\n")
    assert restored.returncode == 0, restored.stderr
    assert databases.checksums(url) == was
    checked = databases.manage(url, "check_integrity")
    assert (checked.returncode, checked.stderr) == (0, "")


@pytest.mark.slow
def test_a_backup_comes_up_where_nothing_was(url, tmp_path):
    file, elsewhere = tmp_path / "backup.zip", databases.empty(tmp_path)
    assert databases.manage(url, "backup", file).returncode == 0
    restored = databases.manage(elsewhere, "restore", file)  # asks nothing: nothing is there
    assert restored.returncode == 0, restored.stderr
    assert databases.checksums(elsewhere) == databases.checksums(url)
    assert "is there already" in databases.manage(url, "backup", file).stderr


# --- files that are refused ----------------------------------------------------------------------


@pytest.fixture
def file(tmp_path, monkeypatch):
    """A small backup that is whole; and a code that knows one migration."""
    database = tmp_path / "small.sqlite3"
    with closing(sqlite3.connect(database)) as made:
        made.execute("CREATE TABLE accounts_user (id INTEGER)")
        made.execute("INSERT INTO accounts_user VALUES (1)")
        made.commit()
    monkeypatch.setattr(backups, "known", lambda: {"savings 0001_initial"})
    monkeypatch.setattr(engines, "kind", lambda: "sqlite")
    held = Manifest(
        version="0.1.0",
        made_at="2025-03-14T10:30:00+00:00",
        kind="sqlite",
        migrations=["savings 0001_initial"],
        tables={"accounts_user": 1},
        sha256=archive.digest_of(database),
    )
    archive.write(tmp_path / "small.zip", database=database, manifest=held)
    return tmp_path / "small.zip"


def again(file, **changed):
    """The same backup with another manifest, or another database."""
    with zipfile.ZipFile(file) as held:
        manifest, database = json.loads(held.read("manifest.json")), held.read("database")
    with zipfile.ZipFile(file, "w") as out:
        out.writestr("database", changed.pop("database", database))
        out.writestr("manifest.json", json.dumps(manifest | changed))


def test_a_whole_backup_is_taken(file, tmp_path):
    assert backups.Restoring(file, tmp_path).manifest.tables == {"accounts_user": 1}


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"database": b"another"}, "is broken: its database is not the one that was backed up"),
        ({"format": 2}, "was made by a newer tracker"),
        ({"kind": "postgresql"}, "is of postgresql, and DATABASE_URL is of sqlite"),
        ({"migrations": ["savings 0002_more"]}, "which does not know: savings 0002_more"),
        ({"more": 1}, "is not a backup of the tracker"),
    ],
)
def test_a_file_that_cannot_be_restored_is_refused_before_anything_is_touched(
    changed, sentence, file, tmp_path, monkeypatch
):
    again(file, **changed)
    monkeypatch.setattr(engines, "copy_in", lambda _: pytest.fail("it was restored"))
    with pytest.raises(CommandError, match=sentence):
        call_command("restore", file, "--yes")


@pytest.mark.parametrize("cut", [0, 10, 60, -30])
def test_a_file_that_was_cut_short_is_refused(cut, file, tmp_path):
    file.write_bytes(file.read_bytes()[:cut])
    with pytest.raises(Broken, match="is broken, or not a backup"):
        backups.Restoring(file, tmp_path)


def test_no_byte_of_a_backup_can_change_what_is_restored(file, tmp_path):
    whole, refused = file.read_bytes(), 0
    was = archive.read(file, into=tmp_path / "whole").sha256
    for place in range(0, len(whole), 5):
        changed = bytearray(whole)
        changed[place] ^= 1
        file.write_bytes(changed)
        try:
            backups.Restoring(file, tmp_path)
        except Broken:
            refused += 1
        else:  # bytes that are padding, or say when the file was made
            assert archive.digest_of(tmp_path / "database") == was
    assert refused > len(whole) // 5 // 2


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(Broken, match="cannot be read: No such file"):
        archive.read(tmp_path / "none.zip", into=tmp_path / "out")


def test_rows_that_did_not_arrive_are_told(file, tmp_path, db, monkeypatch):
    again(file, tables={"accounts_user": 10**9, "gone": 1})
    monkeypatch.setattr(engines, "copy_in", lambda _: None)
    with pytest.raises(Broken, match=r"accounts_user has \d+ rows of 1000000000; gone has 0 rows"):
        backups.Restoring(file, tmp_path).run()


# --- what is asked and missing -------------------------------------------------------------------


def test_it_asks_before_it_writes_over_anything(monkeypatch, capsys):
    asked = restore.Command()
    monkeypatch.setattr(restore, "in_use", lambda: 12)
    monkeypatch.setattr("builtins.input", lambda _: "y")
    with pytest.raises(CommandError, match="Nothing has changed"):
        asked._ask(False)
    asked._ask(True)
    monkeypatch.setattr("builtins.input", lambda _: "yes")
    asked._ask(False)
    monkeypatch.setattr(restore, "in_use", lambda: 0)
    monkeypatch.setattr("builtins.input", lambda _: pytest.fail("nothing to ask"))
    asked._ask(False)


def test_without_the_programs_of_postgresql_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr(engines.shutil, "which", lambda _: None)
    with pytest.raises(engines.CannotCopy, match="apt-get install postgresql-client"):
        engines._run("pg_dump")


def test_a_program_that_fails_says_so(monkeypatch):
    monkeypatch.setattr(engines.shutil, "which", lambda _: "/bin/false")
    monkeypatch.setitem(connection.settings_dict, "PASSWORD", "secret")
    with pytest.raises(engines.CannotCopy, match="pg_dump failed, and nothing has changed"):
        engines._run("pg_dump")


@pytest.mark.parametrize("name", ["there.zip", "no/such/folder.zip"])
def test_a_backup_is_a_new_file_in_a_folder(name, tmp_path):
    (tmp_path / "there.zip").touch()
    with pytest.raises(CommandError, match=r"is there already|There is no folder"):
        call_command("backup", tmp_path / name)


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), DatabaseError("full")])
def test_a_backup_that_finds_no_room_says_so_and_leaves_nothing(error, tmp_path, monkeypatch):
    def no_room(_):
        raise error

    monkeypatch.setattr(engines, "copy_out", no_room)
    with pytest.raises(CommandError, match=r"new.zip was not written: .*"):
        call_command("backup", tmp_path / "new.zip")
    assert list(tmp_path.iterdir()) == []
