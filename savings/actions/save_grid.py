"""Save a grid: the lines of a programme, their history, and a version two editors cannot share."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from simple_history.utils import bulk_create_with_history

from accounts.history import say
from accounts.models import Submission, User
from accounts.one_writer import one_writer
from agt.words import clock
from portfolios.actions.step_version import SomebodyElseSaved, step_version
from portfolios.edit_window import require_edit
from portfolios.models import ProgrammePlace
from savings.grid import Cell, Change, Grid
from savings.models import ChangeRequest, SavingsLine
from savings.tolerance import Tolerance

ENTERED = SavingsLine.Basis.ENTERED


class CannotAsk(Exception):
    """A change above the tolerance that cannot be asked for as it is; its text says why."""

    def __init__(self, place: ProgrammePlace, sentence: str) -> None:
        super().__init__(sentence)
        self.place = place


@transaction.atomic
def save_grid(
    *, place: ProgrammePlace, grid: Grid, version: int, note: str, token: UUID, by: User
) -> list[Change] | ChangeRequest:
    """Make the programme's lines what ``grid`` says, and give back what changed.

    ``version`` is the one the form was opened at. An edit makes every line of the programme
    *entered*, whatever it rested on, and a confirmation of its figures no longer holds. Above the
    council's tolerance no line is touched: the change is asked for, and the request is given back.

    Raises ``PermissionDenied``, ``AlreadySubmitted``, ``SomebodyElseSaved`` or ``CannotAsk`` and
    saves nothing.
    """
    one_writer()
    # it may have been published or have locked meanwhile
    place.position.refresh_from_db(fields=["state", "locks_on"])
    require_edit(by, place.position, place.portfolio)
    Submission.objects.claim(token=token, by=by)
    tolerance = Tolerance()
    if tolerance.pence is not None and tolerance.stops(place, held := held_by(place), grid):
        return _ask(place, held, grid, version, note, by)
    return write_grid(place=place, grid=grid, version=version, note=note, by=by)


def write_grid(
    *, place: ProgrammePlace, grid: Grid, version: int, note: str, by: User
) -> list[Change]:
    """Write a grid that ``by`` may save, or that is agreed, within the caller's transaction.

    Raises ``SomebodyElseSaved`` when the programme is no longer at ``version``.
    """
    lines = {Cell.of(line): line for line in SavingsLine.objects.of(place)}
    changes = grid.changes_from(Grid.of_lines(lines.values()))
    if changes:
        returned = {"returned_by": by, "returned_at": clock.now()}
        step_version(place, version, confirmed_by=None, confirmed_at=None, **returned)
        _write(place, lines, {change.cell: change.after for change in changes}, note, by)
    return changes


def held_by(place: ProgrammePlace) -> Grid:
    """The programme's lines as they are now."""
    return Grid.of_lines(SavingsLine.objects.of(place))


def _ask(
    place: ProgrammePlace, held: Grid, grid: Grid, version: int, why: str, by: User
) -> ChangeRequest:
    if ProgrammePlace.objects.select_for_update().get(pk=place.pk).version != version:
        raise SomebodyElseSaved
    request = ChangeRequest(
        place=place,
        before=held.as_rows(),
        after=grid.as_rows(),
        total_before=held.total,
        total_after=grid.total,
        why=why,
        by=by,
        at=clock.now(),
    )
    try:
        request.validate_constraints()
    except ValidationError as error:
        raise CannotAsk(place, " ".join(error.messages)) from error
    say(request, why=why, by=by)
    request.save()
    return request


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
    _update(kept)
    SavingsLine.history.bulk_history_create(kept, update=True, **said)
    bulk_create_with_history(made, SavingsLine, **said)


def _update(lines: list[SavingsLine]) -> None:
    """Write the amount and basis of each; ``bulk_update`` thinks longer than the database works."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE savings_savingsline SET amount = %s, basis = %s WHERE id = %s",
            [(line.amount, line.basis, line.pk) for line in lines],
        )
