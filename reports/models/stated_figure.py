from django.db import models
from django.db.models import OuterRef, Q, Subquery

from portfolios.models import Position


class StatedFigureQuerySet(models.QuerySet):
    def at(self, position: Position) -> "StatedFigureQuerySet":
        return self.filter(position=position)

    def with_explanation(self) -> "StatedFigureQuerySet":
        """Each with its newest explanation."""
        newest = StatedFigure.objects.filter(pk=OuterRef("pk")).order_by(
            "-explanations__at", "-explanations__pk"
        )
        return self.annotate(newest_explanation=Subquery(newest.values("explanations__text")[:1]))

    def as_printed(self) -> "StatedFigureQuerySet":
        """In the order the papers print them."""
        return self.order_by("document", "order", "pk")


class StatedFigure(models.Model):
    """A number as a paper printed it. It is never corrected.

    ``value`` is exact and counts in the smallest part of its unit: whole pence, hundredths of an
    FTE, or ones of a count. Words a paper prints in place of a number (n/a, HRA) have no value.
    """

    class Unit(models.TextChoices):
        MONEY = "GBP m", "£m"
        FTE = "FTE", "FTE"
        COUNT = "count", "count"
        TEXT = "text", "words"

    position = models.ForeignKey(Position, models.CASCADE, related_name="stated_figures")
    order = models.PositiveIntegerField(help_text="Where it stands among all that was printed.")
    document = models.CharField("paper", max_length=20)
    place = models.CharField(max_length=120)
    table = models.CharField(max_length=120)
    row = models.CharField(max_length=200)
    printed_row = models.CharField(max_length=200, blank=True)
    column = models.CharField(max_length=120)
    printed_column = models.CharField(max_length=120)
    unit = models.CharField(max_length=5, choices=Unit.choices)
    value = models.BigIntegerField(null=True, blank=True)
    printed = models.CharField(max_length=60)
    decimals = models.PositiveSmallIntegerField(default=0)
    qualifier = models.CharField(max_length=40, blank=True)
    footnote = models.CharField(max_length=300, blank=True)
    note = models.CharField(max_length=300, blank=True)

    objects = StatedFigureQuerySet.as_manager()

    class Meta:
        ordering = ["document", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="stated_once_per_place",
                fields=["position", "document", "place", "table", "row", "column", "order"],
            ),
            models.CheckConstraint(
                name="stated_unit_known",
                condition=models.Q(unit__in=["GBP m", "FTE", "count", "text"]),
            ),
            models.CheckConstraint(
                name="stated_value_unless_words",
                condition=Q(unit="text", value__isnull=True)
                | (~Q(unit="text") & Q(value__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.printed} ({self.document}, {self.place}, {self.row}, {self.column})"

    @property
    def number(self) -> int:
        """The value of a figure that is known to have one."""
        if self.value is None:
            raise ValueError(f"{self} is words, not a number.")
        return self.value

    @property
    def explanation(self) -> str:
        """The newest explanation of a break, read ``with_explanation``; empty without one."""
        return getattr(self, "newest_explanation", None) or ""
