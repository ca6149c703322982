"""Restate a published figure: a correction beside it, never over it."""

from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from accounts.models import Submission, User
from accounts.roles import State, Verb, require
from accounts.viewer import SYSTEM
from agt.words import clock
from portfolios.models import Portfolio, Position
from reports.library import Library
from reports.models import Restatement
from reports.quantities import Quantity


@transaction.atomic
def restate_figure(
    *,
    position: Position,
    quantity: Quantity,
    value: int,
    why: str,
    reported_in: str,
    token: UUID,
    by: User,
) -> Restatement:
    """Say what a published figure should have been, and where that was reported.

    ``value`` counts in the smallest part of the figure's unit. Raises ``PermissionDenied``,
    ``AlreadySubmitted``, or ``ValidationError`` where the position is not published, has no such
    figure, or shows that value already; nothing is kept then.
    """
    _require(by, quantity)
    Submission.objects.claim(token=token, by=by)
    if not position.is_published:
        raise ValidationError(f"{position} is not published: edit the figure itself.")
    library = Library(SYSTEM, [position])
    published = library.book(position).figure(quantity)
    if published is None:
        raise ValidationError(f"{position} has no such figure: {quantity}.")
    newest = library.restatements.get((position.slug, quantity))
    if value == (newest.value if newest else published):
        raise ValidationError({"value": "That is what the figure says already."})
    restatement = Restatement(
        position=position,
        quantity=quantity.as_query(),
        published=published,
        value=value,
        why=why,
        reported_in=reported_in,
        by=by,
        at=clock.now(),
    )
    restatement.full_clean()
    restatement.save()
    return restatement


def _require(by: User, quantity: Quantity) -> None:
    """The right to publish, in the portfolio the figure is of; the whole council's is for all."""
    require(by, Verb.PUBLISH, state=State.WORKING)
    if by.portfolio_ids() is None:
        return
    portfolios = Portfolio.objects.visible_to(by).values_list("name", flat=True)
    if quantity.portfolio not in portfolios:
        raise PermissionDenied("This figure is not of your portfolios alone.")
