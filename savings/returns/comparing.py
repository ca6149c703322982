"""A return beside what the tracker holds: what it would change, and where others came first."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from accounts.viewer import Viewer
from portfolios.models import Position, ProgrammePlace
from savings.grid import Change, Grid
from savings.history import LineChange, line_changes
from savings.returns.child import Refused
from savings.returns.holding import Holding, holdings
from savings.returns.reading import Part, Return


@dataclass(frozen=True)
class Compared:
    """One programme of a return beside what is held of it now."""

    holding: Holding
    part: Part
    seen: int  # the version that the sender was shown this beside
    theirs: list[LineChange]  # what others changed since the file was made, the newest first

    @property
    def place(self) -> ProgrammePlace:
        return self.holding.place

    @cached_property
    def grid(self) -> Grid:
        """What the programme would hold: a line that the file has no cell for stays as it is."""
        amounts = {**self.holding.grid.amounts, **self.part.amounts}
        return Grid({cell: pence for cell, pence in amounts.items() if pence})

    @cached_property
    def changes(self) -> list[Change]:
        """What would change; nothing where the file is as it was made."""
        return self.grid.changes_from(self.holding.grid) if self.part.touched else []

    @property
    def is_conflict(self) -> bool:
        """Whether somebody saved the programme between the file and what its sender was shown."""
        return bool(self.changes) and self.part.version != self.seen

    @property
    def moves_total(self) -> bool:
        return self.grid.total != self.holding.grid.total


def compare(
    returned: Return,
    *,
    position: Position,
    viewer: Viewer,
    seen: Mapping[str, int] | None = None,
) -> list[Compared]:
    """Each programme of a return beside what is held of it, in report order.

    ``seen`` holds the version of each that its sender was shown; without it, that is this one.
    Raises ``Refused`` when a programme is no longer there for this viewer.
    """
    parts = {part.slug: part for part in returned.parts}
    held = holdings(position, viewer, programme__slug__in=list(parts))
    if len(held) < len(parts):
        raise Refused(f"{position} no longer has all of its programmes. Download the return again.")
    return [
        Compared(
            holding=holding,
            part=parts[slug],
            seen=(seen or {}).get(slug, holding.place.version),
            theirs=_theirs(holding, parts[slug], returned),
        )
        for holding in held
        for slug in [holding.place.programme.slug]
    ]


def _theirs(holding: Holding, part: Part, returned: Return) -> list[LineChange]:
    if part.version == holding.place.version:
        return []
    return line_changes(holding.place, since=returned.made_at)
