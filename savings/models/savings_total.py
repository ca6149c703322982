from django.db import models
from django.db.models import Count, Sum

from agt.words.money import MoneyField
from agt.words.years import FinancialYearField
from portfolios.models import Portfolio, Position
from savings.models.savings_line import Confidence, Fund, SavingsLine

KEY = ("position", "portfolio", "year", "confidence", "fund", "basis")


class SavingsTotalQuerySet(models.QuerySet):
    """The same sentences as of savings lines, read from their totals."""

    def at_any(self, positions: list[int]) -> "SavingsTotalQuerySet":
        """Of the positions of these ids."""
        return self.filter(position__in=positions)

    def visible_to(self, viewer) -> "SavingsTotalQuerySet":
        ids = viewer.portfolio_ids()
        return self if ids is None else self.filter(portfolio__in=ids)

    def on_the_general_fund(self) -> "SavingsTotalQuerySet":
        """What counts towards the structural deficit: HRA and DSG savings do not."""
        return self.filter(fund=Fund.GENERAL_FUND)

    def by_portfolio(self) -> dict[int, int]:
        """Pence by portfolio id."""
        return dict(self.order_by().values_list("portfolio").annotate(pence=Sum("amount")))

    def by_position_and_basis(self) -> models.QuerySet:
        """(position id, portfolio name, year, confidence, basis, pence) of each."""
        return self.order_by().values_list(
            "position", "portfolio__name", "year", "confidence", "basis", "amount"
        )


class SavingsTotal(models.Model):
    """A roll-up of savings lines, kept in step by the database within each write of a line.

    It is a cache: never written by hand, compared by ``check_rollups``, and rebuilt from the lines.
    """

    # A number of its own would have to be drawn for each line that is written.
    pk = models.CompositePrimaryKey(*KEY)
    position = models.ForeignKey(Position, models.CASCADE, related_name="+", db_index=False)
    portfolio = models.ForeignKey(Portfolio, models.PROTECT, related_name="+")
    year = FinancialYearField()
    confidence = models.CharField(max_length=5, choices=Confidence.choices)
    fund = models.CharField(max_length=12, choices=Fund.choices)
    basis = models.CharField(max_length=11, choices=SavingsLine.Basis.choices)
    amount = MoneyField(help_text="The sum of its lines, in whole pence.")
    lines = models.PositiveIntegerField(help_text="How many lines it is the sum of.")

    objects = SavingsTotalQuerySet.as_manager()

    class Meta:
        ordering = KEY

    def __str__(self) -> str:
        return f"{self.position}, {self.portfolio}, {self.year}, {self.get_confidence_display()}"


def from_lines() -> dict[tuple, tuple[int, int]]:
    """What every total should be, summed anew: (pence, lines) by ``KEY``, ids for rows."""
    rows = (
        SavingsLine.objects.order_by()
        .values_list("place__position", "place__portfolio", "year", "confidence", "fund", "basis")
        .annotate(pence=Sum("amount"), lines=Count("pk"))
    )
    return {tuple(key): (pence, lines) for *key, pence, lines in rows}


def as_kept() -> dict[tuple, tuple[int, int]]:
    """What the totals say: (pence, lines) by ``KEY``, ids for rows."""
    rows = SavingsTotal.objects.order_by().values_list(*KEY, "amount", "lines")
    return {tuple(key): (pence, lines) for *key, pence, lines in rows}
