from urllib.parse import urlencode

from django.conf import settings
from django.db import models

from agt.words import clock
from agt.words.days import long_day
from portfolios.models import Position
from reports.quantities import Quantity


class Restatement(models.Model):
    """A correction of a published figure: shown beside it, never put over it.

    Several may follow one another; the newest one counts. None is ever changed or taken away.
    ``published`` and ``value`` count in the smallest part of the figure's unit: whole pence,
    hundredths of an FTE, or ones of a count.
    """

    position = models.ForeignKey(Position, models.PROTECT, related_name="restatements")
    quantity = models.JSONField(help_text="What the figure is of, as a link to it says it.")
    published = models.BigIntegerField(help_text="The figure as it was published.")
    value = models.BigIntegerField(help_text="What it should have been.")
    why = models.CharField(max_length=300)
    reported_in = models.CharField(max_length=120, help_text="The paper or the body it went to.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="restatement_says_why_and_where",
                condition=~models.Q(why="") & ~models.Q(reported_in=""),
                violation_error_message="Say why it is restated, and where that was reported.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.of}, {self.position}"

    @property
    def of(self) -> Quantity:
        """What the figure is of."""
        return Quantity.from_query(self.quantity)

    @property
    def query(self) -> str:
        """The query of a link that asks why this number."""
        return urlencode({"position": self.position.slug, **self.quantity})

    @property
    def on(self) -> str:
        """The day it was made, in words."""
        day = self.at.astimezone(clock.LONDON)
        return long_day(day)
