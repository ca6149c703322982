from django.db import models

from portfolios.models import Programme


class Saving(models.Model):
    """A named opportunity inside a programme: one by default, many where a plan has them."""

    class Kind(models.TextChoices):
        CASHABLE = "cashable", "Cashable"
        NON_CASHABLE = "non_cashable", "Non-cashable"
        DEMAND = "demand", "Demand mitigation"

    class Recurrence(models.TextChoices):
        RECURRENT = "recurrent", "Recurrent"
        ONE_OFF = "one_off", "One-off"

    class Budget(models.TextChoices):
        REVENUE = "revenue", "Revenue"
        CAPITAL_RECEIPT = "capital_receipt", "Capital receipt"

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="savings")
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=14, choices=Kind.choices, default=Kind.CASHABLE)
    recurrence = models.CharField(
        max_length=10, choices=Recurrence.choices, default=Recurrence.RECURRENT
    )
    budget = models.CharField(max_length=16, choices=Budget.choices, default=Budget.REVENUE)

    class Meta:
        ordering = ["programme", "pk"]
        constraints = [
            models.UniqueConstraint(name="saving_named_once", fields=["programme", "name"]),
        ]

    def __str__(self) -> str:
        return self.name
