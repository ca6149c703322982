"""A feed: one flat table that other tools read, said once and made row by row."""

import datetime
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from agt.words.fte import as_fte
from agt.words.money import as_pounds
from portfolios.models import Position
from reports.library import Library
from savings.values import as_number

Row = Sequence[object]  # a value for each column, in the smallest parts that the tracker counts in


class Kind(StrEnum):
    """What a column holds, and so the unit of its numbers."""

    TEXT = "text"
    DAY = "day"
    YEAR = "financial year"
    YES_NO = "yes or no"
    NUMBER = "number"
    MONEY = "money"  # whole pence
    FTE = "FTE"  # hundredths of an FTE
    SCORE = "score"  # hundredths
    STEP = "step of a scale"  # tenths
    VALUE = "value"  # thousandths of a measure's own unit

    @property
    def unit(self) -> str:
        return {"money": "£", "FTE": "FTE", "value": "the measure's own unit"}.get(self, "")

    @property
    def is_number(self) -> bool:
        return self not in (Kind.TEXT, Kind.DAY, Kind.YEAR, Kind.YES_NO)


def _say(value: object) -> str:
    return str(value)


def _same(value: object) -> object:
    return value


_OUT: dict[Kind, Callable] = {
    Kind.TEXT: _say,
    Kind.DAY: datetime.date.isoformat,
    Kind.YEAR: _say,
    Kind.YES_NO: bool,
    Kind.NUMBER: _same,
    Kind.MONEY: as_pounds,
    Kind.FTE: as_fte,
    Kind.SCORE: as_fte,
    Kind.STEP: lambda tenths: tenths // 10 if tenths % 10 == 0 else tenths / 10,
    Kind.VALUE: as_number,
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name never changes. ``says`` is for the person who reads the table."""

    name: str
    says: str
    kind: Kind = Kind.TEXT
    may_be_empty: bool = False


Value = str | int | float | bool | None


@dataclass(frozen=True)
class FeedAsk:
    """What a feed is asked for: whose eyes, which positions, and where programmes stand today.

    ``home`` says in which portfolio a programme is, for rows that belong to no position; without a
    position there is none, and nothing to tell.
    """

    library: Library
    positions: Sequence[Position]
    home: Position | None
    today: datetime.date

    @property
    def viewer(self):
        return self.library.viewer


@dataclass(frozen=True)
class Feed:
    """One feed. ``rows`` gives them one by one, a value for each column, and never a list.

    One that ``lives_on`` is of rows that belong to no position: it is as at today. One that
    ``is_below_portfolio`` is of posts below portfolio level, and not there for most.
    """

    name: str
    title: str
    says: str
    columns: tuple[Column, ...]
    rows: Callable[[FeedAsk], Iterator[Row]]
    lives_on: bool = False
    is_below_portfolio: bool = False
    about_posts: bool = False

    @property
    def stays_nowhere(self) -> bool:
        """Whether nothing between here and the reader may keep it."""
        return self.about_posts or self.is_below_portfolio

    def values(self, ask: FeedAsk) -> Iterator[list[Value]]:
        """Its rows as files hold them: pounds, FTE, ISO days, ``None`` for nothing."""
        out = [_OUT[column.kind] for column in self.columns]
        for row in self.rows(ask):
            yield [
                None if value is None else say(value) for say, value in zip(out, row, strict=True)
            ]
