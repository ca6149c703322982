"""Escalate a risk to a higher level, or hand it back to a lower one, with the reason."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.history import say
from accounts.models import User
from agt.words import clock
from governance.actions.begin import begin
from governance.models import Escalation, Level, Risk


@transaction.atomic
def escalate_risk(
    *,
    risk: Risk,
    to_level: Level,
    why: str,
    version: int,
    token: UUID,
    by: User,
    hand_back: bool = False,
) -> Escalation:
    """Record the move and make it. A lower level is refused unless it says ``hand_back``.

    Raises as ``begin`` does, and ``ValidationError`` with what is allowed.
    """
    begin(risk=risk, version=version, token=token, by=by)
    now = Level(risk.level)
    higher = [level.label for level in Level if level > now]
    lower = [level.label for level in Level if level < now]
    if to_level == now:
        raise ValidationError({"to_level": f"It is at the level {now.label} already."})
    if to_level < now and not hand_back:
        raise ValidationError(
            {
                "to_level": f"From {now.label} it is escalated to "
                f"{' or '.join(higher) or 'no higher level: there is none'}. To give it back to a "
                "lower level, tick that it is handed back."
            }
        )
    if to_level > now and hand_back:
        raise ValidationError(
            {
                "to_level": f"From {now.label} it is handed back to "
                f"{' or '.join(lower) or 'no lower level: there is none'}."
            }
        )
    move = Escalation(
        risk=risk,
        from_level=now,
        to_level=to_level,
        handed_back=hand_back,
        on=clock.today(),
        why=why,
        by=by,
    )
    move.full_clean()
    move.save()
    risk.level = to_level
    say(risk, why=why, by=by)
    risk.save()
    return move
