"""The freeze: what belongs to a published position refuses every write, in the database itself.

Triggers stand on each table that belongs to a position, and on those that are only appended to, so
that what was once written stays. They are installed after every migrate
(altering a table on SQLite rebuilds it and drops them) and refuse, by name, whoever goes round the
actions. ``thawed`` is the maintenance way in.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

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
    "reports_statedfigure": _DIRECT,
    "reports_publishedtable": _DIRECT,
    "reports_publishedfile": _DIRECT,
}
SENTENCE = "A published position never changes"

# What is appended and never edited; samples alone can be removed.
APPENDED: dict[str, dict[str, str]] = {
    "governance_deliverystatus": {"UPDATE": "TRUE", "DELETE": "NOT OLD.illustrative"},
}
APPENDED_SENTENCE = "What was appended never changes: append another"


def install(**_: object) -> None:
    """Put every trigger in place; those there already are replaced."""
    with connection.cursor() as cursor:
        for statement in _statements():
            cursor.execute(statement)


def remove() -> None:
    """Take every trigger away. Use ``thawed``, which puts them back."""
    with connection.cursor() as cursor:
        for trigger in _triggers():
            cursor.execute(trigger.drop)


@contextmanager
def thawed() -> Iterator[None]:
    """Let published rows be written, all or nothing, and freeze them again."""
    with transaction.atomic():
        remove()
        yield
        install()


@dataclass(frozen=True, slots=True)
class _Trigger:
    """What refuses a verb on a table, and the sentence it says."""

    table: str
    verb: str
    condition: str
    sentence: str = SENTENCE
    kind: str = "freeze"

    @property
    def name(self) -> str:
        return f"{self.kind}_{self.table}_{self.verb.lower()}"

    @property
    def drop(self) -> str:
        on = f" ON {self.table}" if connection.vendor == "postgresql" else ""
        return f"DROP TRIGGER IF EXISTS {self.name}{on}"


def _triggers() -> Iterator[_Trigger]:
    """Every trigger. A position becomes published by an update of it."""
    for table, belongs in FROZEN.items():
        rows = {"INSERT": ["NEW"], "UPDATE": ["OLD", "NEW"], "DELETE": ["OLD"]}
        if table == "portfolios_position":
            rows = {"UPDATE": ["OLD"], "DELETE": ["OLD"]}
        for verb, of in rows.items():
            yield _Trigger(table, verb, " OR ".join(belongs.format(row=row) for row in of))
    for table, conditions in APPENDED.items():
        for verb, condition in conditions.items():
            yield _Trigger(table, verb, condition, APPENDED_SENTENCE, "append")


def _statements() -> Iterator[str]:
    for trigger in _triggers():
        yield trigger.drop
        verb, name = trigger.verb, trigger.name
        head = f"CREATE TRIGGER {name} BEFORE {verb} ON {trigger.table} FOR EACH ROW"
        if connection.vendor == "postgresql":
            row = "OLD" if verb == "DELETE" else "NEW"
            yield (
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger AS $$ BEGIN "
                f"IF {trigger.condition} THEN RAISE EXCEPTION '{trigger.sentence}' "
                "USING ERRCODE = 'integrity_constraint_violation'; END IF; "
                f"RETURN {row}; END $$ LANGUAGE plpgsql"
            )
            yield f"{head} EXECUTE FUNCTION {name}()"
        else:
            stop = f"SELECT RAISE(ABORT, '{trigger.sentence}')"
            yield f"{head} WHEN {trigger.condition} BEGIN {stop}; END"
