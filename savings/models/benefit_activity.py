from django.db import models

from accounts.history import History
from portfolios.models import Illustrative, Programme
from savings.models.benefit import Benefit


class BenefitActivity(Illustrative):
    """An activity that a benefit needs, and the output through which it brings the benefit.

    The benefits map is drawn from these: the same words are the same activity, the same output.
    """

    benefit = models.ForeignKey(Benefit, models.CASCADE, related_name="activities")
    activity = models.CharField(max_length=160, help_text="What has to be done.")
    output = models.CharField(max_length=160, help_text="What is there once it is done.")
    programme = models.ForeignKey(
        Programme, models.PROTECT, null=True, blank=True, related_name="benefit_activities"
    )

    history = History()

    class Meta:
        ordering = ["benefit", "pk"]
        verbose_name_plural = "benefit activities"
        constraints = [
            models.UniqueConstraint(
                name="benefit_activity_once",
                fields=["benefit", "activity", "output"],
                violation_error_message="This benefit has that activity and output already.",
            ),
        ]

    def __str__(self) -> str:
        return self.activity
