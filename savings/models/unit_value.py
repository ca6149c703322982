from django.conf import settings
from django.db import models
from django.db.models import Q

from agt.words.money import MoneyField
from portfolios.models import Illustrative
from savings.models.measure import Measure


class UnitValue(Illustrative):
    """What one unit of a measure is worth from a day on, as Finance approved it.

    Appended, never edited: a later one of the same day stands instead.
    """

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="unit_values")
    since = models.DateField()
    pence = MoneyField("worth of one unit")
    source = models.CharField("how it was worked out", max_length=300)
    approved_on = models.DateField()
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["measure", "since", "pk"]
        constraints = [
            models.CheckConstraint(
                name="unit_value_above_zero",
                condition=Q(pence__gt=0),
                violation_error_message="A unit is worth more than nothing: which way is good is "
                "said by the measure.",
            ),
            models.CheckConstraint(
                name="unit_value_says_how",
                condition=~Q(source=""),
                violation_error_message="Say how it was worked out.",
            ),
            models.CheckConstraint(
                name="unit_value_approved_by_someone",
                condition=Q(approved_by__isnull=False) | Q(illustrative=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure}, {self.since}"
