"""The roll-up of savings lines: kept equal to them by the database, in the same transaction."""

from django.db import transaction

from portfolios.models import Portfolio, Position
from reports import triggers
from reports.triggers import Trigger
from savings.models.savings_total import KEY, SavingsTotal, as_kept, from_lines

TOTALS = "savings_savingstotal"
LINES = "savings_savingsline"
PLACES = "portfolios_programmeplace"


def install(**_: object) -> None:
    triggers.install(rolling())


def _add(select: str) -> str:
    """Add what is selected to the totals, each made where it is not there."""
    return (
        f"INSERT INTO {TOTALS} (position_id, portfolio_id, year, confidence, fund, basis, amount, "
        f"lines) {select} ON CONFLICT (position_id, portfolio_id, year, confidence, fund, basis) "
        f"DO UPDATE SET amount = {TOTALS}.amount + excluded.amount, "
        f"lines = {TOTALS}.lines + excluded.lines"
    )


OF_OLD = f"(SELECT l.position_id FROM {PLACES} l WHERE l.id = OLD.place_id)"
ADD_LINE = _add(
    "SELECT l.position_id, l.portfolio_id, NEW.year, NEW.confidence, NEW.fund, NEW.basis, "
    f"NEW.amount, 1 FROM {PLACES} l WHERE l.id = NEW.place_id"
)
TAKE_LINE = (
    f"UPDATE {TOTALS} SET amount = amount - OLD.amount, lines = lines - 1 "
    f"WHERE position_id = {OF_OLD} AND portfolio_id = "
    f"(SELECT l.portfolio_id FROM {PLACES} l WHERE l.id = OLD.place_id) "
    "AND year = OLD.year AND confidence = OLD.confidence AND fund = OLD.fund AND basis = OLD.basis"
)
ADD_PLACE = _add(
    "SELECT NEW.position_id, NEW.portfolio_id, s.year, s.confidence, s.fund, s.basis, "
    f"SUM(s.amount), COUNT(*) FROM {LINES} s WHERE s.place_id = NEW.id "
    "GROUP BY s.year, s.confidence, s.fund, s.basis"
)
_ITS_LINES = (
    f"FROM {LINES} s WHERE s.place_id = OLD.id AND s.year = {TOTALS}.year AND s.confidence = "
    f"{TOTALS}.confidence AND s.fund = {TOTALS}.fund AND s.basis = {TOTALS}.basis"
)
TAKE_PLACE = (
    f"UPDATE {TOTALS} SET amount = amount - (SELECT SUM(s.amount) {_ITS_LINES}), "
    f"lines = lines - (SELECT COUNT(*) {_ITS_LINES}) WHERE position_id = OLD.position_id "
    f"AND portfolio_id = OLD.portfolio_id AND EXISTS (SELECT 1 {_ITS_LINES})"
)


def _tidy(position: str) -> str:
    """A total of no lines is no total."""
    return f"DELETE FROM {TOTALS} WHERE lines = 0 AND position_id = {position}"


def rolling() -> list[Trigger]:
    """Triggers that add a line where it comes in and take it off where it goes."""
    return [
        Trigger("rollup_line_insert", LINES, "INSERT", (ADD_LINE,)),
        Trigger("rollup_line_update", LINES, "UPDATE", (TAKE_LINE, _tidy(OF_OLD), ADD_LINE)),
        Trigger("rollup_line_delete", LINES, "DELETE", (TAKE_LINE, _tidy(OF_OLD))),
        Trigger(
            "rollup_place_update",
            PLACES,
            "UPDATE",
            (TAKE_PLACE, _tidy("OLD.position_id"), ADD_PLACE),
            columns=("portfolio_id",),
        ),
    ]


def differences() -> list[str]:
    """Each total that is not the sum of its lines, in words; none when the roll-up is right."""
    wanted, kept = from_lines(), as_kept()
    positions = dict(Position.objects.values_list("pk", "name"))
    portfolios = dict(Portfolio.objects.values_list("pk", "name"))
    return [
        f"{positions.get(key[0])}, {portfolios.get(key[1])}, {', '.join(str(k) for k in key[2:])}: "
        f"kept {kept.get(key, (0, 0))}, its lines {wanted.get(key, (0, 0))} (pence, lines)"
        for key in sorted(wanted.keys() | kept.keys())
        if wanted.get(key) != kept.get(key)
    ]


@transaction.atomic
def rebuild() -> int:
    """Make the totals anew from the lines, and count them."""
    SavingsTotal.objects.all().delete()
    fields = ("position_id", "portfolio_id", *KEY[2:])
    made = [
        SavingsTotal(**dict(zip(fields, key, strict=True)), amount=pence, lines=lines)
        for key, (pence, lines) in from_lines().items()
    ]
    SavingsTotal.objects.bulk_create(made, batch_size=2000)
    return len(made)
