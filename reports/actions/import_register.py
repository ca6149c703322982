"""Take a register in: every row of it as its own form would save it, or none."""

from typing import Any
from uuid import UUID, uuid5

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from accounts.models import Submission, User
from governance.actions.review_risk import review_risk
from portfolios.actions.hold_row import version_of
from portfolios.models import Position
from reports.actions.edit_row import save_row
from reports.editable import Editable
from reports.exchange.filling import MOST_ROWS, Filled, Filling
from reports.exchange.register import Register
from savings.actions.record_readings import Entry, record_readings

MOST_SENTENCES = 100


@transaction.atomic
def import_register(
    *, kind: Editable, register: Register, position: Position, document: str, token: UUID, by: User
) -> int:
    """Add each row as a new one and say how many there are, each with its history and permission.

    Raises ``PermissionDenied``, ``AlreadySubmitted``, or ``ValidationError`` with a sentence for
    each cell that cannot be taken; nothing is saved then.
    """
    Submission.objects.claim(token=token, by=by)
    if not register.rows:
        raise ValidationError("The file holds no row that can be taken: correct the mapping.")
    if len(register.rows) > MOST_ROWS:
        raise ValidationError(f"Only {MOST_ROWS:,} rows come in at once: split the file.")
    filling = Filling(kind, position, register.mapping)
    why, refusals = f"imported from {document}", []
    for row in register.rows:
        filled = filling.fill(row)  # after the rows above: it may be one too many with them
        refusals += [str(refusal) for refusal in filled.refusals]
        if not filled.refusals:
            try:
                _save(kind, filled, why=why, token=uuid5(token, str(row.number)), by=by)
            except ValidationError as error:
                refusals += [f"Row {row.number}: {sentence}" for sentence in error.messages]
            except PermissionDenied as error:
                raise PermissionDenied(f"Row {row.number}: {error}") from error
    if refusals:
        raise ValidationError(refusals[:MOST_SENTENCES])
    return len(register.rows)


def _save(kind: Editable, filled: Filled, *, why: str, token: UUID, by: User) -> None:
    """Save a row, a risk's first review and what was read of a measure."""
    saved: Any = filled.instance
    save_row(kind=kind, row=saved, version=0, why=why, token=token, by=by)
    if filled.rating:
        review_risk(
            risk=saved,
            on=saved.raised_on,
            likelihood=filled.rating["likelihood"],
            impact=filled.rating["impact"],
            next_review=saved.review_on,
            why=why,
            version=version_of(saved),
            token=uuid5(token, "rating"),
            by=by,
        )
    if filled.days:
        entries = [Entry(saved, on, value, evidence=why) for on, value in filled.days.items()]
        record_readings(entries=entries, why=why, token=uuid5(token, "readings"), by=by)
