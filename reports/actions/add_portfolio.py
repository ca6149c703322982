"""Add a portfolio from a position on, or bring a retired one back."""

from collections import Counter
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.text import slugify

from accounts.history import say
from accounts.models import Submission, User
from accounts.roles import State, Verb, require
from portfolios.models import Portfolio, PortfolioPlace
from portfolios.models.portfolio import COLOURS
from reports.quantities import Quantity


@transaction.atomic
def add_portfolio(*, place: PortfolioPlace, why: str, token: UUID, by: User) -> PortfolioPlace:
    """Give a position the portfolio that ``place`` describes; earlier positions stay without it.

    A ``place`` without a portfolio is of a new one, known from here on by the name it prints. One
    that names its portfolio brings it back, with its key and its colour. Raises
    ``PermissionDenied``, ``AlreadySubmitted``, or ``ValidationError`` and makes nothing then.
    """
    require(by, Verb.EDIT, state=State(place.position.state))
    if by.portfolio_ids() is not None:
        raise PermissionDenied("Portfolios are the whole council's: ask someone who sees them all.")
    Submission.objects.claim(token=token, by=by)
    if not place.portfolio_id:
        place.portfolio = new_portfolio(place)
    place.full_clean()
    say(place, why=why, by=by)
    place.save()
    return place


def new_portfolio(place: PortfolioPlace) -> Portfolio:
    """The portfolio that a place without one begins. Raises ``ValidationError``."""
    name = place.printed_label
    if Quantity.from_statement(name, "Expected saving") != Quantity(portfolio=name):
        raise ValidationError(
            {"printed_label": "Tables read “Total”, “Council” and “ / ” otherwise: choose a name."}
        )
    if Portfolio.objects.filter(name__iexact=name).exists():
        raise ValidationError(
            {
                "printed_label": "A portfolio is known by that name already, in this position or "
                "an earlier one: bring it back, or choose another name."
            }
        )
    return Portfolio.objects.create(name=name, slug=_free_slug(name), colour=_free_colour(place))


def _free_slug(name: str) -> str:
    slug = slugify(name)[:70]
    if not slug:
        raise ValidationError({"printed_label": "A name needs letters or figures."})
    taken = {"add", *Portfolio.objects.values_list("slug", flat=True)}
    numbered = (f"{slug}-{number}" for number in range(2, len(taken) + 3))
    return next(free for free in (slug, *numbered) if free not in taken)


def _free_colour(place: PortfolioPlace) -> int:
    """The colour least used in the position, and of those the least used ever."""
    here = PortfolioPlace.objects.at(place.position)
    used_here = Counter(here.values_list("portfolio__colour", flat=True))
    used = Counter(Portfolio.objects.values_list("colour", flat=True))
    return min(range(1, COLOURS + 1), key=lambda c: (used_here[c], used[c], c))
