"""Many new rows in one statement: what a model is built for, validated and told, costs each row."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models


def insert_many(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Add rows of plain values by the names of ``columns``; every other has its default.

    Constraints and triggers hold as ever, and keys are drawn by the database. History is not
    written: see ``accounts.history.say_of_many``.
    """
    fields = [f for f in model._meta.local_concrete_fields if not f.primary_key]
    by_name = {field.attname: field for field in fields}
    others = [field for field in fields if field.attname not in columns]
    defaults = [f.get_db_prep_save(f.get_default(), connection) for f in others]
    quote = connection.ops.quote_name
    into = ", ".join(quote(str(f.column)) for f in (*(by_name[c] for c in columns), *others))
    marks = ", ".join(["%s"] * len(fields))
    sql = f"INSERT INTO {quote(model._meta.db_table)} ({into}) VALUES ({marks})"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.executemany(sql, [(*row, *defaults) for row in rows])
