"""What happened to lines: who changed a cell, from what, to what, when and why."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Window
from django.db.models.functions import Coalesce, Lag

from agt.words import clock
from portfolios.models import Position, ProgrammePlace
from savings.grid import Cell, in_words
from savings.models import Confidence, Saving, SavingsLine


@dataclass(frozen=True, slots=True)
class LineChange:
    """One change of one cell, in whole pence; 0 is an empty cell."""

    at: datetime.datetime
    who: str
    why: str
    programme: str
    cell: Cell
    words: str  # of the cell, without its confidence
    before: int
    after: int

    @property
    def confidence(self) -> Confidence:
        return self.cell.confidence


def line_changes(
    place: ProgrammePlace, *, since: datetime.datetime | None = None
) -> list[LineChange]:
    """Changes to the amounts of a programme's lines, the newest first. One query.

    What the position was opened with is where the changes start, not one of them.
    """
    changes = _changes(SavingsLine.history.filter(place=place))
    return [change for change in changes if since is None or change.at > since]


def lines_as_they_stood(place: ProgrammePlace, day: datetime.date) -> list[SavingsLine]:
    """A programme's lines as they stood at the end of a day, in the order a page prints them."""
    midnight = datetime.datetime.combine(day, datetime.time(), clock.LONDON)
    stood = SavingsLine.history.as_of(midnight + datetime.timedelta(days=1)).filter(place=place)
    surest_first = list(Confidence)
    return sorted(
        stood, key=lambda line: (line.saving_id, line.year, surest_first.index(line.confidence))
    )


def position_line_changes(position: Position, *, visible_to: Any, most: int) -> list[LineChange]:
    """The newest changes to the lines of a position, in the viewer's scope. One query."""
    records = SavingsLine.history.filter(place__position=position)
    scope = visible_to.portfolio_ids()
    if scope is not None:
        records = records.filter(place__portfolio__in=scope)
    return _changes(records, most)


def _changes(records: QuerySet, most: int | None = None) -> list[LineChange]:
    """What moved an amount, the newest first.

    To become *entered* alone is no change, nor is what a position was opened with. Both are left
    out in one condition with the amount before: by itself the second would hide what that was.
    """
    before = Window(Lag("amount"), partition_by=F("id"), order_by="history_id")
    moved, opened = ~Q(before=F("amount")), Q(history_type="+", history_user=None)
    others = Saving.objects.filter(programme=OuterRef("place__programme"))
    told = (
        records.annotate(
            before=Coalesce(before, 0), is_one_of=Exists(others.exclude(pk=OuterRef("saving")))
        )
        .filter(Q(history_type="-") | (moved & ~opened))
        .select_related("history_user", "place", "saving")
        .order_by("-history_id")
    )
    return [_change(record) for record in told[:most]]


def came_with_its_position(record: Any) -> bool:
    """Whether an entry of history is how a row was opened: made, and by nobody."""
    return record.history_type == "+" and record.history_user_id is None


def _change(record: Any) -> LineChange:
    cell = Cell.of(record)
    return LineChange(
        at=record.history_date,
        who=str(record.history_user or "the tracker"),
        why=record.history_change_reason or "",
        programme=record.place.printed_label,
        cell=cell,
        words=in_words(cell, record.saving.name if record.is_one_of else ""),
        before=record.before,
        after=0 if record.history_type == "-" else record.amount,
    )
