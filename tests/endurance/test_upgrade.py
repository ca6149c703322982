"""From one release to the next, with data: every figure stays what it was."""

import sqlite3
from contextlib import closing

import pytest

from agt.version import VERSION
from tests.running import databases, keeping

pytestmark = pytest.mark.slow

OURS = ("accounts", "portfolios", "savings", "workforce", "governance", "reports")


def last_migrations(url: str) -> dict[str, str]:
    """The last migration of each app that this code has."""
    said = databases.manage(url, "showmigrations", "--plan").stdout
    return dict(line.split("]")[1].strip().split(".", 1) for line in said.splitlines())


def migrated(url: str, *words: str) -> None:
    made = databases.manage(url, "migrate", "--noinput", "-v0", *words)
    assert made.returncode == 0, made.stderr


def rows_of(database) -> dict[str, int]:
    with closing(sqlite3.connect(database)) as held:
        names = held.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {
            name: held.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0]  # noqa: S608
            for (name,) in names
            if name.startswith(OURS) and name not in databases.OWN
        }


def test_the_database_of_the_last_release_comes_up_with_every_figure_equal(tmp_path):
    file, database = keeping.last_release(), tmp_path / "released.sqlite3"
    (had, figures), url = keeping.bring_up(file, database), f"sqlite:///{database}"
    assert len(figures) > 150
    assert sum(map(len, figures.values())) > 1500
    rows, now = rows_of(database), last_migrations(url)
    moved = {app: name for app, name in had.items() if now.get(app, name) != name}
    for _ in range(2):
        migrated(url)
        made = keeping.figures(url)
        for table, rows_then in figures.items():
            now_there = zip(made[table], rows_then, strict=True)
            assert [{key: row.get(key) for key in was} for row, was in now_there] == rows_then
        after = rows_of(database)
        assert {name: after.get(name, number) for name, number in rows.items()} == rows
        checked = databases.manage(url, "check_integrity")
        assert (checked.returncode, checked.stderr) == (0, "")
        for app, name in moved.items():  # and back to what that release had, and up again
            migrated(url, app, name)
        if not moved:
            break


def test_what_is_kept_of_a_release_is_small_and_is_of_none_to_come():
    file = keeping.last_release()
    assert file.stat().st_size <= keeping.MOST
    assert keeping.parts(keeping.version_of(file)) <= keeping.parts(VERSION)
