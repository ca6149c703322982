from django.conf import settings
from django.db import models
from django.db.models import F, Q

from governance.models.risk import Level, Risk
from portfolios.models import Illustrative


class Escalation(Illustrative):
    """A recorded move of a risk to a higher level, or back by a decision that says so."""

    risk = models.ForeignKey(Risk, models.CASCADE, related_name="escalations")
    from_level = models.PositiveSmallIntegerField(choices=Level.choices)
    to_level = models.PositiveSmallIntegerField(choices=Level.choices)
    handed_back = models.BooleanField(default=False)
    on = models.DateField()
    why = models.CharField(max_length=300)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="escalation_goes_up",
                condition=Q(handed_back=False, to_level__gt=F("from_level"))
                | Q(handed_back=True, to_level__lt=F("from_level")),
                violation_error_message="An escalation goes to a higher level. To give a risk back "
                "to a lower one, say that it is handed back.",
            ),
            models.CheckConstraint(
                name="escalation_levels_known",
                condition=Q(from_level__in=[1, 2, 3, 4], to_level__in=[1, 2, 3, 4]),
            ),
            models.CheckConstraint(
                name="escalation_with_reason",
                condition=~Q(why=""),
                violation_error_message="Say why.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.risk}: {self.get_from_level_display()} to {self.get_to_level_display()}"
