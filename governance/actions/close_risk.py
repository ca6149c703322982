"""Close a risk that is over, and open one again that is not."""

import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.history import say
from accounts.models import User
from agt.words import clock
from governance.actions.begin import begin
from governance.models import Risk


@transaction.atomic
def close_risk(
    *, risk: Risk, on: datetime.date, why: str, version: int, token: UUID, by: User
) -> None:
    """Close a risk as of a day. Raises as ``begin`` does, and ``ValidationError`` by field."""
    begin(risk=risk, version=version, token=token, by=by)
    if on > clock.today():
        raise ValidationError({"on": "It is closed today or was before."})
    if on < risk.raised_on:
        raise ValidationError({"on": f"It was raised on {risk.raised_on:%d/%m/%Y}, after that."})
    risk.closed_on, risk.closed_why = on, why
    say(risk, why=why, by=by)
    risk.save()


@transaction.atomic
def reopen_risk(*, risk: Risk, why: str, version: int, token: UUID, by: User) -> None:
    """Open a closed risk again, rated as it was. Raises as ``begin`` does."""
    begin(risk=risk, version=version, token=token, by=by, closed=True)
    risk.closed_on, risk.closed_why = None, ""
    say(risk, why=why, by=by)
    risk.save()
