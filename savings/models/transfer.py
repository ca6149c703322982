from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from agt.words.money import MoneyField
from agt.words.years import FinancialYearField
from portfolios.models import Position, Programme
from savings.models.savings_line import Confidence


class TransferQuerySet(models.QuerySet):
    def reflected_in(self, position: Position) -> "TransferQuerySet":
        """The transfers whose effect the position's figures first show."""
        return self.filter(position=position)


class Transfer(models.Model):
    """An agreed move of saving between two programmes; it nets to zero.

    Without a year and a confidence it is *unphased* and nets to zero in total.
    """

    position = models.ForeignKey(
        Position, models.CASCADE, related_name="transfers", help_text="Where it is reflected."
    )
    from_programme = models.ForeignKey(Programme, models.PROTECT, related_name="transfers_out")
    to_programme = models.ForeignKey(Programme, models.PROTECT, related_name="transfers_in")
    year = FinancialYearField(null=True, blank=True)
    confidence = models.CharField(max_length=5, choices=Confidence.choices, blank=True)
    amount = MoneyField(help_text="In whole pence, above zero.")
    note = models.CharField(max_length=300, blank=True)

    objects = TransferQuerySet.as_manager()
    history = HistoricalRecords()

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
