"""Migrations forward and back, with everything that people left in the database.

What edits and tries the database there is a program of its own, which is in this file too.
"""

import hashlib
import sqlite3
import sys
import uuid
from collections.abc import Iterator
from contextlib import closing
from urllib.parse import unquote, urlsplit

import pytest
from django.db.backends.sqlite3._functions import register

from tests.endurance import later
from tests.running import databases, keeping

pytestmark = pytest.mark.slow

DOWN = ("reports", "governance", "workforce", "savings", "portfolios", "accounts")
LATER = "--settings=tests.endurance.later.settings"
EDITED = "savings_historicalsavingsline"
WIDER = ("portfolios_position", "portfolios_programmeplace", "savings_savingsline")
PROGRAM = "from tests.endurance import test_migrating as program; program.main('{}')"


def migrated(url: str, *words: str) -> None:
    made = databases.manage(url, "migrate", "--noinput", "-v0", *words)
    assert (made.returncode, made.stderr) == (0, "")


def program(url: str, verb: str) -> None:
    assert databases.python(url, PROGRAM.format(verb)) == "done\n"


def read(url: str, *queries: str) -> Iterator[list[dict]]:
    """The rows of each query, straight from the database."""
    if url.startswith("sqlite"):
        opened = sqlite3.connect(url.removeprefix("sqlite:///"))
        register(opened)  # some indexes are written in Django's functions
    else:
        import psycopg

        at = urlsplit(url)
        opened = psycopg.connect(
            host=unquote(at.hostname or ""), user=at.username, dbname=at.path[1:]
        )
    with closing(opened) as held:
        for query in queries:
            found = held.execute(query)
            names = [column[0] for column in found.description]
            yield [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def tables(url: str) -> list[str]:
    """The names of the tables of our apps, in order."""
    if url.startswith("sqlite"):
        query = "SELECT name FROM sqlite_master WHERE type = 'table'"
    else:
        query = "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'"
    [found] = read(url, query)
    return sorted(row["name"] for row in found if row["name"].split("_")[0] in DOWN)


def rows(url: str, names: list[str]) -> dict[str, tuple[int, str]]:
    """Of each table how many rows it has, and their checksum: in whatever order, of columns too."""
    told = {}
    queries = (f'SELECT * FROM "{name}"' for name in names)  # noqa: S608
    for name, found in zip(names, read(url, *queries), strict=True):
        lines = sorted(repr(sorted(row.items())) for row in found)
        told[name] = (len(found), hashlib.sha256("\n".join(lines).encode()).hexdigest())
    return told


def triggers(url: str) -> dict[str, str]:
    """Each trigger by name, and what it does."""
    if url.startswith("sqlite"):
        query = "SELECT name, sql AS does FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = (
            "SELECT tgname AS name, pg_get_triggerdef(t.oid) || prosrc AS does FROM pg_trigger t "
            "JOIN pg_proc p ON p.oid = tgfoid WHERE NOT tgisinternal AND tgenabled <> 'D'"
        )
    [found] = read(url, query)
    return {row["name"]: row["does"] for row in found}


def versions(url: str) -> set[str]:
    """What there is a data version of."""
    [found] = read(url, "SELECT name FROM reports_dataversion")
    return {row["name"] for row in found}


def sound(url: str) -> None:
    """Nothing is found wrong with the database, and its triggers keep what they are there for."""
    checked = databases.manage(url, "check_integrity")
    assert (checked.returncode, checked.stderr) == (0, "")
    program(url, "try")


@pytest.fixture
def edited(url) -> str:
    """A database in which people saved, published, opened the next position and saved again."""
    program(url, "edit")
    return url


