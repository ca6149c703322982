"""One measure: its trajectory and its readings, day by day. The chart is drawn from this."""

from agt.words.days import long_day
from reports.definitions.benefit_measures import worth_cell
from reports.definitions.benefits import reading_cell, target_cell
from reports.definitions.living import dated
from reports.table import Ask, Cell, Column, Kind, Listing, ReportTable, Role, Row
from savings.measured import Measured
from savings.values import in_value

LISTING = Listing("measure-readings", "Trajectory and readings")
COLUMNS = (
    Column("on", "On"),
    Column("target", "Trajectory", Kind.VALUE),
    Column("reading", "Reading", Kind.VALUE),
    Column("standing", "Status"),
    Column("worth", "Worth, beside a saving", Kind.MONEY),
    Column("evidence", "Evidence"),
)


def build(ask: Ask, one: Measured) -> ReportTable:
    """Every day that the trajectory names or that was read, the oldest first."""
    readings = {reading.on: reading for reading in one.readings}
    days = sorted({*readings, *(on for on, _ in one.points)})
    return ask.table(
        LISTING,
        columns=COLUMNS,
        rows=tuple(
            Row(
                Role.BODY,
                {
                    "on": dated(day),
                    "target": target_cell(one.target_on(day)),
                    "reading": reading_cell(reading) if reading else Cell("none"),
                    "standing": Cell(one.standing_of(reading).label if reading else ""),
                    "worth": worth_cell(one.worth_of(reading)) if reading else Cell(""),
                    "evidence": Cell(reading.evidence if reading else ""),
                },
            )
            for day in days
            for reading in [readings.get(day)]
        ),
        finding=_finding(one),
    )


def _finding(one: Measured) -> str:
    newest = one.newest
    if newest is None or newest.value is None:
        return f"{one.measure.name}: not read yet"
    said = f"{one.measure.name}: {newest.qualifier} {in_value(newest.value)}".replace(":  ", ": ")
    return f"{said} on {long_day(newest.on)}, {one.standing.label.lower()}"
