"""Add a programme from a position on: who it is, and its place in a portfolio."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Model
from django.utils.text import slugify

from accounts.history import say
from accounts.models import Submission, User
from portfolios.edit_window import require_edit
from portfolios.models import Portfolio, PortfolioPlace, Position, Programme, ProgrammePlace
from savings.actions.apportion_portfolio import default_saving


@transaction.atomic
def add_programme(
    *,
    position: Position,
    portfolio: Portfolio,
    name: str,
    description: str,
    shows: ProgrammePlace.Shows,
    why: str,
    token: UUID,
    by: User,
) -> ProgrammePlace:
    """Add a programme as the last of its portfolio; earlier positions stay without it.

    A name may be used again in another portfolio. Raises ``PermissionDenied``,
    ``AlreadySubmitted``, or ``ValidationError`` where the portfolio has one of that name.
    """
    require_edit(by, position, portfolio)
    Submission.objects.claim(token=token, by=by)
    at = PortfolioPlace.objects.at(position).filter(portfolio=portfolio)
    home = at.select_for_update().first()  # held, so that nobody retires it meanwhile
    if home is None:
        raise ValidationError({"portfolio": f"{portfolio} is no portfolio of {position}."})
    here = ProgrammePlace.objects.filter(position=position, portfolio=portfolio)
    if here.filter(programme__name=name).exists():
        error = f"{home.printed_label} has a programme of that name already."
        raise ValidationError({"name": error})
    programme = Programme(name=name, slug=_free_slug(name, portfolio), description=description)
    place = ProgrammePlace(
        position=position,
        programme=programme,
        portfolio=portfolio,
        order=(here.aggregate(last=Max("order"))["last"] or 0) + 1,
        printed_label=name,
        shows=shows,
    )
    rows: tuple[Model, ...] = (programme, place)
    for row in rows:
        say(row, why=why, by=by)
        row.save()
    default_saving(programme)
    return place


def _free_slug(name: str, portfolio: Portfolio) -> str:
    slug = slugify(name)
    if not slug:
        raise ValidationError({"name": "A name needs letters or figures."})
    taken = Programme.objects.filter(slug=slug).exists()
    return f"{slug}-{portfolio.slug}"[:120] if taken else slug[:120]
