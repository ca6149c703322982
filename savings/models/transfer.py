from django.db import models
from django.db.models import F, Q

from accounts.history import History
from agt.words.money import MoneyField
from agt.words.years import FinancialYearField
from portfolios.models import Position, Programme
from savings.models.savings_line import Confidence


class TransferQuerySet(models.QuerySet):
    def in_the_figures(self) -> "TransferQuerySet":
        """Those that the lines already show."""
        return self.filter(state=Transfer.State.REFLECTED)


class Transfer(models.Model):
    """An agreed move of saving between two programmes; it nets to zero.

    Without a year and a confidence it is *unphased* and nets to zero in total.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        AGREED = "agreed", "Agreed"
        REFLECTED = "reflected", "Reflected in the figures"

    position = models.ForeignKey(
        Position, models.CASCADE, related_name="transfers", help_text="Where it is reflected."
    )
    from_programme = models.ForeignKey(Programme, models.PROTECT, related_name="transfers_out")
    to_programme = models.ForeignKey(Programme, models.PROTECT, related_name="transfers_in")
    year = FinancialYearField(
        null=True, blank=True, help_text="Like 2025/26. Empty: no year is agreed, only the total."
    )
    confidence = models.CharField(max_length=5, choices=Confidence.choices, blank=True)
    amount = MoneyField(help_text="Above zero, like 1.2m, 1200k or £1,200,000.")
    note = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    agreed_by = models.CharField(max_length=120, blank=True, help_text="The person or the body.")
    agreed_on = models.DateField(null=True, blank=True)
    stated_in = models.CharField(
        "stated in", max_length=20, blank=True, help_text="The paper that says so."
    )

    objects = TransferQuerySet.as_manager()
    history = History()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="transfer_above_zero",
                condition=Q(amount__gt=0),
                violation_error_message="A transfer is above zero; swap the programmes instead.",
            ),
            models.CheckConstraint(
                name="transfer_confidence_known",
                condition=models.Q(confidence__in=["", *Confidence.values]),
            ),
            models.CheckConstraint(
                name="transfer_state_known",
                condition=Q(state__in=["proposed", "agreed", "reflected"]),
            ),
            models.CheckConstraint(
                name="transfer_agreed_by_someone_or_paper",
                condition=Q(state="proposed")
                | (~Q(agreed_by="") & Q(agreed_on__isnull=False))
                | ~Q(stated_in=""),
                violation_error_message="An agreed transfer needs who agreed it and when, "
                "or the paper that states it.",
            ),
            models.CheckConstraint(
                name="transfer_between_two",
                condition=~Q(from_programme=F("to_programme")),
                violation_error_message="A transfer goes from one programme to another.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_programme} to {self.to_programme}"

    @property
    def is_unphased(self) -> bool:
        return self.year is None
