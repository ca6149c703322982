"""Record what a group decided of claims on one budget line and year."""

import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from accounts.history import say
from accounts.models import Submission, User
from accounts.roles import State, Verb, require
from agt.words import clock
from agt.words.years import FinancialYear
from savings.models import BudgetLine, Ruling, SavingBudgetLine


def claims_on(line: BudgetLine, year: FinancialYear) -> list[SavingBudgetLine]:
    """The claims of a line and year, as a ruling is made of them."""
    rows = SavingBudgetLine.objects.filter(line=line, year=year.start)
    return list(rows.select_related("programme", "saving", "benefit").order_by("pk"))


def ids_of(claims: list[SavingBudgetLine]) -> str:
    """What a ruling keeps of the claims it was made of."""
    return ",".join(str(claim.pk) for claim in sorted(claims, key=lambda claim: claim.pk))


@transaction.atomic
def rule_on(
    *,
    line: BudgetLine,
    year: FinancialYear,
    claims: str,
    stands: SavingBudgetLine,
    why: str,
    body: str,
    ruled_on: datetime.date,
    token: UUID,
    by: User,
) -> Ruling:
    """Say which claim stands. ``claims`` are those that were shown.

    It takes the whole council's scope: two claimants are rarely in one portfolio. Raises
    ``PermissionDenied``, ``AlreadySubmitted`` or ``ValidationError``; nothing is saved then.
    """
    require(by, Verb.CONFIRM, state=State.WORKING)
    if by.portfolio_ids() is not None:
        raise PermissionDenied("A ruling is the whole council's: it is not among your portfolios.")
    Submission.objects.claim(token=token, by=by)
    BudgetLine.objects.select_for_update().get(pk=line.pk)
    held = claims_on(line, year)
    if ids_of(held) != claims:
        raise ValidationError("The claims have changed since they were shown: look at them again.")
    if stands not in held:
        raise ValidationError({"stands": "Only one of these claims can stand."})
    if ruled_on > clock.today():
        raise ValidationError({"ruled_on": "A ruling was made by today."})
    ruling = Ruling.objects.filter(line=line, year=year.start).first() or Ruling(
        line=line, year=year
    )
    ruling.claims, ruling.stands, ruling.why = claims, stands, why
    ruling.body, ruling.ruled_on, ruling.recorded_by = body, ruled_on, by
    ruling.illustrative = False
    ruling.full_clean()
    say(ruling, why=why, by=by)
    ruling.save()
    return ruling
