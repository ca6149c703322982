"""Claim what a programme, or one saving of it, achieved in the months of a year: all or nothing."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from accounts.history import say
from accounts.models import Submission, User
from accounts.roles import State, Verb, require
from agt.words import clock
from portfolios.actions.step_version import SomebodyElseSaved
from portfolios.models import Programme, ProgrammePlace
from savings.claims import MOVES, NEW
from savings.models import DeliveredSaving, Saving


@dataclass(frozen=True)
class Achieved:
    """What is claimed of a month, in whole pence; nothing at all is ``None`` in its place."""

    amount: int
    cashable: bool
    evidence: str


class ClaimsRefused(Exception):
    """Months that cannot be claimed so: ``sentences`` by month."""

    def __init__(self, sentences: dict[datetime.date, list[str]]) -> None:
        super().__init__("Nothing is claimed.")
        self.sentences = sentences


def place_for(by: User, verb: Verb, programme: Programme) -> ProgrammePlace:
    """Where a programme is today, if ``by`` may do ``verb`` there; else ``PermissionDenied``."""
    places = ProgrammePlace.objects.today().filter(programme=programme)
    place = places.select_related("portfolio", "position", "programme").first()
    if place is None:
        raise PermissionDenied(f"{programme} is in no portfolio any more.")
    require(by, verb, state=State.WORKING, portfolio=place.portfolio)
    return place


def claims_version(programme: Programme) -> int:
    """How often the claims of a programme have been written: their newest entry of history."""
    newest = DeliveredSaving.history.filter(programme=programme).order_by("-history_id")
    return newest.values_list("history_id", flat=True).first() or 0


@transaction.atomic
def claim_months(
    *,
    programme: Programme,
    saving: Saving | None,
    months: Mapping[datetime.date, Achieved | None],
    version: int,
    token: UUID,
    by: User,
) -> int:
    """Make the claims of these months what ``months`` says, and count those that changed.

    ``None`` withdraws a claim. One that Finance has validated or banked is not touched; one that
    was rejected and is claimed anew waits for Finance again.
    Raises ``PermissionDenied``, ``AlreadySubmitted``, ``SomebodyElseSaved`` or ``ClaimsRefused``;
    nothing is saved then.
    """
    place_for(by, Verb.EDIT, programme)
    Submission.objects.claim(token=token, by=by)
    Programme.objects.select_for_update().get(pk=programme.pk)
    if claims_version(programme) != version:
        raise SomebodyElseSaved
    rows = DeliveredSaving.objects.filter(programme=programme, saving=saving)
    held = {row.month: row for row in rows}
    refused: dict[datetime.date, list[str]] = {}
    changed = 0
    for month, wanted in months.items():
        row = held.get(month)
        if _said_of(row) == wanted:
            continue
        try:
            _write(row, programme, saving, month, wanted, by)
        except ValidationError as error:
            refused[month] = error.messages
        changed += 1
    if refused:
        raise ClaimsRefused(refused)
    return changed


def _said_of(row: DeliveredSaving | None) -> Achieved | None:
    return Achieved(row.amount, row.cashable, row.evidence) if row else None


def _write(
    row: DeliveredSaving | None,
    programme: Programme,
    saving: Saving | None,
    month: datetime.date,
    wanted: Achieved | None,
    by: User,
) -> None:
    state = row.state if row else NEW
    move = MOVES["claim" if wanted else "withdraw"]
    if state not in move.before:
        raise ValidationError(
            "Finance has validated this month: ask them to reject it before it is changed."
        )
    row = row or DeliveredSaving(programme=programme, saving=saving, month=month)
    say(row, why="withdrawn" if wanted is None else "claimed", by=by)
    if wanted is None:
        row.delete()
        return
    row.amount, row.cashable, row.evidence = wanted.amount, wanted.cashable, wanted.evidence
    row.state, row.claimed_by, row.claimed_at = move.after, by, clock.now()
    row.validated_by = row.validated_at = None
    row.reason, row.illustrative = "", False
    row.full_clean()
    row.save()
