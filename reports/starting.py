"""An empty tracker for a council: its name, its first administrator, the usual lists, no figure."""

import json
from pathlib import Path

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from accounts.roles import Role
from agt.words import clock
from agt.words.years import FinancialYear
from governance.models import RiskFramework
from portfolios.models import Organisation, Portfolio, Position, Programme
from reports.published import load_lists
from workforce.models import Threshold


@transaction.atomic
def start_council(
    *,
    organisation: Organisation,
    first: FinancialYear,
    years: int,
    username: str,
    password: str,
    folder: Path,
) -> Position:
    """Make the council, its lists from ``folder``, an administrator and an empty position.

    Raises ``ValidationError`` where the database holds a council already, or a sentence by field.
    """
    for model in (Organisation, Portfolio, Programme, Position):
        if model._default_manager.exists():
            raise ValidationError(
                "This database has a council in it already. Start another one on a database of its "
                "own: set DATABASE_URL."
            )
    if User.objects.filter(username=username).exists():
        raise ValidationError(f"There is a person “{username}” already: name another with --admin.")
    words = json.loads((folder / "starting.json").read_text(encoding="utf-8"))
    organisation.full_clean()
    organisation.save()
    load_lists(words)
    for item in words["thresholds"]:
        key = {name: item[name] for name in ("name", "since")}
        Threshold.objects.get_or_create(**key, defaults=item)
    if not RiskFramework.objects.exists():
        RiskFramework().save()
    person = User(username=username, role=Role.ADMINISTRATOR, is_staff=True)
    validate_password(password, person)
    person.set_password(password)
    person.full_clean()
    person.save()
    position = Position(
        name="Working position",
        slug="working",
        short_name="Working",
        kind=Position.Kind.MONTHLY_BOARD,
        as_at=clock.today(),
        first_year=first,
        last_year=first + (years - 1),
        opened_at=clock.now(),
    )
    position.full_clean()
    position.save()
    return position
