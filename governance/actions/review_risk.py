"""Review a risk: rate it anew, and say when it is looked at next."""

import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.history import say
from accounts.models import User
from agt.words import clock
from governance.actions.begin import begin
from governance.models import Risk, RiskFramework, RiskScore


@transaction.atomic
def review_risk(
    *,
    risk: Risk,
    on: datetime.date,
    likelihood: int,
    impact: int,
    next_review: datetime.date | None,
    why: str,
    version: int,
    token: UUID,
    by: User,
) -> RiskScore:
    """Append a reading, in tenths, and make it the risk's current rating.

    Raises as ``begin`` does, and ``ValidationError`` by field for a rating off the council's scale
    or a day that cannot be.
    """
    begin(risk=risk, version=version, token=token, by=by)
    RiskFramework.objects.held().refuse_off_scale(likelihood=likelihood, impact=impact)
    newest = risk.scores.last()
    if on > clock.today():
        raise ValidationError({"on": "A review is of today or of a day before."})
    if on < risk.raised_on:
        raise ValidationError({"on": f"It was raised on {risk.raised_on:%d/%m/%Y}, after that."})
    if newest and on < newest.on:
        raise ValidationError({"on": f"It was reviewed on {newest.on:%d/%m/%Y}, after that."})
    if next_review and next_review <= on:
        raise ValidationError({"next_review": "The next review is after this one."})
    reading = RiskScore.objects.create(
        risk=risk, on=on, likelihood=likelihood, impact=impact, why=why, by=by
    )
    risk.likelihood, risk.impact, risk.review_on = likelihood, impact, next_review
    say(risk, why=why, by=by)
    risk.save()
    return reading
