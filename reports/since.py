"""What changed since a day: what was raised, decided, done, met or missed, all in one query.

Each kind is a list of rows with the same columns: the page reads the rows of all kinds together,
the dashboard counts them together.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import (
    BigIntegerField,
    BooleanField,
    CharField,
    Count,
    DateField,
    F,
    Q,
    Value,
)
from django.db.models.functions import Cast

from agt.words import clock
from portfolios.models import Position
from reports import prepared
from reports.kept import SHELF
from reports.library import Library
from reports.since_kinds import KINDS, Look, Part
from reports.tallies import kept_under


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that happened; ``home`` is the id of its portfolio, ``None`` the whole."""

    kind: str
    home: int | None
    pk: int
    what: str
    of: str
    slug: str
    detail: str
    on: datetime.date | None
    was: datetime.date | None
    pence: int | None
    pence_was: int | None
    illustrative: bool


# How each column is written where a kind has nothing to say in it.
TYPES: dict[str, models.Field] = {
    "kind": CharField(),
    "home": BigIntegerField(),
    "pk": BigIntegerField(),
    "what": CharField(),
    "of": CharField(),
    "slug": CharField(),
    "detail": CharField(),
    "on": DateField(),
    "was": DateField(),
    "pence": BigIntegerField(),
    "pence_was": BigIntegerField(),
    "illustrative": BooleanField(),
}
NOT_SAID: dict[str, Any] = {
    "what": Value(""),
    "of": Value(""),
    "slug": Value(""),
    "detail": Value(""),
    "on": None,
    "was": None,
    "pence": None,
    "pence_was": None,
    "illustrative": Value(False),
}


def _rows(kind: str, part: Part) -> Any:
    rows, said = part
    columns = {"kind": Value(kind), "pk": F("pk"), **NOT_SAID, **said}
    return rows.order_by().values_list(
        *(Cast(columns[name], output_field=held) for name, held in TYPES.items())
    )


def _number(kind: str, part: Part) -> Any:
    rows, said = part
    sample = said.get("illustrative")
    samples = Q(**{sample.name: True}) if sample else Q(pk=None)
    counted = rows.order_by().values(about=Value(kind))
    counted = counted.annotate(n=Count("pk"), samples=Count("pk", filter=samples))
    return counted.values_list("about", "n", "samples")


def _together(look: Look, draw: Callable[[str, Part], Any]) -> Any:
    first, *others = (draw(kind, of(look)) for kind, of in KINDS.items())
    return first.union(*others, all=True)


def counted(look: Look) -> Any:
    """(kind, how many, samples) of each kind: what the dashboard keeps while figures are saved."""
    return _together(look, _number)


class Since:
    """What happened since the end of a day, as one position's reader may see it."""

    def __init__(self, library: Library, position: Position, since: datetime.date) -> None:
        self.library = library
        self.position = position
        self.since = since

    @property
    def look(self) -> Look:
        readable = tuple(p.pk for p in self.library.positions if not p.is_scenario)
        return Look(self.position, readable, self.library.viewer, self.since, clock.today())

    @cached_property
    def happened(self) -> list[Happened]:
        """All of it, kind by kind, the newest first."""
        found = [Happened(*row) for row in _together(self.look, _rows)]
        order = list(KINDS)
        newest = sorted(found, key=lambda h: (h.on or self.since, h.pk), reverse=True)
        return sorted(newest, key=lambda h: order.index(h.kind))

    @cached_property
    def counts(self) -> dict[str, tuple[int, int]]:
        """How many there are of each kind, and of them samples; kept while none of it is news."""
        look = self.look
        asked = (
            "since",
            look.position.pk,
            look.readable,
            prepared.eyes(look.viewer),
            look.since,
            look.today,
        )
        under = kept_under(self.library, "since", self.position.pk, *look.readable, also=self.since)
        made = SHELF.get_or_make(
            {self.since: under},
            lambda _: {
                self.since: {
                    kind: (n, samples)
                    for kind, n, samples in prepared.rows(asked, lambda: counted(look))
                    if n
                }
            },
        )
        return made[self.since]
