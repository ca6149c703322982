"""The freeze: what belongs to a published position refuses every write, in the database itself.

Triggers stand on each table that belongs to a position. They are installed after every migrate
(altering a table on SQLite rebuilds it and drops them) and refuse, by name, whoever goes round the
actions. ``thawed`` is the maintenance way in.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

# How to find out whether a row ({row} is OLD or NEW) belongs to a published position.
_DIRECT = """EXISTS (
  SELECT 1 FROM portfolios_position p WHERE p.id = {row}.position_id AND p.state = 'published')"""
_BY_PLACE = """EXISTS (
  SELECT 1 FROM portfolios_programmeplace l JOIN portfolios_position p ON p.id = l.position_id
  WHERE l.id = {row}.place_id AND p.state = 'published')"""
_BY_GROUP = """EXISTS (
  SELECT 1 FROM savings_representation g JOIN portfolios_position p ON p.id = g.position_id
  WHERE g.id = {row}.representation_id AND p.state = 'published')"""
FROZEN: dict[str, str] = {
    "portfolios_position": "{row}.state = 'published'",
    "portfolios_programmeplace": _DIRECT,
    "portfolios_businesscase": _DIRECT,
    "portfolios_highlight": _DIRECT,
    "portfolios_improvement": _DIRECT,
    "savings_savingsline": _BY_PLACE,
    "savings_transfer": _DIRECT,
    "savings_representation": _DIRECT,
    "savings_representation_programmes": _BY_GROUP,
    "workforce_establishment": _DIRECT,
    "workforce_postreduction": _DIRECT,
    "workforce_programmeposts": _DIRECT,
    "workforce_postphase": _DIRECT,
    "reports_statedfigure": _DIRECT,
    "reports_publishedtable": _DIRECT,
    "reports_publishedfile": _DIRECT,
}
SENTENCE = "A published position never changes"


def install(**_: object) -> None:
    """Put every trigger in place; those there already are replaced."""
    with connection.cursor() as cursor:
        for statement in _statements():
            cursor.execute(statement)


def remove() -> None:
    """Take every trigger away. Use ``thawed``, which puts them back."""
    with connection.cursor() as cursor:
        for table, verb, _ in _triggers():
            cursor.execute(_drop(table, verb))


@contextmanager
def thawed() -> Iterator[None]:
    """Let published rows be written, all or nothing, and freeze them again."""
    with transaction.atomic():
        remove()
        yield
        install()


def _triggers() -> Iterator[tuple[str, str, str]]:
    """(table, verb, condition) of each trigger. A position becomes published by an update of it."""
    for table, belongs in FROZEN.items():
        rows = {"INSERT": ["NEW"], "UPDATE": ["OLD", "NEW"], "DELETE": ["OLD"]}
        if table == "portfolios_position":
            rows = {"UPDATE": ["OLD"], "DELETE": ["OLD"]}
        for verb, of in rows.items():
            yield table, verb, " OR ".join(belongs.format(row=row) for row in of)


def _name(table: str, verb: str) -> str:
    return f"freeze_{table}_{verb.lower()}"


def _drop(table: str, verb: str) -> str:
    on = f" ON {table}" if connection.vendor == "postgresql" else ""
    return f"DROP TRIGGER IF EXISTS {_name(table, verb)}{on}"


def _statements() -> Iterator[str]:
    for table, verb, condition in _triggers():
        yield _drop(table, verb)
        name = _name(table, verb)
        head = f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW"
        if connection.vendor == "postgresql":
            row = "OLD" if verb == "DELETE" else "NEW"
            yield (
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger AS $$ BEGIN "
                f"IF {condition} THEN RAISE EXCEPTION '{SENTENCE}' "
                "USING ERRCODE = 'integrity_constraint_violation'; END IF; "
                f"RETURN {row}; END $$ LANGUAGE plpgsql"
            )
            yield f"{head} EXECUTE FUNCTION {name}()"
        else:
            yield f"{head} WHEN {condition} BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
