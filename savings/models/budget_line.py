from django.db import models
from django.db.models import Q

from accounts.history import History
from agt.words.money import MoneyField
from agt.words.years import FinancialYearField
from portfolios.models import Illustrative, Programme
from portfolios.models.of_programme import OfProgrammeQuerySet


class BudgetLine(Illustrative):
    """A cost centre or a contract that savings come out of, with its budget for a year."""

    class Kind(models.TextChoices):
        COST_CENTRE = "cost_centre", "Cost centre"
        CONTRACT = "contract", "Contract"

    code = models.CharField(max_length=40, unique=True, help_text="As the ledger writes it.")
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=11, choices=Kind.choices, default=Kind.COST_CENTRE)
    annual_budget = MoneyField("budget for a year", help_text="1.2m.")

    history = History()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="budget_line_kind_known", condition=Q(kind__in=["cost_centre", "contract"])
            ),
            models.CheckConstraint(
                name="budget_line_not_below_zero",
                condition=Q(annual_budget__gte=0),
                violation_error_message="A budget is zero or more.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class BudgetRemoval(Illustrative):
    """A saving taken out of a budget line: when, and how much a year."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="budget_removals")
    line = models.ForeignKey(
        BudgetLine, models.PROTECT, related_name="removals", verbose_name="budget line"
    )
    year = FinancialYearField("from the budget of", help_text="A financial year: 2025/26.")
    amount = MoneyField("removed a year", help_text="1.2m.")
    removed_on = models.DateField(help_text="Like 31/03/2025.")
    evidence = models.CharField("where it can be seen", max_length=300, blank=True)

    objects = OfProgrammeQuerySet.as_manager()
    history = History()

    class Meta:
        ordering = ["programme", "removed_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="removal_above_zero",
                condition=Q(amount__gt=0),
                violation_error_message="What is removed from a budget is above zero.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme}, {self.line}"
