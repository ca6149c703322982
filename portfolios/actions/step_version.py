"""One version, one editor: what keeps two people from saving over each other."""

from typing import Any

from django.db.models import F, Model


class SomebodyElseSaved(Exception):
    """What the form shows was saved by someone else since it was opened."""


def version_of(row: Any) -> int:
    """How often a row has been written: the id of its newest entry of history, 0 for a new one."""
    newest = row.history.order_by("-history_id").values_list("history_id", flat=True).first()
    return newest or 0


def hold(row: Any, version: int) -> None:
    """Lock the row, and raise ``SomebodyElseSaved`` when it has been written since ``version``."""
    if row.pk:
        type(row)._default_manager.select_for_update().get(pk=row.pk)
    if version_of(row) != version:
        raise SomebodyElseSaved


def step_version(row: Model, version: int, **also: Any) -> None:
    """Move ``row`` from ``version`` to the next, setting ``also``, within the caller's transaction.

    The database compares and sets in one statement. Raises ``SomebodyElseSaved`` when it is no
    longer at ``version``.
    """
    rows = type(row)._default_manager.filter(pk=row.pk, version=version)
    if not rows.update(version=F("version") + 1, **also):
        raise SomebodyElseSaved
