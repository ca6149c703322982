"""Back up and restore: what both databases share."""

import tempfile
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from agt.version import VERSION
from agt.words import clock
from reports.safekeeping import archive, engines
from reports.safekeeping.archive import Broken, Manifest
from reports.safekeeping.contents import counts


def applied() -> list[str]:
    """The migrations the database has, each as “app name”."""
    return sorted(" ".join(key) for key in MigrationRecorder(connection).applied_migrations())


def known() -> set[str]:
    """The migrations this code has, and those they took the place of."""
    disk = MigrationLoader(None).disk_migrations
    replaced = {key for migration in disk.values() for key in migration.replaces}
    return {" ".join(key) for key in {*disk, *replaced}}


def back_up(target: Path) -> Manifest:
    """Write all of the database, as it is at this moment, to ``target``."""
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as folder:
        database = Path(folder) / archive.DATABASE
        tables = engines.copy_out(database)
        manifest = Manifest(
            version=VERSION,
            made_at=clock.now().isoformat(),
            kind=engines.kind(),
            migrations=applied(),
            tables=tables,
            sha256=archive.digest_of(database),
        )
        archive.write(target, database=database, manifest=manifest)
    return manifest


class Restoring:
    """A backup that has been checked, ready to take the place of the database in use."""

    def __init__(self, source: Path, folder: Path) -> None:
        self.database = folder / archive.DATABASE
        self.manifest = archive.read(source, into=self.database)
        if self.manifest.kind != engines.kind():
            raise Broken(
                f"{source} is of {self.manifest.kind}, and DATABASE_URL is of {engines.kind()}: "
                "restore it there, then use move_database."
            )
        newer = sorted(set(self.manifest.migrations) - known())
        if newer:
            raise Broken(
                f"{source} was made by tracker {self.manifest.version}, newer than this one "
                f"({VERSION}), which does not know: {', '.join(newer)}."
            )

    def run(self) -> None:
        """Take its place, bring it up to this code, and count that every row is there."""
        engines.copy_in(self.database)
        short = self._short()
        if short:
            raise Broken("Restored, but not whole: " + "; ".join(short))
        call_command("migrate", verbosity=0)

    def _short(self) -> list[str]:
        found = _counted(self.manifest.tables)
        return [
            f"{table} has {found.get(table, 0)} rows of {wanted}"
            for table, wanted in sorted(self.manifest.tables.items())
            if found.get(table) != wanted
        ]


def _counted(tables: dict[str, int]) -> dict[str, int]:
    there, found = set(connection.introspection.table_names()), {}
    with connection.cursor() as cursor:
        for table in there & set(tables):
            cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608
            found[table] = cursor.fetchone()[0]
    return found


def in_use() -> int:
    """How many rows a restore would write over."""
    there = set(connection.introspection.table_names())
    return sum(counts().values()) if "accounts_user" in there else 0
