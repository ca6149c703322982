"""Set which financial years the working position covers, and the settings with them."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.history import say
from accounts.models import User
from accounts.one_writer import one_writer
from accounts.roles import State, Verb, require
from agt.words.years import FinancialYear
from portfolios.actions.set_council import set_council
from portfolios.models import Position
from savings.models import SavingsLine


@transaction.atomic
def save_settings(
    *,
    values: Mapping[str, Any],
    logo: bytes | None,
    version: int,
    working: Position | None,
    token: UUID,
    by: User,
) -> None:
    """Save the council's settings and, with a ``working`` position, its years: all or nothing.

    ``values`` holds ``first_year`` and ``years`` then. Raises what ``set_council`` and
    ``set_years`` raise.
    """
    set_council(values=values, logo=logo, version=version, token=token, by=by)
    if working:
        set_years(position=working, first=values["first_year"], years=values["years"], by=by)


@transaction.atomic
def set_years(*, position: Position, first: FinancialYear, years: int, by: User) -> None:
    """Cover ``years`` from ``first`` on; what stays as it is is not written.

    Raises ``PermissionDenied``, or ``ValidationError`` where a saving lies in a year left out.
    """
    last = first + (years - 1)
    if (first, last) == (position.first_year, position.last_year):
        return
    one_writer()
    require(by, Verb.PUBLISH, state=State(position.state))
    lines = SavingsLine.objects.at(position)
    outside = lines.exclude(year__gte=first, year__lte=last).order_by("year").first()
    if outside:
        raise ValidationError(
            {"first_year": f"There are savings in {outside.year}: keep that year among them."}
        )
    position.first_year, position.last_year = first, last
    position.full_clean()
    say(position, why="Financial years set", by=by)
    position.save()
