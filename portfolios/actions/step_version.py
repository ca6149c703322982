"""One version, one editor: what keeps two people from saving over each other."""

from typing import Any

from django.db.models import F, Model


class SomebodyElseSaved(Exception):
    """What the form shows was saved by someone else since it was opened."""


def step_version(row: Model, version: int, **also: Any) -> None:
    """Move ``row`` from ``version`` to the next, setting ``also``, within the caller's transaction.

    The database compares and sets in one statement. Raises ``SomebodyElseSaved`` when it is no
    longer at ``version``.
    """
    rows = type(row)._default_manager.filter(pk=row.pk, version=version)
    if not rows.update(version=F("version") + 1, **also):
        raise SomebodyElseSaved
