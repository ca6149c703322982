"""Benefit measures: where each began, should be and is, and what that is worth beside a saving."""

from agt.words import clock
from reports.definitions.benefits import (
    basis_cell,
    labels,
    measures,
    portfolio_cell,
    reading_cell,
    target_cell,
    value_cell,
)
from reports.definitions.living import BASIS, as_at_today, dated
from reports.table import Ask, Cell, Column, Kind, Report, ReportTable, Role, Row, Subject
from savings.measured import Measured
from savings.trajectory import Standing

COLUMNS = (
    Column("measure", "Measure"),
    Column("portfolio", "Portfolio"),
    Column("benefit", "Benefit"),
    Column("unit", "Unit"),
    Column("good", "Good is"),
    Column("leads", "Lead or lag"),
    Column("baseline", "Baseline", Kind.VALUE),
    Column("target", "Trajectory", Kind.VALUE),
    Column("reading", "Newest reading", Kind.VALUE),
    Column("read_on", "Read on"),
    Column("standing", "Status"),
    Column("worth", "Worth, beside a saving", Kind.MONEY),
    BASIS,
)


def build(ask: Ask) -> ReportTable:
    held = measures(ask)
    names = labels(ask)
    return ask.table(
        REPORT,
        columns=COLUMNS,
        rows=tuple(Row(Role.BODY, _cells(one, names)) for one in held),
        notes=(
            "The trajectory is that of the day of the newest reading; a reading that was never "
            "made is missing, not nought.",
            "What a reading is worth is how far it is from its baseline, times the unit value "
            "that Finance approved for that day. It stands beside savings and is added to none.",
            as_at_today("Measures"),
        ),
        finding=finding(held),
    )


def _cells(one: Measured, names) -> dict[str, Cell]:
    measure, newest = one.measure, one.newest
    day = newest.on if newest else clock.today()
    return {
        "measure": Cell(measure.name, link=("benefits-measure", str(measure.pk))),
        "portfolio": portfolio_cell(names, measure.stands_in()),
        "benefit": Cell(measure.benefit.title if measure.benefit else ""),
        "unit": Cell(measure.unit),
        "good": Cell(measure.get_good_display().lower()),
        "leads": Cell(measure.leads or "not stated"),
        "baseline": value_cell(measure.baseline),
        "target": target_cell(one.target_on(day)),
        "reading": reading_cell(newest),
        "read_on": dated(newest.on if newest else None),
        "standing": Cell(one.standing.label),
        "worth": worth_cell(one.worth),
        "basis": basis_cell(measure, newest.qualifier if newest else ""),
    }


def worth_cell(pence: int | None) -> Cell:
    """What a reading is worth; where Finance has approved no unit value, no amount."""
    return Cell("not valued" if pence is None else pence)


def finding(held: list[Measured]) -> str:
    if not held:
        return "No measure is recorded"
    off = sum(one.standing is Standing.OFF_TRACK for one in held)
    behind = sum(one.standing is Standing.BEHIND for one in held)
    month = clock.today()
    missing = sum(one.reading_in(month) is None for one in held)
    return (
        f"Of {len(held)} measures {off} {'is' if off == 1 else 'are'} off track and {behind} "
        f"behind; {missing} {'has' if missing == 1 else 'have'} no reading in {month:%B %Y}"
    )


REPORT = Report(
    slug="benefit-measures",
    title="Benefit measures",
    question="Does what is counted move as promised, and what is that worth?",
    subject=Subject.BENEFITS,
    build=build,
    lives_on=True,
)
