"""Take a file of the ledger in: every row of it, or nothing."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from accounts.models import Submission, User
from accounts.roles import State, Verb, require
from agt.words import clock
from savings.ledger_file import Entry
from savings.models import LedgerEntry, LedgerFile


@transaction.atomic
def import_ledger(
    *, name: str, sha256: str, entries: Iterable[Entry], token: UUID, by: User
) -> LedgerFile:
    """Add what a file says of each cost centre and month; it supersedes what older files said.

    Raises ``PermissionDenied``, ``AlreadySubmitted``, or ``ValidationError`` where the very file is
    in already; nothing is saved then.
    """
    require(by, Verb.CONFIRM, state=State.WORKING)
    Submission.objects.claim(token=token, by=by)
    source = LedgerFile(name=name[:120], sha256=sha256, by=by, at=clock.now())
    source.full_clean()
    source.save()
    rows = [
        LedgerEntry(
            source=source,
            cost_centre=entry.cost_centre,
            month=entry.month,
            budget=entry.budget,
            actual=entry.actual,
        )
        for entry in entries
    ]
    LedgerEntry.objects.bulk_create(rows, batch_size=1000)
    return source
