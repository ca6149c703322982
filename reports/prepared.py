"""Statements that are put together once: what a statement says does not change with the data.

Django takes many times as long to write a statement of a dozen parts as a database to answer it.
"""

from collections.abc import Callable, Hashable
from typing import Any

from django.db import connection

from accounts.viewer import Viewer
from reports.kept import Kept, Under

STATEMENTS = Kept(most=200)


def eyes(viewer: Viewer) -> Hashable:
    """Whose scope a statement has in it: nobody's for those who see all."""
    ids = viewer.portfolio_ids()
    return None if ids is None else ids.query.sql_with_params()


def rows(asked: Hashable, make: Callable[[], Any]) -> list[tuple]:
    """What the database answers to a ``values_list`` query, as it comes: ids, whole numbers, words.

    ``asked`` names all that the query is made from: the same name, the same statement.
    """
    key = connection.vendor, asked
    made = STATEMENTS.get_or_make(
        {key: Under(key, None)}, lambda _: {key: make().query.sql_with_params()}
    )
    with connection.cursor() as cursor:
        cursor.execute(*made[key])
        return cursor.fetchall()
