"""Stand behind figures by name: finance for a programme, the section 151 officer for them all."""

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from accounts.roles import State, Verb, require
from agt.words import clock
from portfolios.actions.step_version import step_version
from portfolios.models import Position, ProgrammePlace


@transaction.atomic
def confirm_programme(*, place: ProgrammePlace, version: int, by: User) -> None:
    """Confirm a programme's figures as they are at ``version``; an edit takes it back.

    Raises ``PermissionDenied``, or ``SomebodyElseSaved`` when they have changed since.
    """
    require(by, Verb.CONFIRM, state=State(place.position.state), portfolio=place.portfolio)
    step_version(place, version, confirmed_by=by, confirmed_at=clock.now())


@transaction.atomic
def sign_position(*, position: Position, by: User) -> None:
    """Sign a Cabinet position as the section 151 officer, by name.

    Raises ``PermissionDenied``, or ``ValidationError`` where it is signed already or a
    scenario.
    """
    require(by, Verb.SIGN, state=State(position.state))
    if position.is_scenario:
        raise ValidationError(f"{position} is a scenario: there is nothing to sign.")
    unsigned = Position.objects.filter(pk=position.pk, signed_by=None)
    if not unsigned.update(signed_by=by, signed_at=clock.now()):
        raise ValidationError(f"{position} is signed already.")
    position.refresh_from_db()
