"""Save a grid: the lines of a programme, their history, and a version two editors cannot share."""

from uuid import UUID

from django.db import transaction
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from accounts.history import say
from accounts.models import Submission, User
from agt.words import clock
from portfolios.actions.step_version import step_version
from portfolios.edit_window import require_edit
from portfolios.models import ProgrammePlace
from savings.grid import Cell, Change, Grid
from savings.models import SavingsLine

ENTERED = SavingsLine.Basis.ENTERED


@transaction.atomic
def save_grid(
    *, place: ProgrammePlace, grid: Grid, version: int, note: str, token: UUID, by: User
) -> list[Change]:
    """Make the programme's lines what ``grid`` says, and give back what changed.

    ``version`` is the one the form was opened at. An edit makes every line of the programme
    *entered*, whatever it rested on, and a confirmation of its figures no longer holds.

    Raises ``PermissionDenied``, ``AlreadySubmitted`` or ``SomebodyElseSaved`` and saves nothing.
    """
    # it may have been published or have locked meanwhile
    place.position.refresh_from_db(fields=["state", "locks_on"])
    require_edit(by, place.position, place.portfolio)
    Submission.objects.claim(token=token, by=by)
    lines = {Cell.of(line): line for line in SavingsLine.objects.filter(place=place)}
    changes = grid.changes_from(Grid.of_lines(lines.values()))
    if changes:
        step_version(place, version, confirmed_by=None, confirmed_at=None)
        _write(place, lines, {change.cell: change.after for change in changes}, note, by)
    return changes


def _write(
    place: ProgrammePlace,
    lines: dict[Cell, SavingsLine],
    after: dict[Cell, int],
    note: str,
    by: User,
) -> None:
    said = {
        "default_user": by,
        "default_change_reason": note,
        "default_date": clock.now(),
    }
    kept = []
    for cell, line in lines.items():
        amount = after.get(cell, line.amount)
        if amount == 0:
            say(line, why=note, by=by)
            line.delete()
        elif amount != line.amount or line.basis != ENTERED:
            line.amount, line.basis = amount, ENTERED
            kept.append(line)
    made = [
        SavingsLine(
            place=place,
            saving_id=cell.saving,
            year=cell.year,
            confidence=cell.confidence,
            fund=cell.fund,
            amount=amount,
            basis=ENTERED,
        )
        for cell, amount in after.items()
        if cell not in lines
    ]
    bulk_update_with_history(kept, SavingsLine, ["amount", "basis"], **said)
    bulk_create_with_history(made, SavingsLine, **said)
