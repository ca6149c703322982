"""The migrations build the very database the models describe.

Every other test starts from the models: building the tables from the migrations takes Django ten
seconds a process. So here they are run, in a database of their own, and the two are held together.
"""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from django.conf import settings
from django.db import connection

from reports import freeze, rollups, triggers, versions

DESCRIBED = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE tbl_name NOT IN ({})"
APART = "'django_migrations', 'sqlite_sequence'"


def described(rows) -> dict[tuple[str, str], frozenset[str]]:
    """Each table, index and trigger by name, as the set of the parts of its definition.

    Django writes the columns of a table that a migration makes in another order than the model's.
    """
    return {(kind, name): frozenset(parts(sql or table)) for kind, name, table, sql in rows}


def parts(sql: str) -> list[str]:
    return sorted(" ".join(part.split()).strip("() ") for part in sql.split(","))


def test_triggers_make_way_for_migrations_and_come_back(db):
    there = triggers.present()
    triggers.make_way(plan=[])
    assert triggers.present() == there
    triggers.make_way(plan=["a migration"])
    assert not any(name.startswith(("freeze_", "version_")) for name in triggers.present())
    for kept_by_the_database in (freeze, rollups, versions):
        kept_by_the_database.install()
    assert triggers.present() == there


def test_a_table_that_is_not_there_yet_gets_its_triggers_later(db, monkeypatch):
    triggers.make_way(plan=["a migration"])
    some = ["accounts_user"]
    monkeypatch.setattr(connection.introspection, "table_names", lambda *_: some)
    for kept_by_the_database in (freeze, rollups, versions):
        kept_by_the_database.install()
    assert [n for n in triggers.present() if "accounts_user" not in n] == []


@pytest.mark.slow
def test_the_migrations_build_what_the_models_describe(db, tmp_path):
    file = tmp_path / "migrated.sqlite3"
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
        cwd=settings.BASE_DIR,
        env=os.environ
        | {"DJANGO_SETTINGS_MODULE": "agt.settings", "DATABASE_URL": f"sqlite:///{file}"},
        check=True,
    )
    with closing(sqlite3.connect(file)) as migrated:
        made = described(migrated.execute(DESCRIBED.format(APART)).fetchall())
    with connection.cursor() as cursor:
        cursor.execute(DESCRIBED.format(APART))
        modelled = described(cursor.fetchall())
    assert made.keys() == modelled.keys()
    for name, definition in modelled.items():
        assert made[name] == definition, name
