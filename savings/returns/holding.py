"""What the tracker holds of the programmes that a return is of."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from accounts.viewer import Viewer
from portfolios.models import Position, ProgrammePlace
from savings.grid import Cell, Grid
from savings.grid_form import Row
from savings.models import Confidence, Fund, Saving, SavingsLine

FORMAT = 1  # of the file; a file of another one is not read
NOTE_LONGEST = 100  # characters of a reason, as in the grid on the page
LABELS = ("Saving", "Fund", "Confidence")
NOTE_ROW, HEADINGS_ROW = 4, 6
FIRST_YEAR = len(LABELS) + 1  # the column of the first financial year


@dataclass(frozen=True)
class Holding:
    """A programme at a position: its savings, and its grid as it is now."""

    place: ProgrammePlace
    savings: list[Saving]
    grid: Grid

    @cached_property
    def rows(self) -> list[Row]:
        """Every row there can be: each saving's funds, and under each the three ratings."""
        return [
            Row(saving.pk, confidence, fund, saving.name)
            for saving in self.savings
            for fund in Fund
            for confidence in Confidence
        ]

    def amounts(self) -> dict[Cell, int]:
        """The amount of each cell of a return; a line in a year it does not show has none."""
        years = self.place.position.years
        held = self.grid.amounts
        return {cell: held.get(cell, 0) for row in self.rows for cell in row.cells(years)}


def holdings(position: Position, viewer: Viewer, **of: object) -> list[Holding]:
    """Programmes of a position in the viewer's scope, in report order; ``of`` filters places."""
    places = list(
        ProgrammePlace.objects.at(position)
        .visible_to(viewer)
        .filter(**of)
        .select_related("position", "programme", "portfolio", "portfolio_place")
        .in_report_order()
    )
    lines, savings = defaultdict(list), defaultdict(list)
    for line in SavingsLine.objects.filter(place__in=places):
        lines[line.place_id].append(line)
    for saving in Saving.objects.filter(programme__places__in=places):
        savings[saving.programme_id].append(saving)
    return [
        Holding(
            place,
            savings[place.programme_id],
            Grid.of_lines(lines[place.pk]),
        )
        for place in places
    ]


def fingerprint(amounts: Iterable[tuple[Cell, int]]) -> str:
    """What tells whether amounts in a file are still those it was made with."""
    said = sorted(f"{cell.name}={pence}" for cell, pence in amounts if pence)
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:16]
