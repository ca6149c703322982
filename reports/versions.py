"""Data versions: two tokens for each position, one for what all share and one for what lives on.

A position's figures, which are saved all day, have a token apart from all else that it holds.

Whatever is worked out from the data may be kept under the tokens it was made from: once they
differ, it is not looked at again. Triggers draw the new token, whoever writes and however.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.apps import apps
from django.db import connection, models

from accounts.models import RecoveryCode, SecondStep, Submission
from portfolios.models import Illustrative, Position
from reports import triggers
from reports.freeze import BESIDE, FROZEN, POSITION
from reports.models import DataVersion, FeedToken, Upload
from reports.triggers import Trigger

SHARED = "shared"  # portfolios, programmes, people, settings
LIVING = "living"  # risks, milestones, consultations: dated, and no position's
OURS = {"accounts", "portfolios", "savings", "workforce", "governance", "reports"}

# An explanation stands beside a figure of a position, so it is that position's news.
BY_FIGURE = "(SELECT f.position_id FROM reports_statedfigure f WHERE f.id = {row}.figure_id)"
OF_A_POSITION = {
    **FROZEN,
    **BESIDE,
    "reports_explanation": BY_FIGURE,
    "savings_savingstotal": "{row}.position_id",
}
# What a saved grid writes: the lines, their totals, and that the programme's figures were returned.
FIGURES = {"savings_savingsline", "savings_savingstotal"}
RETURNED = {
    "portfolios_programmeplace": {
        *("version", "returned_by_id", "returned_at", "confirmed_by_id", "confirmed_at"),
    }
}
# Signing in writes these, and they are no news to any page.
NO_NEWS = {"accounts_user": {"last_login", "password"}}


def of_position(pk: int) -> str:
    """The name of the version of all that a position holds but its figures."""
    return f"position {pk}"


def of_figures(pk: int | str) -> str:
    """The name of the version of a position's figures."""
    return f"figures {pk}"


EACH = (of_position, of_figures)


def beside_figures(tokens: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The versions of all but figures, by name; none where there are none."""
    figures = of_figures("")
    return tuple(sorted(each for each in tokens.items() if not each[0].startswith(figures)))


def install(**_: object) -> None:
    """Put the triggers in place, and a token where one is missing."""
    triggers.install(stepping())
    needed = {Position._meta.db_table, DataVersion._meta.db_table}
    if not needed <= set(connection.introspection.table_names()):
        return  # migrations are on their way, forward or back
    wanted = {
        SHARED,
        LIVING,
        *(of(pk) for pk in Position.objects.values_list("pk", flat=True) for of in EACH),
    }
    with connection.cursor() as cursor:
        for name in sorted(wanted - set(DataVersion.objects.values_list("name", flat=True))):
            cursor.execute(_insert(f"'{name}'"))


def current() -> dict[str, str]:
    """The tokens of now, by name. To be read before the data they stand for."""
    with connection.cursor() as cursor:  # of every page the first query, and of most the last
        cursor.execute("SELECT name, token FROM reports_dataversion")
        return dict(cursor.fetchall())


def stepping() -> list[Trigger]:
    """Triggers on every table that a page may read."""
    made = []
    for table, columns in _tables():
        for verb, row in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")):
            made.append(
                Trigger(
                    name=f"version_{table}_{verb.lower()}",
                    table=table,
                    verb=verb,
                    statements=_steps(table, verb, row),
                    columns=columns if verb == "UPDATE" else (),
                )
            )
    for table, returned in RETURNED.items():
        step = _step("'figures ' || " + OF_A_POSITION[table].format(row="NEW"))
        name = f"version_{table}_returned"
        made.append(Trigger(name, table, "UPDATE", (step,), columns=tuple(sorted(returned))))
    return made


def _steps(table: str, verb: str, row: str) -> tuple[str, ...]:
    if table == POSITION and verb == "INSERT":
        drawn = (_insert(f"'{kind} ' || NEW.id") for kind in ("position", "figures"))
        return (*drawn, _step(f"'{SHARED}'"))
    if table == POSITION and verb == "DELETE":
        names = "'position ' || OLD.id, 'figures ' || OLD.id"
        gone = f"DELETE FROM reports_dataversion WHERE name IN ({names})"
        return (gone, _step(f"'{SHARED}'"))
    if table in OF_A_POSITION:
        kind = "figures" if table in FIGURES else "position"
        return (_step(f"'{kind} ' || " + OF_A_POSITION[table].format(row=row)),)
    return (_step(f"'{_family(table)}'"),)


def _family(table: str) -> str:
    return LIVING if table in _living_tables() else SHARED


def _living_tables() -> set[str]:
    return {m._meta.db_table for m in apps.get_models() if issubclass(m, Illustrative)}


def _tables() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every table of ours that a page may show, with the columns whose change is news."""
    # No page of figures shows these.
    silent: set[Any] = {DataVersion, Submission, SecondStep, RecoveryCode, FeedToken, Upload}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label in OURS and model not in silent and not _is_history(model):
            table = model._meta.db_table
            quiet = NO_NEWS.get(table) or RETURNED.get(table)
            columns = [
                str(f.column)
                for f in model._meta.local_concrete_fields
                if f.column not in (quiet or ())
            ]
            yield table, tuple(columns) if quiet else ()


def _is_history(model: type[models.Model]) -> bool:
    """History comes with the row it is of."""
    return model.__name__.startswith("Historical")


def _draw() -> str:
    postgresql = connection.vendor == "postgresql"
    return "gen_random_uuid()::text" if postgresql else "lower(hex(randomblob(16)))"


def _step(name: str) -> str:
    draw = f"UPDATE reports_dataversion SET token = {_draw()} WHERE name = {name}"
    if connection.vendor != "postgresql":
        return draw
    # Once in a statement: each draw leaves a row behind that the next ones of the transaction walk
    # past, and a statement of many rows would take the square of their number.
    drawn, this = "'tracker.drawn'", f"{name} || statement_timestamp()::text"
    return (
        f"IF current_setting({drawn}, true) IS DISTINCT FROM {this} THEN {draw}; "
        f"PERFORM set_config({drawn}, {this}, true); END IF"
    )


def _insert(name: str) -> str:
    return f"INSERT INTO reports_dataversion (name, token) VALUES ({name}, {_draw()})"
