"""The database of a release, kept for the tests of an upgrade: ``python -m tests.running.keeping``.

It is what ``make data`` makes, as SQL and compressed, without the bytes of published files; and in
a table of its own every figure of its tables, as that release made them.
"""

import datetime
import json
import lzma
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from django.db.backends.sqlite3._functions import register

from agt.version import VERSION
from tests.browser import product

FOLDER = Path(__file__).parent / "released"
BYTES = 'INSERT INTO "reports_publishedfile" '
MOST = 300_000  # bytes of one release
MOMENT = datetime.datetime(2025, 3, 14, 10, 30, tzinfo=datetime.UTC)  # what is late is late then


def keep(version: str) -> Path:
    """Write the database that this code makes as that of a release."""
    file = FOLDER / f"tracker-{version}.sql.xz"
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "made.sqlite3"
        product.fill(f"sqlite:///{made}")
        told = figures(f"sqlite:///{made}")
        with closing(sqlite3.connect(made)) as held:
            held.execute("CREATE TABLE released_figures (told TEXT)")
            held.execute("INSERT INTO released_figures VALUES (?)", [json.dumps(told)])
            held.commit()
            lines = [line for line in held.iterdump() if not line.startswith(BYTES)]
    file.write_bytes(lzma.compress("\n".join(lines).encode(), preset=9))
    return file


def last_release() -> Path:
    """The newest that is kept."""
    return max(FOLDER.glob("tracker-*.sql.xz"), key=lambda file: parts(version_of(file)))


def parts(version: str) -> list[int]:
    """A version as numbers, which 0.10 is more than 0.9 by."""
    return [int(part) for part in version.split(".")]


def version_of(file: Path) -> str:
    return file.name.removeprefix("tracker-").removesuffix(".sql.xz")


def bring_up(file: Path, database: Path) -> tuple[dict[str, str], dict]:
    """Make the database of a release again; give the last migration it has of each app, and the
    figures as that release made them.
    """
    with closing(sqlite3.connect(database)) as made:
        register(made)  # some constraints are written in Django's functions
        made.executescript(lzma.decompress(file.read_bytes()).decode())
        rows = made.execute("SELECT app, name FROM django_migrations ORDER BY name")
        had = dict(rows.fetchall())
        ((told,),) = made.execute("SELECT told FROM released_figures").fetchall()
        made.execute("DROP TABLE released_figures")
        return had, json.loads(told)


def figures(url: str) -> dict:
    """Every figure of every table of every position, the kept ones too, as this code has them."""
    run = subprocess.run(
        [sys.executable, "-m", "tests.running.keeping", "figures"],
        cwd=product.ROOT,
        env=product.environment(url),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return json.loads(run.stdout)


def _figures() -> dict:
    from accounts.viewer import SYSTEM
    from agt.words import clock
    from portfolios.models import Position
    from reports.asking import all_tables
    from reports.library import Library
    from reports.renderers.as_json import as_dict
    from reports.table import Ask

    library = Library(SYSTEM, Position.objects.select_related("establishment").newest_first())
    told = {}
    for position in library.positions:
        with clock.stopped_at(MOMENT):
            tables = [as_dict(table) for table in all_tables(Ask(library, position))]
        told |= {f"{position.slug}/{table['slug']}": _numbers(table) for table in tables}
        told |= {
            f"{position.slug}/{kept.slug} as published": _numbers(kept.content)
            for kept in position.tables.all()
        }
    return told


def _numbers(table: dict) -> list[dict]:
    """The figures of each row, by column."""
    rows = json.loads(json.dumps(table["rows"]))
    return [
        {key: value for key, value in row["cells"].items() if isinstance(value, int | float)}
        for row in rows
    ]


if __name__ == "__main__":
    if sys.argv[1:] == ["figures"]:
        import django

        django.setup()
        print(json.dumps(_figures()))
    else:
        print(keep(VERSION))
