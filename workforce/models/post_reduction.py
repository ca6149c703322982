from django.db import models
from django.db.models import F, Q

from accounts.history import History
from agt.words.fte import FteField
from portfolios.models import Portfolio, Position, Programme
from workforce.models.post_range import post_range_constraints


class PostReductionQuerySet(models.QuerySet):
    def at(self, position: Position) -> "PostReductionQuerySet":
        return self.filter(position=position)

    def visible_to(self, viewer) -> "PostReductionQuerySet":
        ids = viewer.portfolio_ids()
        return self if ids is None else self.filter(portfolio__in=ids)


class PostReduction(models.Model):
    """The posts a portfolio expects to lose: a range in FTE, of which some are vacant.

    Occupied posts are never typed: they are the range less what is vacant.
    """

    position = models.ForeignKey(Position, models.CASCADE, related_name="post_reductions")
    portfolio = models.ForeignKey(Portfolio, models.PROTECT, related_name="post_reductions")
    order = models.PositiveSmallIntegerField(help_text="Its row in the workforce table.")
    low = FteField()
    high = FteField()
    vacant = FteField(default=0)
    delivered = FteField(default=0, help_text="Of the range, already delivered earlier.")
    delivered_vacant = FteField(default=0, help_text="Of those delivered, vacant.")
    delivered_by = models.ForeignKey(
        Programme, models.PROTECT, null=True, blank=True, related_name="+"
    )
    scope_note = models.CharField(max_length=300, blank=True)

    objects = PostReductionQuerySet.as_manager()
    history = History()

    class Meta:
        ordering = ["position", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_post_reduction_per_position", fields=["position", "portfolio"]
            ),
            *post_range_constraints("post"),
            models.CheckConstraint(
                name="delivered_within_range",
                condition=Q(
                    delivered__gte=0,
                    delivered__lte=F("high"),
                    delivered_vacant__gte=0,
                    delivered_vacant__lte=F("delivered"),
                ),
                violation_error_message="Posts already delivered are part of the range, "
                "and the vacant ones part of those delivered.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.portfolio}, {self.position}"

    @property
    def occupied_low(self) -> int:
        """Hundredths of an FTE."""
        return self.low - self.vacant

    @property
    def occupied_high(self) -> int:
        """Hundredths of an FTE."""
        return self.high - self.vacant
