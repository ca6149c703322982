"""What the history of a row says of its next write."""

from typing import Any

from django.db import connection
from django.db.models import QuerySet

from accounts.models import User
from agt.words import clock


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
