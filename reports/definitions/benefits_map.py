"""The benefits map as a table: each way from an activity to an outcome, in words."""

from collections.abc import Iterable
from typing import Any

from reports.definitions.benefits import basis_cell
from reports.definitions.living import BASIS
from reports.table import Ask, Cell, Column, Listing, ReportTable, Role, Row
from savings.models import Benefit

LISTING = Listing("benefits-map", "From activity to outcome")
STAGES = ("activity", "output", "benefit", "outcome")
COLUMNS = (
    Column("activity", "Activity"),
    Column("output", "Output"),
    Column("benefit", "Benefit"),
    Column("outcome", "Outcome"),
    BASIS,
)


def build(ask: Ask, benefits: Iterable[Benefit]) -> ReportTable:
    """A row for each activity of a linked benefit with each of its outcomes.

    ``benefits`` have their activities and outcomes read. One without either is not drawn.
    """
    rows = []
    unlinked = 0
    for benefit in benefits:
        activities: list[Any] = list(benefit.activities.all())
        outcomes: list[Any] = list(benefit.outcomes.all())
        if not activities and not outcomes:
            unlinked += 1
        for activity in activities or ([None] if outcomes else []):
            for outcome in outcomes or [None]:
                rows.append(
                    Row(
                        Role.BODY,
                        {
                            "activity": Cell(activity.activity if activity else ""),
                            "output": Cell(activity.output if activity else ""),
                            "benefit": Cell(
                                benefit.title, link=("benefits-benefit", str(benefit.pk))
                            ),
                            "outcome": Cell(str(outcome or "")),
                            "basis": basis_cell(benefit),
                        },
                    )
                )
    drawn = len({row.cells["benefit"].link for row in rows})
    return ask.table(
        LISTING,
        columns=COLUMNS,
        rows=tuple(rows),
        notes=(
            "An empty cell is a link that is missing: a benefit that needs nothing done, or that "
            "serves no outcome, is not yet understood.",
        ),
        finding=_finding(drawn, unlinked),
    )


def _finding(drawn: int, unlinked: int) -> str:
    if not drawn:
        return "No benefit is linked to an activity or an outcome yet"
    left = f"; {unlinked} {'is' if unlinked == 1 else 'are'} linked to nothing" if unlinked else ""
    return f"{drawn} benefit{'' if drawn == 1 else 's'} from activity to outcome{left}"
