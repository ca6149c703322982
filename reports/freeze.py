"""The freeze: what belongs to a published position refuses every write, in the database itself.

Triggers stand on each table that belongs to a position, and on those that are only appended to, so
that what was once written stays. They are installed after every migrate
(altering a table on SQLite rebuilds it and drops them) and refuse, by name, whoever goes round the
actions. ``thawed`` is the maintenance way in.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from reports import triggers
from reports.triggers import Trigger

# The id of the position that a row ({row} is OLD or NEW) belongs to.
_DIRECT = "{row}.position_id"
_BY_PLACE = "(SELECT l.position_id FROM portfolios_programmeplace l WHERE l.id = {row}.place_id)"
_BY_GROUP = (
    "(SELECT g.position_id FROM savings_representation g WHERE g.id = {row}.representation_id)"
)
POSITION = "portfolios_position"
FROZEN: dict[str, str] = {
    POSITION: "{row}.id",
    "portfolios_portfolioplace": _DIRECT,
    "portfolios_programmeplace": _DIRECT,
    "portfolios_businesscase": _DIRECT,
    "portfolios_highlight": _DIRECT,
    "portfolios_improvement": _DIRECT,
    "portfolios_lockexception": _DIRECT,
    "portfolios_returndue": _DIRECT,
    "savings_savingsline": _BY_PLACE,
    "savings_changerequest": _BY_PLACE,
    "savings_transfer": _DIRECT,
    "savings_investment": _DIRECT,
    "savings_fundinggap": _DIRECT,
    "savings_budgetpressure": _DIRECT,
    "savings_representation": _DIRECT,
    "savings_representation_programmes": _BY_GROUP,
    "workforce_establishment": _DIRECT,
    "workforce_postreduction": _DIRECT,
    "workforce_programmeposts": _DIRECT,
    "workforce_postphase": _DIRECT,
    "reports_paperblock": _DIRECT,
    "reports_statedfigure": _DIRECT,
    "reports_publishedtable": _DIRECT,
    "reports_publishedfile": _DIRECT,
}
# What stands beside a published position: only ever added, and to nothing that is not published.
BESIDE = {"reports_restatement": _DIRECT}
SENTENCE = "A published position never changes"
KEPT_SENTENCE = "A restatement is of a published figure and is never changed"

# What is appended and never edited; samples alone can be removed, and what was said of a sample.
_OF_RISKS = {
    "UPDATE": "",
    "DELETE": "NOT OLD.illustrative AND NOT EXISTS "
    "(SELECT 1 FROM governance_risk r WHERE r.id = OLD.risk_id AND r.illustrative)",
}
APPENDED: dict[str, dict[str, str]] = {
    "governance_deliverystatus": {"UPDATE": "", "DELETE": "NOT OLD.illustrative"},
    "governance_escalation": _OF_RISKS,
    "governance_riskscore": _OF_RISKS,
    "savings_reading": {"UPDATE": "", "DELETE": "NOT OLD.illustrative"},
    "savings_unitvalue": {"UPDATE": "", "DELETE": "NOT OLD.illustrative"},
    "savings_ledgerentry": {"UPDATE": "", "DELETE": ""},
}
APPENDED_SENTENCE = "What was appended never changes: append another"


def install(**_: object) -> None:
    """Put every trigger in place; those there already are replaced."""
    triggers.install(freezing())


@contextmanager
def thawed() -> Iterator[None]:
    """Let published rows be written, all or nothing, and freeze them again."""
    with transaction.atomic():
        triggers.remove(freezing())
        yield
        install()


def freezing() -> list[Trigger]:
    """A trigger for each verb that could change what is published, or what stands beside it."""
    made = []
    for table, position_of in FROZEN.items():
        rows = {"INSERT": ["NEW"], "UPDATE": ["OLD", "NEW"], "DELETE": ["OLD"]}
        if table == POSITION:  # it becomes published by an update of it
            rows = {"UPDATE": ["OLD"], "DELETE": ["OLD"]}
        for verb, of in rows.items():
            made.append(
                Trigger(
                    name=f"freeze_{table}_{verb.lower()}",
                    table=table,
                    verb=verb,
                    when=" OR ".join(_published(table, position_of.format(row=r), r) for r in of),
                    refuses_with=SENTENCE,
                    # a publication writes this row last: whoever waited with it would wait for ever
                    waits=table != POSITION,
                )
            )
    for table, position_of in BESIDE.items():
        of_published = _published(table, position_of.format(row="NEW"), "NEW")
        for verb, when in [("INSERT", f"NOT {of_published}"), ("UPDATE", ""), ("DELETE", "")]:
            name = f"freeze_{table}_{verb.lower()}"
            made.append(Trigger(name, table, verb, when=when, refuses_with=KEPT_SENTENCE))
    for table, verbs in APPENDED.items():
        for verb, when in verbs.items():
            name = f"append_{table}_{verb.lower()}"
            made.append(Trigger(name, table, verb, when=when, refuses_with=APPENDED_SENTENCE))
    return made


def _published(table: str, position: str, row: str) -> str:
    if table == POSITION:
        return f"{row}.state = 'published'"
    return f"EXISTS (SELECT 1 FROM {POSITION} p WHERE p.id = {position} AND p.state = 'published')"
