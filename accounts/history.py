"""The history of rows, and what it says of the next write of one."""

from typing import Any

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.signals import class_prepared
from simple_history.models import HistoricalRecords

from accounts.models import User
from agt.words import clock


class History(HistoricalRecords):
    """What a row was: each state it had, since when, by whom and why."""

    def finalize(self, sender: type[Model], **kwargs: Any) -> None:
        """Stop listening once its own model is made: fifty histories were told of each other."""
        if sender is self.cls:
            class_prepared.disconnect(self.finalize)
        super().finalize(sender, **kwargs)


def say(row: Any, *, why: str, by: User) -> None:
    """Let the history of ``row`` say who writes it next, and why; when is told by our clock."""
    row._history_user, row._change_reason = by, why


def say_of_many(rows: QuerySet, *, why: str, by: User) -> None:
    """Write the first entry of history of many new rows: the database copies them as they are."""
    history = rows.model.history.model
    columns = [field.column for field in history.tracked_fields]
    select, params = rows.order_by().values_list(*columns).query.sql_with_params()
    own = ("history_date", "history_change_reason", "history_type", "history_user_id")
    quote = connection.ops.quote_name
    into = ", ".join(map(quote, (*columns, *own)))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {quote(history._meta.db_table)} ({into}) "
            f"SELECT made.*, %s, %s, '+', %s FROM ({select}) made",
            (connection.ops.adapt_datetimefield_value(clock.now()), why, by.pk, *params),
        )
