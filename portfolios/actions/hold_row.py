"""One row, one editor: the version of a row is the id of its newest entry of history."""

from typing import Any

from portfolios.actions.step_version import SomebodyElseSaved


def version_of(row: Any) -> int:
    """How often a row has been written: the id of its newest entry of history, 0 for a new one."""
    newest = row.history.order_by("-history_id").values_list("history_id", flat=True).first()
    return newest or 0


def hold(row: Any, version: int) -> None:
    """Lock the row in the caller's transaction, and refuse when it was written since ``version``.

    Raises ``SomebodyElseSaved``.
    """
    if row.pk:
        type(row)._default_manager.select_for_update().get(pk=row.pk)
    if version_of(row) != version:
        raise SomebodyElseSaved
