"""What the boards have to decide, the soonest first: one query, kept while none of it is news."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Window

from agt.words import clock
from agt.words.days import long_day
from agt.words.money import in_millions
from governance.models import Decision
from portfolios.models import Position
from reports.kept import SHELF
from reports.library import Library
from reports.tallies import kept_under

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Put:
    """A decision put to a meeting; ``pence`` is the saving it would approve, if it says one."""

    pk: int
    title: str
    board: str
    on: datetime.date
    pence: int | None
    illustrative: bool
    in_all: int  # how many wait, this one among them

    @property
    def when(self) -> str:
        """Who decides it and when, or that its meeting was held and nobody has said what came."""
        if self.on < clock.today():
            return f"{self.board} met on {long_day(self.on)}: record what was decided"
        day = "today" if self.on == clock.today() else long_day(self.on)
        return f"{self.board}, {day}"

    @property
    def worth(self) -> str:
        return f"{in_millions(self.pence)} to approve" if self.pence else ""


def for_decision(library: Library, position: Position) -> list[Put]:
    """The first few that wait, as the library's viewer may see them."""

    def read(_: list[int]) -> dict[int, list[Put]]:
        waiting: Any = Decision.objects.at(position).visible_to(library.viewer).for_decision()
        rows = waiting.soonest_first().annotate(in_all=Window(Count("*")))
        fields = ("title", "meeting__board__name", "meeting__held_on", "pence", "illustrative")
        return {
            position.pk: [Put(*row) for row in rows.values_list("pk", *fields, "in_all")[:SHOWN]]
        }

    under = kept_under(library, "for decision", position.pk)
    return SHELF.get_or_make({position.pk: under}, read)[position.pk]
