"""What happened to a programme's lines: who changed a cell, from what, to what, when and why."""

import datetime
from dataclasses import dataclass

from agt.words.years import FinancialYear
from portfolios.models import ProgrammePlace
from savings.models import Confidence, Fund, SavingsLine

OPENED = "opened from "  # the reason a row carries that came with its position


@dataclass(frozen=True, slots=True)
class LineChange:
    """One change of one cell, in whole pence; 0 is an empty cell."""

    at: datetime.datetime
    who: str
    why: str
    year: FinancialYear
    confidence: Confidence
    fund: Fund
    before: int
    after: int


def line_changes(
    place: ProgrammePlace, *, since: datetime.datetime | None = None
) -> list[LineChange]:
    """Changes to the amounts of a programme's lines, the newest first. One query.

    What the position was opened with is where the changes start, not one of them.
    """
    records = (
        SavingsLine.history.filter(place=place)
        .select_related("history_user")
        .order_by("history_date", "history_id")
    )
    amounts: dict[int, int] = {}
    changes = []
    for record in records:
        before = amounts.get(record.id, 0)
        after = 0 if record.history_type == "-" else record.amount
        amounts[record.id] = after
        opened = (record.history_change_reason or "").startswith(OPENED)
        if after != before and not opened and (since is None or record.history_date > since):
            changes.append(
                LineChange(
                    at=record.history_date,
                    who=str(record.history_user or "the tracker"),
                    why=record.history_change_reason or "",
                    year=record.year,
                    confidence=Confidence(record.confidence),
                    fund=Fund(record.fund),
                    before=before,
                    after=after,
                )
            )
    return changes[::-1]
