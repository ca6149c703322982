from django.db import models
from django.db.models import Q

from accounts.history import History
from agt.words.money import MoneyField
from agt.words.years import FinancialYearField
from portfolios.models import Illustrative, Position, Programme
from portfolios.models.of_programme import OfProgrammeQuerySet


class FundingSource(models.Model):
    """Where money for a programme comes from, as the council names it."""

    name = models.CharField(max_length=80, unique=True)
    order = models.PositiveSmallIntegerField(default=1)

    history = History()

    class Meta:
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class Investment(Illustrative):
    """What a programme costs in a year, of one kind and from one source, as a position shows it.

    An ongoing cost has a row for each year that it falls in.
    """

    class Kind(models.TextChoices):
        DELIVERY = "delivery", "Delivery"
        TECHNOLOGY = "technology", "Technology and equipment"
        REDUNDANCY = "redundancy", "Redundancy"
        PENSION = "pension", "Pension strain"
        FEES = "fees", "Fees tied to results"
        OTHER = "other", "Other"

    class Recurrence(models.TextChoices):
        ONE_OFF = "one_off", "One-off"
        ONGOING = "ongoing", "Ongoing"

    class Budget(models.TextChoices):
        REVENUE = "revenue", "Revenue"
        CAPITAL = "capital", "Capital"

    position = models.ForeignKey(Position, models.CASCADE, related_name="investments")
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="investments")
    year = FinancialYearField(help_text="A financial year: 2025/26.")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.DELIVERY)
    recurrence = models.CharField(
        "one-off or ongoing",
        max_length=7,
        choices=Recurrence.choices,
        default=Recurrence.ONE_OFF,
    )
    budget = models.CharField(
        "revenue or capital", max_length=7, choices=Budget.choices, default=Budget.REVENUE
    )
    amount = MoneyField(help_text="In that year: 1.2m.")
    source = models.ForeignKey(
        FundingSource, models.PROTECT, related_name="investments", verbose_name="funding source"
    )
    note = models.CharField(max_length=200, blank=True)

    objects = OfProgrammeQuerySet.as_manager()
    history = History()

    class Meta:
        ordering = ["position", "programme", "year", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="investment_named_once",
                fields=["position", "programme", "year", "kind", "recurrence", "budget", "source"],
                violation_error_message="The programme has this cost from this source in the year "
                "already: edit that.",
            ),
            models.CheckConstraint(
                name="investment_above_zero",
                condition=Q(amount__gt=0),
                violation_error_message="What is invested is above zero.",
            ),
            models.CheckConstraint(
                name="investment_words_known",
                condition=Q(
                    kind__in=["delivery", "technology", "redundancy", "pension", "fees", "other"]
                )
                & Q(recurrence__in=["one_off", "ongoing"])
                & Q(budget__in=["revenue", "capital"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme}, {self.get_kind_display().lower()}, {self.year}"