def test_each_app_goes_back_to_nothing_and_all_comes_again_from_the_backup(edited, tmp_path):
    url, backup = edited, tmp_path / "before.zip"
    were, figures = rows(url, tables(url)), keeping.figures(url)
    acting, known = triggers(url), versions(url)
    assert len(were) > 80
    assert min(were[name][0] for name in ("savings_savingsline", EDITED)) > 100
    made = databases.manage(url, "backup", backup)
    assert made.returncode == 0, made.stderr

    left = list(were)
    for app in DOWN:
        migrated(url, app, "zero")
        left = [name for name in left if name.split("_")[0] != app]
        assert rows(url, tables(url)) == {name: were[name] for name in left}
    assert left == []

    migrated(url)
    assert rows(url, tables(url)).keys() == were.keys()
    assert triggers(url) == acting
    assert versions(url) == {"shared", "living"}

    restored = databases.manage(url, "restore", backup, "--yes")
    assert restored.returncode == 0, restored.stderr
    assert rows(url, tables(url)) == were
    assert (triggers(url), versions(url)) == (acting, known)
    assert keeping.figures(url) == figures
    sound(url)


def test_a_later_migration_of_tables_with_triggers_goes_forward_and_back(edited):
    url = edited
    were, figures = databases.checksums(url), keeping.figures(url)
    as_stored, acting, known = rows(url, tables(url)), triggers(url), versions(url)

    migrated(url, LATER)
    filled = [
        f"SELECT id FROM {name} WHERE {later.COLUMN} <> id + {later.MADE_FROM}"  # noqa: S608
        for name in (*WIDER, EDITED)
    ]
    assert list(read(url, *filled)) == [[]] * len(filled)
    assert databases.checksums(url) == were
    assert keeping.figures(url) == figures
    assert (triggers(url), versions(url)) == (acting, known)
    sound(url)

    app, last = later.last_of("portfolios")
    migrated(url, app, last, LATER)
    assert rows(url, tables(url)) == as_stored
    assert keeping.figures(url) == figures
    assert (triggers(url), versions(url)) == (acting, known)
    sound(url)


# --- the program ---------------------------------------------------------------------------------


def _edit() -> None:
    """Somebody saves, the position is published, the next is opened, and somebody saves again."""
    from accounts.models import User
    from portfolios.models import Position
    from reports.actions.open_position import open_position
    from reports.actions.publish_position import publish_position

    by = User.objects.get(username="editor")
    working = Position.objects.get(slug="working")
    _save(working, by)
    publish_position(position=working, by=None)
    kind = Position.Kind.MONTHLY_BOARD
    named = {"name": "Next", "slug": "next", "short_name": "Next"}
    _save(open_position(source=working, kind=kind, by=by, **named), by)


def _save(position, by) -> None:
    """One pound more in each cell of a programme."""
    from portfolios.models import ProgrammePlace
    from savings.actions.save_grid import save_grid
    from savings.grid import Grid
    from savings.models import SavingsLine

    place = ProgrammePlace.objects.filter(position=position, lines__isnull=False).first()
    held = Grid.of_lines(SavingsLine.objects.filter(place=place))
    save_grid(
        place=place,
        grid=Grid({cell: pence + 100 for cell, pence in held.amounts.items()}),
        version=place.version,
        note="",
        token=uuid.uuid4(),
        by=by,
    )


def _try() -> None:
    """What is published refuses a write; a line takes its total along, and draws a version."""
    from django.db import IntegrityError, transaction
    from django.db.models import F

    from portfolios.models import Position, ProgrammePlace
    from reports import freeze, rollups, versions
    from savings.models import SavingsLine

    for model, of in (
        (Position, ""),
        (ProgrammePlace, "position__"),
        (SavingsLine, "place__position__"),
    ):
        published = model.objects.filter(**{f"{of}state": "published"})
        assert published.exists()
        with pytest.raises(IntegrityError, match=freeze.SENTENCE), transaction.atomic():
            published.update(id=F("id"))
    with transaction.atomic():
        position = Position.objects.get(slug="next")
        line = SavingsLine.objects.filter(place__position=position, amount__gt=0).first()
        name, was = versions.of_figures(position.pk), versions.current()
        SavingsLine.objects.filter(pk=line.pk).update(amount=F("amount") + 1)
        assert rollups.differences() == []
        assert versions.current()[name] != was[name]
        transaction.set_rollback(True)


def main(verb: str) -> None:
    import django

    django.setup()
    {"edit": _edit, "try": _try}[verb]()
    sys.stdout.write("done\n")
