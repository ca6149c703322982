"""One writer at a time, on PostgreSQL as on SQLite.

SQLite lets one transaction write at once, from its beginning. PostgreSQL lets many, and then a
publication adds up lines while somebody saves others, and two who save several rows each wait for
the other. So a transaction that writes figures begins by taking this lock, and lets it go when it
ends. The freeze takes it too, for whoever goes round the actions.
"""

from django.db import connection

LOCK = "pg_advisory_xact_lock(20250225)"  # any number that nothing else of this database locks


def one_writer() -> None:
    """Wait until no other transaction writes figures, and keep others waiting until ours ends."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {LOCK}")
