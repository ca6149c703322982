"""Moving everything to another database, of either kind, with every row checked on arrival."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

import dj_database_url
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, connections, models, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models.query import QuerySet

from reports import freeze, rollups, triggers, versions
from reports.safekeeping.backups import applied
from reports.safekeeping.contents import CHUNK, checksums, columns, kept_models, rows

OLD = "moved_from"


class CannotMove(Exception):
    """A move that did not happen; the message says why."""


def open_old(url: str) -> None:
    """Make the old database readable, beside the one in use."""
    held = connections.settings["default"]
    connections.settings[OLD] = {
        **held,
        "OPTIONS": {},
        **dj_database_url.parse(url),
        "TEST": held["TEST"],
    }


def close_old() -> None:
    """Let the old database go."""
    connections[OLD].close()
    del connections[OLD], connections.settings[OLD]


def move() -> dict[str, tuple[int, str]]:
    """Copy every row of the old database into the one in use; give rows and checksum by table.

    The one in use must be empty. Nothing stays in it unless all of it arrived.
    """
    if connection.introspection.table_names():
        raise CannotMove("The database of DATABASE_URL is not empty: name a new one.")
    call_command("migrate", verbosity=0)
    here = applied()
    there = sorted(" ".join(k) for k in MigrationRecorder(connections[OLD]).applied_migrations())
    if here != there:
        raise CannotMove(
            "The old database is not at the migrations of this code: migrate it first. "
            "The new one is empty but for its tables."
        )
    with transaction.atomic(using=OLD), transaction.atomic():
        kept = [*freeze.freezing(), *rollups.rolling(), *versions.stepping()]
        triggers.remove(kept)
        for model in kept_models():
            _empty(model)
        for model in kept_models():
            _copy(model)
        connection.check_constraints()
        _count_on()
        triggers.install(kept)
        was, now = checksums(OLD), checksums()
        differ = sorted(table for table in was if was[table] != now[table])
        if differ:
            raise CannotMove(f"Not every row arrived as it was, so none has: {', '.join(differ)}.")
    return now


def _empty(model: type[models.Model]) -> None:
    with connection.cursor() as cursor:
        table = connection.ops.quote_name(model._meta.db_table)
        cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - a table of ours


def _copy(model: type[models.Model]) -> None:
    """Row by row as they are: no default, no date of today, no history of the move."""
    fields = columns(model)
    size = min(CHUNK, connection.ops.bulk_batch_size(fields, range(CHUNK)))
    for batch in _batches(rows(model, OLD), size):
        made = [model(**dict(zip([f.attname for f in fields], row, strict=True))) for row in batch]
        QuerySet(model)._insert(made, fields=fields, raw=True, using="default")  # type: ignore[attr-defined]


def _batches(found: Iterator[tuple], size: int) -> Iterator[list[Any]]:
    while batch := list(islice(found, size)):
        yield batch


def _count_on() -> None:
    """The next row of each table comes after those that arrived."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), kept_models()):
            cursor.execute(statement)
