from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, Sum

from agt.words.money import MoneyField


class LedgerFile(models.Model):
    """A file of the ledger that was taken in, whole, once."""

    name = models.CharField(max_length=120)
    sha256 = models.CharField(
        max_length=64, unique=True, error_messages={"unique": "This very file is in already."}
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name


class LedgerEntryQuerySet(models.QuerySet):
    def in_force(self) -> "LedgerEntryQuerySet":
        """Of each cost centre and month, what the newest file says."""
        later = LedgerEntry.objects.filter(
            cost_centre=OuterRef("cost_centre"),
            month=OuterRef("month"),
            source__gt=OuterRef("source"),
        )
        return self.exclude(Exists(later))

    def by_month(self) -> list[tuple]:
        """(month, budget pence, actual pence), summed over cost centres."""
        sums = {"pence_budget": Sum("budget"), "pence_actual": Sum("actual")}
        return list(self.order_by("month").values_list("month").annotate(**sums))


class LedgerEntry(models.Model):
    """A month of a cost centre in the ledger. It is only added to: a later file supersedes it."""

    source = models.ForeignKey(LedgerFile, models.PROTECT, related_name="entries")
    cost_centre = models.CharField(max_length=40)
    month = models.DateField(help_text="Its first day.")
    budget = MoneyField()
    actual = MoneyField()

    objects = LedgerEntryQuerySet.as_manager()

    class Meta:
        ordering = ["cost_centre", "month", "source"]
        verbose_name_plural = "ledger entries"
        constraints = [
            models.UniqueConstraint(
                name="one_entry_per_file_and_month", fields=["source", "cost_centre", "month"]
            ),
            models.CheckConstraint(name="entry_month_is_its_first_day", condition=Q(month__day=1)),
        ]

    def __str__(self) -> str:
        return f"{self.cost_centre}, {self.month:%B %Y}"
