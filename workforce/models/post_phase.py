from django.db import models
from django.db.models import F, Q

from accounts.history import History
from agt.words.fte import FteField
from agt.words.years import FinancialYearField
from portfolios.models import Illustrative, Portfolio, Position
from workforce.models.post_reduction import PostReductionQuerySet


class PostPhase(Illustrative):
    """How many of a portfolio's posts are expected to go in a financial year: a range in FTE."""

    position = models.ForeignKey(Position, models.CASCADE, related_name="post_phases")
    portfolio = models.ForeignKey(Portfolio, models.PROTECT, related_name="post_phases")
    year = FinancialYearField(help_text="A financial year: 2025/26.")
    low = FteField()
    high = FteField()

    objects = PostReductionQuerySet.as_manager()
    history = History()

    class Meta:
        ordering = ["position", "portfolio__name", "year", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_phase_per_year",
                fields=["position", "portfolio", "year"],
                violation_error_message="This year is phased already: edit it.",
            ),
            models.CheckConstraint(
                name="phase_range_in_order",
                condition=Q(low__gte=0, high__gte=F("low")),
                violation_error_message="The low end of the range is zero or more, "
                "and not above the high end.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.portfolio}, {self.year}, {self.position}"
