"""Restatements in words, and as marks and notes of a table."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from agt.words.money import in_pounds
from reports.models import Restatement
from reports.reconciliation import Unit, printed, unit_of

if TYPE_CHECKING:
    from reports.library import Library
    from reports.table import Row

MARK = "R"


class Restated(NamedTuple):
    """A restatement as a page tells it: each figure in words."""

    of: str
    published: str
    value: str
    on: str
    who: str
    why: str
    reported_in: str
    query: str

    @property
    def sentence(self) -> str:
        return (
            f"published as {self.published}, restated to {self.value} on {self.on} by {self.who}, "
            f"reported in {self.reported_in}: {self.why}"
        )


def restated(restatement: Restatement) -> Restated:
    """Put a restatement in words."""
    unit = unit_of(restatement.of)
    return Restated(
        of=str(restatement.of),
        published=_exactly(unit, restatement.published, restatement.value),
        value=_exactly(unit, restatement.value, restatement.published),
        on=restatement.on,
        who=str(restatement.by),
        why=restatement.why.rstrip("."),
        reported_in=restatement.reported_in,
        query=restatement.query,
    )


def marked(library: "Library", rows: Iterable["Row"]) -> tuple[tuple["Row", ...], list[str]]:
    """The rows with a mark at each figure that has been restated, and the note of each mark."""
    if not library.restatements:
        return tuple(rows), []
    marks: dict[Restatement, str] = {}
    drawn = []
    for row in rows:
        cells = dict(row.cells)
        for key, cell in row.cells.items():
            source = cell.source
            found = source and library.restatements.get((source.position, source.quantity))
            if found:
                mark = marks.setdefault(found, f"{MARK}{len(marks) + 1}")
                cells[key] = cell._replace(mark=f"{cell.mark} {mark}".strip())
        drawn.append(row._replace(cells=cells))
    notes = [
        f"{mark} {found.of}, {found.position}: {restated(found).sentence}."
        for found, mark in marks.items()
    ]
    return tuple(drawn), notes


def _exactly(unit: str, value: int, other: int) -> str:
    """A value as it is printed; in full where print would not tell it from the other."""
    if unit == Unit.MONEY and printed(unit, value) == printed(unit, other):
        return in_pounds(value)
    return printed(unit, value)
