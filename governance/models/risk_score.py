from django.conf import settings
from django.db import models
from django.db.models import Q

from governance.models.risk import Risk
from governance.steps import LEAST, MOST, TENTHS, StepField
from portfolios.models import Illustrative


class RiskScore(Illustrative):
    """A reading: how a risk was rated when it was reviewed. Appended, never edited."""

    risk = models.ForeignKey(Risk, models.CASCADE, related_name="scores")
    on = models.DateField()
    likelihood = StepField()
    impact = StepField()
    why = models.CharField(max_length=300)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="score_on_a_scale",
                condition=Q(
                    likelihood__gte=LEAST * TENTHS,
                    likelihood__lte=MOST * TENTHS,
                    impact__gte=LEAST * TENTHS,
                    impact__lte=MOST * TENTHS,
                ),
                violation_error_message=f"A rating is from {LEAST} to {MOST} on any scale.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.risk}, {self.on}"

    @property
    def score(self) -> int:
        """In hundredths."""
        return self.likelihood * self.impact
