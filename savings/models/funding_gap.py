from django.db import models
from django.db.models import Q, Sum

from accounts.history import History
from agt.words.money import MoneyField
from agt.words.years import FinancialYear, FinancialYearField
from portfolios.models import Illustrative, Position


class ByYearQuerySet(models.QuerySet):
    def at(self, position: Position) -> "ByYearQuerySet":
        return self.filter(position=position)

    def by_year(self) -> dict[FinancialYear, int]:
        """Pence by year."""
        return dict(self.order_by().values_list("year").annotate(pence=Sum("amount")))


class FundingGap(Illustrative):
    """What a year's budget is short of before any saving, as a position shows it."""

    position = models.ForeignKey(Position, models.CASCADE, related_name="funding_gaps")
    year = FinancialYearField(help_text="A financial year: 2025/26.")
    amount = MoneyField(
        "gap in that year's budget", help_text="Before savings, cumulative to the year: 12.5m."
    )
    stated_in = models.CharField("where it is stated", max_length=160, blank=True)

    objects = ByYearQuerySet.as_manager()
    history = History()

    class Meta:
        ordering = ["position", "year"]
        constraints = [
            models.UniqueConstraint(
                name="one_gap_a_year",
                fields=["position", "year"],
                violation_error_message="The year has its gap already: edit that.",
            ),
            models.CheckConstraint(
                name="gap_not_below_zero",
                condition=Q(amount__gte=0),
                violation_error_message="A gap is zero or more.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}, {self.position}"


class BudgetPressure(Illustrative):
    """What has come on top of the stated gap since it was stated."""

    position = models.ForeignKey(Position, models.CASCADE, related_name="budget_pressures")
    name = models.CharField(max_length=160)
    year = FinancialYearField(help_text="A financial year: 2025/26.")
    amount = MoneyField(
        "effect on that year's budget",
        help_text="On top of the stated gap: 0.8m. Below zero where it eases.",
    )

    objects = ByYearQuerySet.as_manager()
    history = History()

    class Meta:
        verbose_name_plural = "budget pressures"
        ordering = ["position", "year", "name"]
        constraints = [
            models.UniqueConstraint(
                name="one_pressure_a_year",
                fields=["position", "name", "year"],
                violation_error_message="This pressure has its amount for the year: edit that.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.year}"
