import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.history import History
from agt.words import clock
from agt.words.money import MoneyField
from agt.words.years import FinancialYearField
from portfolios.models import Illustrative, Programme
from portfolios.models.of_programme import OfProgrammeQuerySet


class DeliveryForecastQuerySet(OfProgrammeQuerySet):
    def newest_by(self, day: datetime.date) -> "DeliveryForecastQuerySet":
        """Of each programme and year, the newest that was made by ``day``."""
        made = self.filter(made_on__lte=day)
        later = DeliveryForecast.objects.filter(
            programme=OuterRef("programme"),
            year=OuterRef("year"),
            made_on__gt=OuterRef("made_on"),
            made_on__lte=day,
        )
        return made.exclude(Exists(later))


class DeliveryForecast(Illustrative):
    """What a programme is expected to have delivered by the end of a year, as seen on a day."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="delivery_forecasts")
    year = FinancialYearField(help_text="A financial year: 2025/26.")
    made_on = models.DateField(help_text="The day it was made, like 31/03/2025.")
    amount = MoneyField("saving by the end of the year", help_text="Of the whole year: 1.2m.")
    note = models.CharField("what it rests on", max_length=300, blank=True)

    objects = DeliveryForecastQuerySet.as_manager()
    history = History()

    class Meta:
        ordering = ["programme", "year", "made_on"]
        constraints = [
            models.UniqueConstraint(
                name="one_forecast_a_day",
                fields=["programme", "year", "made_on"],
                violation_error_message="There is a forecast of that day already: edit it, or "
                "give this one its own day.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme}, {self.year}"

    def clean(self) -> None:
        if self.made_on and self.made_on > clock.today():
            raise ValidationError({"made_on": "A forecast was made by today."})


class RecoveryPlan(Illustrative):
    """How a shortfall is recovered or replaced: by whom, by when, and how much it brings."""

    class Kind(models.TextChoices):
        RECOVERY = "recovery", "Recovery"
        REPLACEMENT = "replacement", "Replacement"

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="recovery_plans")
    year = FinancialYearField("year of the shortfall", help_text="A financial year: 2025/26.")
    kind = models.CharField(max_length=11, choices=Kind.choices, default=Kind.RECOVERY)
    plan = models.TextField("what is done")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    owner_role = models.CharField("owner (role)", max_length=120, blank=True)
    due = models.DateField("by when", help_text="Like 31/03/2025.")
    next_year = MoneyField(
        "recovers from next year", default=0, help_text="A year: 0.2m. Zero where it is one-off."
    )
    done_on = models.DateField("done on", null=True, blank=True)

    objects = OfProgrammeQuerySet.as_manager()
    history = History()

    class Meta:
        ordering = ["programme", "year", "due", "pk"]
        constraints = [
            models.CheckConstraint(
                name="recovery_kind_known", condition=Q(kind__in=["recovery", "replacement"])
            ),
            models.CheckConstraint(
                name="recovery_has_owner",
                condition=Q(owner__isnull=False) | ~Q(owner_role=""),
                violation_error_message="A plan needs someone who answers for it: a person or "
                "a role.",
            ),
            models.CheckConstraint(
                name="recovery_not_below_zero",
                condition=Q(next_year__gte=0),
                violation_error_message="What a plan recovers is zero or more.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme}, {self.get_kind_display().lower()}, {self.year}"
