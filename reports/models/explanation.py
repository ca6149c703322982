from django.conf import settings
from django.db import models

from reports.models.stated_figure import StatedFigure


class Explanation(models.Model):
    """Why a stated figure and the figures beneath it differ: appended, never overwritten.

    The newest one is shown; the earlier ones stay.
    """

    figure = models.ForeignKey(StatedFigure, models.CASCADE, related_name="explanations")
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(name="explanation_says_something", condition=~models.Q(text="")),
        ]

    def __str__(self) -> str:
        return self.text
