"""What is in a database, told alike of SQLite and PostgreSQL: counts and checksums by table."""

import datetime
import hashlib
import json
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models

CHUNK = 2000
ALL = 2**256


def kept_models() -> list[type[models.Model]]:
    """Every model with a table, in one order; a many-to-many has one too."""
    found = [m for m in apps.get_models(include_auto_created=True) if m._meta.managed]
    return sorted((m for m in found if not m._meta.proxy), key=lambda m: m._meta.db_table)


def columns(model: type[models.Model]) -> list[models.Field]:
    """The fields that are columns of the model's own table."""
    return list(model._meta.local_concrete_fields)


def rows(model: type[models.Model], using: str) -> Iterator[tuple]:
    """Every row, as Python sees it whatever the database."""
    names = [field.attname for field in columns(model)]
    found = model._base_manager.using(using).order_by("pk").values_list(*names)
    return found.iterator(chunk_size=CHUNK)


def counts(using: str = "default") -> dict[str, int]:
    """How many rows each table has."""
    return {m._meta.db_table: m._base_manager.using(using).count() for m in kept_models()}


def checksums(using: str = "default") -> dict[str, tuple[int, str]]:
    """Of each table its rows and their checksum.

    The digests of the rows are added up, so that no order matters: each database sorts as it likes.
    """
    return {m._meta.db_table: _checksum(m, using) for m in kept_models()}


def _checksum(model: type[models.Model], using: str) -> tuple[int, str]:
    number, total = 0, 0
    for row in rows(model, using):
        told = json.dumps([_plain(value) for value in row], sort_keys=True, default=str)
        total += int.from_bytes(hashlib.sha256(told.encode()).digest(), "big")
        number += 1
    return number, f"{total % ALL:064x}"


def _plain(value: Any) -> Any:
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).isoformat()
    if isinstance(value, memoryview | bytes):
        return hashlib.sha256(bytes(value)).hexdigest()
    return value
