"""Return a programme's figures as they are: looked at, and they stand."""

from django.db import transaction

from accounts.history import say
from accounts.models import User
from accounts.roles import State, Verb, require
from agt.words import clock
from portfolios.actions.step_version import step_version
from portfolios.models import ProgrammePlace

NO_CHANGE = "No change this time"


@transaction.atomic
def return_unchanged(*, place: ProgrammePlace, version: int, by: User) -> None:
    """Say of a programme's figures at ``version`` that they stand; a confirmation still holds.

    Raises ``PermissionDenied``, or ``SomebodyElseSaved`` when they have changed since.
    """
    place.position.refresh_from_db(fields=["state"])
    require(by, Verb.EDIT, state=State(place.position.state), portfolio=place.portfolio)
    step_version(place, version, returned_by=by, returned_at=clock.now())
    place.refresh_from_db(fields=["version", "returned_by", "returned_at"])
    say(place, why=NO_CHANGE, by=by)
    place.save()
