"""Whether the database is as it should be: each finding is a sentence."""

import json
import re
from collections.abc import Iterator

from django.db import DatabaseError, connection, models
from django.db.models import CheckConstraint

from reports import freeze, rollups, triggers, versions
from reports.models import PublishedFile, PublishedTable
from reports.models.published import checksum
from reports.safekeeping.contents import columns, kept_models


def findings() -> Iterator[str]:
    """Everything that is wrong; nothing when the database can be trusted."""
    try:
        yield from _file()
        yield from _published()
        yield from (
            f"A total is not the sum of its lines. {said}" for said in rollups.differences()
        )
        yield from _triggers()
        there = _named()
        for model in kept_models():
            yield from _constraints(model, there)
            yield from _links(model)
    except DatabaseError as error:
        yield f"The database cannot be read to its end: {error}. Restore a backup."


def _file() -> Iterator[str]:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            yield from (f"The file is damaged: {told}" for (told,) in cursor if told != "ok")


def _published() -> Iterator[str]:
    for file in PublishedFile.objects.select_related("position").iterator():
        if not file.is_intact:
            yield f"The published file {file} is not the one that was published."
    for table in PublishedTable.objects.select_related("position").iterator():
        if checksum(json.dumps(table.content, sort_keys=True).encode()) != table.sha256:
            yield f"The published table {table} is not the one that was published."


def _triggers() -> Iterator[str]:
    wanted = [*freeze.freezing(), *rollups.rolling(), *versions.stepping()]
    there = triggers.present()
    for trigger in wanted:
        if trigger.name not in there:
            yield f"The trigger {trigger.name} is missing: manage.py migrate puts it back."


def _named() -> set[str]:
    """The name of each constraint and index in the database."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT conname FROM pg_constraint UNION SELECT indexname FROM pg_indexes"
            )
            return {name for (name,) in cursor}
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type IN ('table', 'index')")
        rows = cursor.fetchall()
    inside = {name for _, sql in rows for name in re.findall(r'CONSTRAINT "([^"]+)"', sql or "")}
    return inside | {name for name, _ in rows}


def _constraints(model: type[models.Model], there: set[str]) -> Iterator[str]:
    table = model._meta.db_table
    for constraint in model._meta.constraints:
        if constraint.name not in there:
            yield f"The constraint {constraint.name} of {table} is missing."
        if isinstance(constraint, CheckConstraint) and (number := _against(model, constraint)):
            yield f"{number} rows of {table} are against {constraint.name}."


def _against(model: type[models.Model], constraint: CheckConstraint) -> int:
    """How many rows the condition refuses, as the database reads it: unknown is not against."""
    editor = connection.schema_editor(collect_sql=True)
    condition = constraint._get_check_sql(model, editor)  # type: ignore[attr-defined]
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {table} WHERE NOT ({condition})")  # noqa: S608 - ours
        return int(cursor.fetchone()[0])


def _links(model: type[models.Model]) -> Iterator[str]:
    for field in columns(model):
        if not (isinstance(field, models.ForeignKey) and getattr(field, "db_constraint", False)):
            continue
        there = field.related_model._base_manager.filter(
            **{field.target_field.attname: models.OuterRef(field.attname)}
        )
        lost = model._base_manager.filter(**{f"{field.attname}__isnull": False})
        number = lost.exclude(models.Exists(there)).count()
        if number:
            yield (
                f"{number} rows of {model._meta.db_table} lead to no row of "
                f"{field.related_model._meta.db_table} ({field.column})."
            )
