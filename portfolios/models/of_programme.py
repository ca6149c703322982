from typing import Self

from django.db import models
from django.db.models import F, FilteredRelation, Q

from accounts.viewer import Viewer
from portfolios.models import Portfolio, Position


class OfProgrammeQuerySet(models.QuerySet):
    """Rows that live on with a programme, read through its place in a position."""

    def placed_at(
        self, position: Position, *, visible_to: Viewer, within: Portfolio | None = None
    ) -> Self:
        """Those of the programmes a position shows in the viewer's scope or a portfolio of it.

        Each with ``label``, ``slug``, ``portfolio`` and ``portfolio_slug`` as shown there.
        """
        here = Q(programme__places__position=position)
        rows = self.alias(place=FilteredRelation("programme__places", condition=here)).filter(
            place__isnull=False
        )
        ids = visible_to.portfolio_ids()
        if ids is not None:
            rows = rows.filter(place__portfolio__in=ids)
        if within is not None:
            rows = rows.filter(place__portfolio=within)
        return rows.annotate(
            label=F("place__printed_label"),
            slug=F("programme__slug"),
            portfolio=F("place__portfolio_place__printed_label"),
            portfolio_slug=F("place__portfolio__slug"),
        )
