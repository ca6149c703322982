"""Copying a whole database out and in again, on each kind, while people edit."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.backends.sqlite3._functions import register

from reports.safekeeping.contents import counts


class CannotCopy(Exception):
    """A database that could not be copied; the message says what to do."""


def kind() -> str:
    """Of the database in use: sqlite or postgresql."""
    return str(connection.vendor)


def copy_out(to: Path) -> dict[str, int]:
    """Write the database as it is at one moment to a file; give its rows by table."""
    return _pg_out(to) if kind() == "postgresql" else _sqlite_out(to)


def copy_in(database: Path) -> None:
    """Put the database of a file in the place of the one in use: all of it or nothing."""
    if kind() == "postgresql":
        _pg_in(database)
    else:
        _sqlite_in(database)


def _sqlite_out(to: Path) -> dict[str, int]:
    connection.ensure_connection()
    with closing(sqlite3.connect(to)) as copy:
        connection.connection.backup(copy)  # in one step: a snapshot, whoever writes meanwhile
        copy.execute("PRAGMA journal_mode=DELETE")
        return _sqlite_counts(copy)


def _sqlite_counts(copy: sqlite3.Connection) -> dict[str, int]:
    found = copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return {
        name: copy.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0]  # noqa: S608 - its own
        for (name,) in found
        if not name.startswith("sqlite_") and name != "django_migrations"
    }


def _sqlite_in(database: Path) -> None:
    with closing(sqlite3.connect(database)) as copy:
        register(copy)  # some constraints are written in Django's functions
        try:
            sound = copy.execute("PRAGMA integrity_check").fetchone()[0]
        except sqlite3.DatabaseError as error:
            sound = str(error)
        if sound != "ok":
            raise CannotCopy(f"The database in the backup is broken: {sound}.")
        connection.close()
        with closing(sqlite3.connect(connection.settings_dict["NAME"], timeout=20)) as place:
            copy.backup(place)


# Everything the tracker made; what others own in the same database stays.
CLEAR = """
DO $$ DECLARE made record; BEGIN
  FOR made IN SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema() LOOP
    EXECUTE format('DROP TABLE IF EXISTS %I CASCADE', made.name);
  END LOOP;
  FOR made IN SELECT p.oid::regprocedure AS name FROM pg_proc p
    JOIN pg_namespace n ON n.oid = p.pronamespace AND n.nspname = current_schema()
    WHERE NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e') LOOP
    EXECUTE format('DROP FUNCTION IF EXISTS %s CASCADE', made.name);
  END LOOP;
END $$;
"""


def _pg_out(to: Path) -> dict[str, int]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        _run(
            "pg_dump",
            *("--format=custom", "--no-owner", "--no-privileges"),
            *(f"--snapshot={snapshot}", f"--file={to}"),
        )
        return counts()


def _pg_in(database: Path) -> None:
    script = database.with_name(f"{database.name}.sql")
    _run("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", database)
    clear = database.with_name(f"{database.name}.clear")
    clear.write_text(CLEAR, encoding="utf-8")
    connection.close()
    _run(
        "psql",
        *("--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"),
        *(f"--file={clear}", f"--file={script}"),
    )


def _run(name: str, *words: Any) -> None:
    program = shutil.which(name)
    if program is None:
        raise CannotCopy(
            f"{name} is not on this machine: install PostgreSQL's client programs (on Debian and "
            "Ubuntu: apt-get install postgresql-client), of the server's version or newer."
        )
    held = connection.settings_dict
    known = {
        **os.environ,
        "PGDATABASE": held["NAME"],
        "PGHOST": held["HOST"],
        "PGPORT": str(held["PORT"]),
        "PGUSER": held["USER"],
        "PGPASSWORD": held["PASSWORD"],  # never among the words, which others of the machine see
    }
    made = subprocess.run(  # noqa: S603 - a program of PostgreSQL's
        [program, *map(str, words)],
        env={name: value for name, value in known.items() if value},
        capture_output=True,
        text=True,
    )
    if made.returncode:
        raise CannotCopy(f"{name} failed, and nothing has changed: {made.stderr.strip()}")
