"""Apply a return: every programme that was chosen, or none."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID, uuid5

from django.db import transaction

from accounts.models import Submission, User
from portfolios.models import ProgrammePlace
from savings.actions.save_grid import save_grid
from savings.grid import Change, Grid
from savings.models import ChangeRequest


@dataclass(frozen=True)
class Save:
    """One programme's new grid, over the version that its sender saw."""

    place: ProgrammePlace
    grid: Grid
    version: int
    note: str


@transaction.atomic
def apply_return(
    *, saves: Iterable[Save], token: UUID, by: User
) -> list[list[Change] | ChangeRequest]:
    """Save each programme's grid and give back, for each, what changed or the request it became.

    In one order, so that none waits for ever. Raises ``PermissionDenied``, ``AlreadySubmitted``,
    ``SomebodyElseSaved`` or ``CannotAsk`` and saves nothing.
    """
    Submission.objects.claim(token=token, by=by)
    return [
        save_grid(
            place=save.place,
            grid=save.grid,
            version=save.version,
            note=save.note,
            token=uuid5(token, str(save.place.pk)),
            by=by,
        )
        for save in sorted(saves, key=lambda save: save.place.pk)
    ]
