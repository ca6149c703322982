"""Who may change what lives on with a programme."""

from django.core.exceptions import PermissionDenied

from accounts.models import User
from accounts.roles import State, Verb, require
from portfolios.models import Programme, ProgrammePlace


def require_edit(by: User, programme: Programme) -> ProgrammePlace:
    """Where the programme is today, if ``by`` may edit there; else ``PermissionDenied``."""
    place = ProgrammePlace.objects.today().filter(programme=programme)
    found = place.select_related("portfolio", "position").first()
    if found is None:
        raise PermissionDenied(f"{programme} is in no portfolio any more.")
    require(by, Verb.EDIT, state=State.WORKING, portfolio=found.portfolio)
    return found
