"""Triggers of both databases from one description, so that what they keep holds whoever writes.

They are installed after every migrate, since altering a table on SQLite rebuilds it without them.
"""

from typing import NamedTuple

from django.db import connection

from accounts.one_writer import LOCK


class Trigger(NamedTuple):
    """Runs ``statements`` on each row that ``verb`` writes to ``table``, or refuses the write.

    The rows are ``OLD`` and ``NEW`` in ``when`` and in the statements. With ``columns``, an update
    of any other column is let pass. One that ``waits`` lets no other transaction write figures
    until its own has ended.
    """

    name: str
    table: str
    verb: str  # INSERT, UPDATE or DELETE
    statements: tuple[str, ...] = ()
    when: str = ""
    refuses_with: str = ""
    columns: tuple[str, ...] = ()
    waits: bool = False

    def drop(self) -> str:
        on = f" ON {self.table}" if connection.vendor == "postgresql" else ""
        return f"DROP TRIGGER IF EXISTS {self.name}{on}"

    def create(self) -> list[str]:
        """The statements that put it in place."""
        time = "BEFORE" if self.refuses_with else "AFTER"
        names = ", ".join(f'"{column}"' for column in self.columns)
        of = f" OF {names}" if self.columns else ""
        head = f"CREATE TRIGGER {self.name} {time} {self.verb}{of} ON {self.table} FOR EACH ROW"
        return self._postgresql(head) if connection.vendor == "postgresql" else self._sqlite(head)

    def _sqlite(self, head: str) -> list[str]:
        body = [f"SELECT RAISE(ABORT, '{self.refuses_with}')"] if self.refuses_with else []
        when = f" WHEN {self.when}" if self.when else ""
        return [f"{head}{when} BEGIN {'; '.join([*body, *self.statements])}; END"]

    def _postgresql(self, head: str) -> list[str]:
        body = "".join(f"{statement}; " for statement in self.statements)
        if self.refuses_with:
            body = (
                f"RAISE EXCEPTION '{self.refuses_with}' "
                "USING ERRCODE = 'integrity_constraint_violation'; "
            )
        if self.when:
            body = f"IF {self.when} THEN {body}END IF; "
        if self.waits:
            body = f"PERFORM {LOCK}; {body}"
        row = "OLD" if self.verb == "DELETE" else "NEW"
        return [
            f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger AS $$ BEGIN {body}"
            f"RETURN {row}; END $$ LANGUAGE plpgsql",
            f"{head} EXECUTE FUNCTION {self.name}()",
        ]


def install(triggers: list[Trigger]) -> None:
    """Put every trigger in place; those there already are replaced.

    While migrations are on their way, forward or back, a table may not be there; its turn comes.
    """
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        for trigger in triggers:
            if trigger.table not in there:
                continue
            for statement in (trigger.drop(), *trigger.create()):
                cursor.execute(statement)


def remove(triggers: list[Trigger]) -> None:
    """Take every trigger away."""
    with connection.cursor() as cursor:
        for trigger in triggers:
            cursor.execute(trigger.drop())


def make_way(plan: list, **_: object) -> None:
    """Take away all there are, of any release, before migrations that there are to run.

    SQLite alters no table while a trigger anywhere names one that is on its way. They are put back
    after the last migration; until then ``check_integrity`` tells that they are missing.
    """
    if not plan:
        return
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT tgname, relname FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid "
                "WHERE NOT tgisinternal AND relnamespace = current_schema()::regnamespace"
            )
            names = [f"{quote(name)} ON {quote(table)}" for name, table in cursor.fetchall()]
        else:
            names = [quote(name) for name in present()]
        for name in names:
            cursor.execute(f"DROP TRIGGER {name}")


def present() -> set[str]:
    """The names of the triggers that are in the database and at work, but for its own."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D' AND NOT tgisinternal"
            if connection.vendor == "postgresql"
            else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        )
        return {name for (name,) in cursor.fetchall()}
