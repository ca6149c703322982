"""A plan: the milestones of a programme or a portfolio by date, as a value to draw."""

from fractions import Fraction

from agt.words import clock
from agt.words.days import long_day
from governance.models import Milestone
from governance.slip import FORMULA
from portfolios.council import say
from reports.definitions.living import BASIS, as_at_today, dated
from reports.definitions.milestones_at_risk import cells, finding
from reports.table import Ask, Column, Kind, ReportTable, Role, Row, worded

MOST = 60
COLUMNS = (
    Column("milestone", "Milestone"),
    Column("programme", "Programme Name"),
    Column("critical", "Critical"),
    Column("baseline", "Baseline"),
    Column("ends", "Forecast or done"),
    Column("slip", "Slip (days)", Kind.COUNT),
    Column("state", "State"),
    Column("carries", "Saving it carries", Kind.MONEY),
    Column("delay", "Delay (£m-years)", Kind.MONEY),
    Column("benefit", "Benefit it carries"),
    BASIS,
)


def plan(ask: Ask, milestones: list[Milestone], *, of: str, total: int) -> ReportTable:
    """The plan of what ``of`` names: the milestones given, of ``total`` that there are."""
    notes = [FORMULA, as_at_today("Milestones")]
    if len(milestones) < total:
        notes.insert(0, f"The {len(milestones)} that are due first, of {total:,} not done.")
    today = clock.today()
    at_risk = [m for m in milestones if m.is_at_risk(today)]
    return worded(
        ReportTable(
            slug="plan",
            title="Milestones",
            position=of,
            as_at=today.isoformat(),
            as_at_text=long_day(today),
            scope=say(f"Programmes as {ask.position.name} shows them"),
            columns=COLUMNS,
            rows=tuple(Row(Role.BODY, {**cells(m), "ends": dated(m.ends_on)}) for m in milestones),
            notes=tuple(notes),
            finding=finding(len(at_risk), sum((m.delay for m in at_risk), Fraction(0))),
        )
    )
