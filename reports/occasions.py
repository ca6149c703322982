"""The days that people ask what has happened since: a board met, or figures were published."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from agt.words import clock
from agt.words.days import long_day
from governance.models import Meeting
from portfolios.models import Position
from reports.kept import SHELF
from reports.library import Library
from reports.tallies import kept_under


@dataclass(frozen=True, slots=True)
class Occasion:
    """A day, and the board that met on it; with none, a position was published on it."""

    on: datetime.date
    board: str = ""
    illustrative: bool = False

    def __str__(self) -> str:
        return f"{self.board} met, {long_day(self.on)}" if self.board else long_day(self.on)


def occasions(library: Library, position: Position) -> list[Occasion]:
    """The day each board last met, the first board's first; then the position before's."""
    return [*last_met(library, position), Occasion(last_time(library, position))]


def last_met(library: Library, position: Position) -> list[Occasion]:
    """The day each board of the whole council last met before today, kept while it is no news."""

    def read(_: list[int]) -> dict[int, list[Occasion]]:
        met: dict[int, Occasion] = {}  # a sample says when, where no real meeting does
        for row in Meeting.objects.last_of_boards(clock.today()):
            occasion = Occasion(row["last"], row["board__name"], row["illustrative"])
            met.setdefault(row["board"], occasion)
        return {position.pk: list(met.values())}

    under = kept_under(library, "last met", position.pk)
    return SHELF.get_or_make({position.pk: under}, read)[position.pk]


def last_time(library: Library, position: Position) -> datetime.date:
    """The day the newest earlier position was published; without one, the position's own day."""
    published = (book.position.published_at for book in library.before(position))
    moment = next((at for at in published if at), None)
    return moment.astimezone(clock.LONDON).date() if moment else min(position.as_at, clock.today())


def in_links(days: list[Occasion], query: Callable[..., str]) -> list[tuple[Occasion, str]]:
    """Each with the query that asks for its day, as somebody types it."""
    return [(one, query(since=f"{one.on:%d/%m/%Y}")) for one in days]
