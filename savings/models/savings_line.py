from django.db import models
from django.db.models import Sum

from accounts.history import History
from agt.words.money import MoneyField
from agt.words.years import FinancialYear, FinancialYearField
from portfolios.models import Position, ProgrammePlace
from savings.models.saving import Saving


class Confidence(models.TextChoices):
    """How sure Finance is of a saving. It is not the delivery status of a programme."""

    GREEN = "green", "Green"
    AMBER = "amber", "Amber"
    RED = "red", "Red"


class Fund(models.TextChoices):
    """Whose budget a saving falls on."""

    GENERAL_FUND = "general_fund", "General Fund"
    HRA = "hra", "Housing Revenue Account (HRA)"
    DSG = "dsg", "Dedicated Schools Grant (DSG)"


class SavingsLineQuerySet(models.QuerySet):
    """Reads that read as sentences; the database adds."""

    def at(self, position: Position) -> "SavingsLineQuerySet":
        return self.filter(place__position=position)

    def visible_to(self, viewer) -> "SavingsLineQuerySet":
        ids = viewer.portfolio_ids()
        return self if ids is None else self.filter(place__portfolio__in=ids)

    def of(self, place: ProgrammePlace) -> "SavingsLineQuerySet":
        """One programme's, in their own order, for which nothing they point to has to be read."""
        return self.filter(place=place).order_by("saving_id", "year", "confidence", "fund")

    def on_the_general_fund(self) -> "SavingsLineQuerySet":
        """What counts towards the structural deficit: HRA and DSG savings do not."""
        return self.filter(fund=Fund.GENERAL_FUND)

    def by_programme_and_year(self) -> list[tuple[int, int, FinancialYear, str, int]]:
        """(position id, programme id, year, basis, pence), summed."""
        return self._sums("place__position", "place__programme", "year", "basis")

    def by_programme_and_confidence(self) -> list[tuple[int, str, int, str, str, int]]:
        """(position id, portfolio name, programme id, confidence, basis, pence), summed."""
        return self._sums(
            "place__position", "place__portfolio__name", "place__programme", "confidence", "basis"
        )

    def by_programme(self) -> list[tuple[str, int]]:
        """(printed label, pence) in report order."""
        rows = self.order_by("place__portfolio_place__section_order", "place__order", "place")
        return list(rows.values_list("place__printed_label").annotate(pence=Sum("amount")))

    def of_each_place(self) -> models.Subquery:
        """The pence of a place, to annotate places with; ``None`` for one without a line.

        Added up by itself: to group whole rows of places by it takes three times as long.
        """
        own = self.filter(place=models.OuterRef("pk")).order_by().values("place")
        return models.Subquery(own.annotate(pence=Sum("amount")).values("pence"))

    def _sums(self, *by: str) -> list[tuple]:
        return list(self.order_by().values_list(*by).annotate(pence=Sum("amount")))

    def for_reading(self) -> "SavingsLineQuerySet":
        """With what a page prints of each line, in a total order, Green before Amber before Red."""
        surest_first = models.Case(
            *(models.When(confidence=c, then=rank) for rank, c in enumerate(Confidence))
        )
        return self.select_related("place__programme", "place__portfolio_place", "saving").order_by(
            "place__portfolio_place__order", "place__order", "saving", "year", surest_first, "pk"
        )


class SavingsLine(models.Model):
    """The atomic figure: an incremental annual amount in whole pence, which may be negative.

    A recurrent saving stays once it is in, so the cumulative amount at a year is the effect on that
    year's budget. A one-off is +x and then −x.
    """

    class Basis(models.TextChoices):
        PUBLISHED = "published", "Published"
        APPORTIONED = "apportioned", "Apportioned"
        ENTERED = "entered", "Entered"

    place = models.ForeignKey(ProgrammePlace, models.CASCADE, related_name="lines")
    saving = models.ForeignKey(Saving, models.PROTECT, related_name="lines")
    year = FinancialYearField()
    confidence = models.CharField(max_length=5, choices=Confidence.choices)
    fund = models.CharField(max_length=12, choices=Fund.choices, default=Fund.GENERAL_FUND)
    amount = MoneyField(help_text="Incremental annual amount, in whole pence.")
    basis = models.CharField(max_length=11, choices=Basis.choices, default=Basis.ENTERED)

    objects = SavingsLineQuerySet.as_manager()
    history = History()

    class Meta:
        ordering = ["place", "saving", "year", "confidence", "fund"]
        constraints = [
            models.UniqueConstraint(
                name="one_line_per_cell", fields=["place", "saving", "year", "confidence", "fund"]
            ),
            models.CheckConstraint(
                name="line_confidence_known",
                condition=models.Q(confidence__in=Confidence.values),
            ),
            models.CheckConstraint(
                name="line_fund_known", condition=models.Q(fund__in=Fund.values)
            ),
            models.CheckConstraint(
                name="line_basis_known",
                condition=models.Q(basis__in=["published", "apportioned", "entered"]),
            ),
            models.CheckConstraint(name="line_not_zero", condition=~models.Q(amount=0)),
        ]

    def __str__(self) -> str:
        return f"{self.place}, {self.year}, {self.get_confidence_display()}"
