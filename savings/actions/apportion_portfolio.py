"""Make savings lines where a headline comes before the detail."""

from django.db import transaction

from accounts.models import User
from portfolios.edit_window import require_edit
from portfolios.models import Programme, ProgrammePlace
from savings.apportioning import Margins, apportion
from savings.models import Saving, SavingsLine


@transaction.atomic
def apportion_portfolio(*, margins: Margins[ProgrammePlace], by: User | None) -> list[SavingsLine]:
    """Cross a portfolio's margins into the lines of its programmes.

    ``by`` is ``None`` for a command. Raises ``PermissionDenied``, or ``MarginsDisagree`` where the
    margins cannot agree; nothing is made then.
    """
    for place in margins.programmes if by else ():
        require_edit(by, place.position, place.portfolio)
    savings = {place: default_saving(place.programme) for place in margins.programmes}
    return SavingsLine.objects.bulk_create(
        SavingsLine(
            place=share.programme,
            saving=savings[share.programme],
            year=share.year,
            confidence=share.confidence,
            amount=share.amount,
            basis=share.basis,
        )
        for share in apportion(margins)
    )


def default_saving(programme: Programme) -> Saving:
    """The one saving of a programme whose plan names none: it carries the programme's name.

    Every programme has it from the day it is added, so that reading one never makes it.
    """
    saving, _ = Saving.objects.get_or_create(programme=programme, name=programme.name)
    return saving
