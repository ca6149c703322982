"""Milestones at risk: late or overdue, those first that delay most saving."""

import datetime
from fractions import Fraction
from typing import Any

from agt.words import clock
from agt.words.money import in_millions
from governance.models import Milestone
from governance.slip import DAYS_A_YEAR, FORMULA, slip_days
from reports.definitions.living import BASIS, as_at_today, basis, dated
from reports.table import Ask, Cell, Column, Kind, Report, ReportTable, Role, Row, Subject

MOST = 25
COLUMNS = (
    Column("portfolio", "Portfolio"),
    Column("programme", "Programme Name"),
    Column("milestone", "Milestone"),
    Column("critical", "Critical"),
    Column("baseline", "Baseline"),
    Column("forecast", "Forecast"),
    Column("slip", "Slip (days)", Kind.COUNT),
    Column("state", "State"),
    Column("carries", "Saving it carries", Kind.MONEY),
    Column("year", "From"),
    Column("delay", "Delay (£m-years)", Kind.MONEY),
    Column("benefit", "Benefit it carries"),
    BASIS,
)


def build(ask: Ask) -> ReportTable:
    within = ask.portfolio.portfolio if ask.portfolio else None
    held = Milestone.objects.placed_at(ask.position, visible_to=ask.library.viewer, within=within)
    at_risk = held.at_risk(clock.today())
    late = sorted(worst_first(*row) for row in at_risk.order_by().values_list(*READ))
    first = late[:MOST]
    of = {"programme__in": [0, *(programme for *_, programme in first)]}  # asked of none, too
    shown = held.filter(**of).order_by().in_bulk([pk for *_, pk, _ in first] or [0])
    notes = [FORMULA, as_at_today("Milestones")]
    if len(late) > MOST:
        notes.insert(0, f"The {MOST} that delay most, of {len(late):,} at risk.")
    return ask.table(
        REPORT,
        columns=COLUMNS,
        rows=tuple(Row(Role.BODY, cells(shown[pk])) for *_, pk, _ in first),
        notes=tuple(notes),
        finding=finding(
            len(late), Fraction(-sum(pence_days for pence_days, *_ in late), DAYS_A_YEAR)
        ),
    )


READ = (
    "pk",
    "programme",
    "baseline",
    "forecast",
    "critical",
    "carries",
)  # of each at risk: maybe thousands


def worst_first(
    pk: int,
    programme: int,
    baseline: datetime.date,
    forecast: datetime.date,
    critical: bool,
    carries: int | None,
) -> tuple[int, bool, int, int, int]:
    """What delays most saving, in pence × days below zero; what is critical; the longest slip."""
    slip = slip_days(baseline, forecast)
    return -(carries or 0) * max(slip, 0), not critical, -slip, pk, programme


def cells(milestone: Any) -> dict[str, Cell]:
    """A milestone as it was read by ``placed_at``, in the columns of every table of milestones."""
    return {
        "portfolio": Cell(milestone.portfolio),
        "programme": Cell(milestone.label, link=("programme-detail", milestone.slug)),
        "milestone": Cell(milestone.title, link=("milestone-detail", str(milestone.pk))),
        "critical": Cell("critical" if milestone.critical else ""),
        "baseline": dated(milestone.baseline),
        "forecast": dated(milestone.forecast),
        "slip": Cell(milestone.slip_days),
        "state": Cell(milestone.state(clock.today())),
        "carries": Cell("" if milestone.carries is None else milestone.carries),
        "year": Cell(str(milestone.carries_year or "")),
        "delay": delay_cell(milestone.delay if milestone.carries else None),
        "benefit": Cell(milestone.benefit),
        "basis": basis(milestone.illustrative),
    }


def delay_cell(delay: Fraction | None) -> Cell:
    """A delay in pence × years; cut to whole pence, so that printing alone rounds it."""
    return Cell("" if delay is None else int(delay))


def finding(count: int, delay: Fraction) -> str:
    """How many are at risk, and their delay in pence × years."""
    if not count:
        return "No milestone is at risk"
    many = f"{count:,} milestone{' is' if count == 1 else 's are'} late or overdue"
    years = in_millions(int(delay)).removesuffix("m")
    return f"{many}, delaying saving by {years}m-years" if delay else f"{many}, with no saving"


REPORT = Report(
    slug="milestones-at-risk",
    title="Milestones at risk",
    question="Which milestones are late, and how much saving do they hold up?",
    subject=Subject.DELIVERY,
    build=build,
    lives_on=True,
)
