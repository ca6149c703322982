from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from accounts.history import History
from agt.words.money import MoneyField
from agt.words.years import FinancialYearField
from portfolios.models import Illustrative, Programme
from portfolios.models.of_programme import OfProgrammeQuerySet
from savings.models.benefit import Benefit
from savings.models.budget_line import BudgetLine
from savings.models.saving import Saving


class SavingBudgetLine(Illustrative):
    """The budget line that a programme, one saving of it, or a benefit takes an amount out of."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="budget_lines")
    saving = models.ForeignKey(
        Saving,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="budget_lines",
        help_text="Leave it empty for the programme as a whole.",
    )
    benefit = models.ForeignKey(
        Benefit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="budget_lines",
        help_text="Where a benefit of the programme takes it, and no saving.",
    )
    line = models.ForeignKey(
        BudgetLine, models.PROTECT, related_name="claims", verbose_name="budget line"
    )
    year = FinancialYearField(help_text="A financial year: 2025/26.")
    amount = MoneyField("taken out of it a year", help_text="1.2m.")

    objects = OfProgrammeQuerySet.as_manager()
    history = History()

    class Meta:
        ordering = ["line", "year", "programme", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="saving_claims_line_once",
                fields=["programme", "saving", "line", "year"],
                violation_error_message="This saving claims the line for the year already: "
                "edit that.",
            ),
            models.UniqueConstraint(
                name="programme_claims_line_once",
                fields=["programme", "line", "year"],
                condition=Q(saving__isnull=True, benefit__isnull=True),
                violation_error_message="The programme claims the line for the year already: "
                "edit that.",
            ),
            models.UniqueConstraint(
                name="benefit_claims_line_once",
                fields=["benefit", "line", "year"],
                violation_error_message="This benefit claims the line for the year already: "
                "edit that.",
            ),
            models.CheckConstraint(
                name="line_claimed_by_one",
                condition=Q(saving__isnull=True) | Q(benefit__isnull=True),
                violation_error_message="Name the saving or the benefit, not both: the same "
                "money would be claimed twice.",
            ),
            models.CheckConstraint(
                name="claimed_of_line_above_zero",
                condition=Q(amount__gt=0),
                violation_error_message="What is taken out of a budget line is above zero.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claimant}, {self.line}, {self.year}"

    @property
    def claimant(self) -> Saving | Benefit | Programme:
        """Whose claim it is."""
        return self.saving or self.benefit or self.programme

    def clean(self) -> None:
        if self.saving and self.saving.programme_id != self.programme_id:
            raise ValidationError({"saving": f"{self.saving} is no saving of {self.programme}."})
        of = self.benefit.programmes.filter(pk=self.programme_id) if self.benefit else None
        if of is not None and not of.exists():
            raise ValidationError(
                {"benefit": f"{self.benefit} does not come from {self.programme}: link it first."}
            )


class Ruling(Illustrative):
    """What a group decided of claims on one budget line and year: which stands, and why.

    It holds for the claims it was made of; when another comes, the question is open again.
    """

    line = models.ForeignKey(BudgetLine, models.PROTECT, related_name="rulings")
    year = FinancialYearField()
    claims = models.CharField(max_length=500, help_text="The ids of the claims it was made of.")
    stands = models.ForeignKey(SavingBudgetLine, models.PROTECT, related_name="rulings")
    why = models.CharField(max_length=300)
    body = models.CharField("group", max_length=120)
    ruled_on = models.DateField("on")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    history = History()

    class Meta:
        ordering = ["line", "year"]
        constraints = [
            models.UniqueConstraint(
                name="one_ruling_for_a_line_and_year",
                fields=["line", "year"],
                violation_error_message="The line and year have a ruling: change that.",
            ),
            models.CheckConstraint(
                name="ruling_says_why",
                condition=~Q(why=""),
                violation_error_message="A ruling says why: both claimants will ask.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line}, {self.year}"
