from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from agt.words import clock
from portfolios.models import Illustrative
from savings.models.measure import Measure
from savings.values import ValueField


class Reading(Illustrative):
    """What a measure was on a day. A zero is a reading of zero; no reading is no row.

    It is appended: the database refuses to change or delete one. A later one of the same day
    corrects it and says why; one without a value takes it back.
    """

    class Qualifier(models.TextChoices):
        OVER = "over", "over"
        AROUND = "around", "around"

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="readings")
    on = models.DateField("on")
    value = ValueField(null=True, blank=True)
    qualifier = models.CharField(
        max_length=6, choices=Qualifier.choices, blank=True, help_text="As the paper prints it."
    )
    evidence = models.CharField(max_length=300, blank=True)
    why = models.CharField("why it is corrected", max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["measure", "on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="reading_taken_back_with_reason",
                condition=Q(value__isnull=False) | ~Q(why=""),
                violation_error_message="A reading has a value, or says why it is taken back.",
            ),
            models.CheckConstraint(
                name="reading_qualifier_known", condition=Q(qualifier__in=["", "over", "around"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure}, {self.on}"

    def clean(self) -> None:
        if self.on and self.on > clock.today():
            raise ValidationError({"on": "A reading is of today or of a day before."})
