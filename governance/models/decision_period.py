import datetime

from django.db import models
from django.db.models import F, Q

from accounts.history import History
from governance.notice import Periods


class DecisionPeriodQuerySet(models.QuerySet):
    def in_force(self, on: datetime.date) -> Periods:
        """The periods of a day; of two in force, the one that began last. One query."""
        held = self.filter(Q(until__isnull=True) | Q(until__gte=on), since__lte=on)
        return Periods(**dict(held.order_by("since", "pk").values_list("of", "days")))


class DecisionPeriod(models.Model):
    """A dated setting: how much notice a key decision needs, and how long it can be called in.

    Law moves: one that ends and one that begins are two rows.
    """

    class Of(models.TextChoices):
        NOTICE = "notice", "Notice of a key decision, in clear days"
        EXCEPTION = "exception", "Notice by general exception, in clear days"
        CALL_IN = "call_in", "Call-in, in working days after the decision"

    of = models.CharField("what it is", max_length=10, choices=Of.choices)
    days = models.PositiveSmallIntegerField("days at least")
    since = models.DateField("in force from")
    until = models.DateField("in force until", null=True, blank=True)
    source = models.CharField(max_length=300, blank=True)

    objects = DecisionPeriodQuerySet.as_manager()
    history = History()

    class Meta:
        ordering = ["of", "since", "pk"]
        constraints = [
            models.CheckConstraint(
                name="decision_period_above_zero",
                condition=Q(days__gte=1),
                violation_error_message="A period is one day or more.",
            ),
            models.CheckConstraint(
                name="decision_period_dates_in_order",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                violation_error_message="A period ends on or after the day it begins.",
            ),
            models.CheckConstraint(
                name="decision_period_known",
                condition=Q(of__in=["notice", "exception", "call_in"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_of_display()}: {self.days}"
