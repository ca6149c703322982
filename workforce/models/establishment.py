from django.core.exceptions import ValidationError
from django.db import models

from accounts.history import History
from agt.words.fte import FteField
from portfolios.models import Position


class Establishment(models.Model):
    """The council's budgeted posts at a position, in FTE."""

    position = models.OneToOneField(Position, models.CASCADE, related_name="establishment")
    fte = FteField()
    qualifier = models.CharField(
        max_length=20, blank=True, help_text="How sure the number is: approximately."
    )

    history = History()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="establishment_above_zero",
                condition=models.Q(fte__gt=0),
                violation_error_message="An establishment is above zero.",
            ),
        ]

    def __str__(self) -> str:
        return f"Establishment, {self.position}"

    def unique_error_message(self, model_class, unique_check) -> ValidationError:
        return ValidationError("The position has its establishment already: edit that.")
