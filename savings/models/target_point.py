from django.db import models

from accounts.history import History
from portfolios.models import Illustrative
from savings.models.measure import Measure
from savings.values import ValueField


class TargetPoint(Illustrative):
    """A point of a measure's trajectory: what it should be on a day."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="targets")
    on = models.DateField("on")
    value = ValueField()

    history = History()

    class Meta:
        ordering = ["measure", "on"]
        constraints = [
            models.UniqueConstraint(
                name="target_once_a_day",
                fields=["measure", "on"],
                violation_error_message="The trajectory has a point on that day already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure}, {self.on}"
