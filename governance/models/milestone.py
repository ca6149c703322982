import datetime
from fractions import Fraction

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import DurationField, ExpressionWrapper, F, Q
from django.db.models.functions import Coalesce

from accounts.history import History
from agt.words import clock
from agt.words.money import MoneyField
from agt.words.years import FinancialYearField
from governance.slip import pence_years, slip_days
from portfolios.models import Illustrative, Programme
from portfolios.models.of_programme import OfProgrammeQuerySet


class MilestoneQuerySet(OfProgrammeQuerySet):
    def not_done(self) -> "MilestoneQuerySet":
        return self.filter(actual__isnull=True)

    def overdue(self, today: datetime.date) -> "MilestoneQuerySet":
        return self.not_done().filter(forecast__lt=today)

    def due_within(self, days: int, today: datetime.date) -> "MilestoneQuerySet":
        """Not done, and forecast for the days ahead."""
        last = today + datetime.timedelta(days=days)
        return self.not_done().filter(forecast__gte=today, forecast__lte=last)

    def at_risk(self, today: datetime.date) -> "MilestoneQuerySet":
        """Not done, and past its forecast or forecast late."""
        return self.not_done().filter(Q(forecast__gt=F("baseline")) | Q(forecast__lt=today))

    def in_order(self) -> "MilestoneQuerySet":
        """What is ahead, the first due first; then what is done, the newest first."""
        return self.order_by(F("actual").desc(nulls_first=True), "forecast", "pk")

    def with_slip(self) -> "MilestoneQuerySet":
        """Each with ``ends`` (its actual or forecast day) and ``slip``, to sort by."""
        ends = Coalesce("actual", "forecast")
        slip = ExpressionWrapper(ends - F("baseline"), output_field=DurationField())
        return self.annotate(ends=ends, slip=slip)


class Milestone(Illustrative):
    """A dated point in a programme's plan: baseline, forecast, and when it was done.

    It says itself what it carries: a saving with its financial year, or a benefit.
    """

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="milestones")
    title = models.CharField(max_length=160)
    baseline = models.DateField(help_text="As agreed. Later it moves only by re-baselining.")
    first_baseline = models.DateField(editable=False, blank=True)
    forecast = models.DateField(help_text="When it is expected now.")
    actual = models.DateField("done on", null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="milestones"
    )
    owner_role = models.CharField("owner (role)", max_length=120, blank=True)
    critical = models.BooleanField(
        default=False, help_text="The programme cannot be delivered in time without it."
    )
    carries = MoneyField("saving it carries", null=True, blank=True, help_text="A year: 1.2m.")
    carries_year = FinancialYearField(
        "in financial year", null=True, blank=True, help_text="The first year it lands: 2025/26."
    )
    benefit = models.CharField("benefit it carries", max_length=160, blank=True)

    objects = MilestoneQuerySet.as_manager()
    history = History()

    class Meta:
        ordering = ["programme", "baseline", "pk"]
        indexes = [models.Index(name="milestone_by_day", fields=["programme", "baseline"])]
        constraints = [
            models.UniqueConstraint(
                name="milestone_named_once",
                fields=["programme", "title"],
                violation_error_message="This programme has a milestone of that name already.",
            ),
            models.CheckConstraint(
                name="milestone_has_owner",
                condition=Q(owner__isnull=False) | ~Q(owner_role=""),
                violation_error_message="A milestone needs someone who answers for it: a person "
                "or a role.",
            ),
            models.CheckConstraint(
                name="milestone_carries_in_a_year",
                condition=Q(carries__isnull=True, carries_year__isnull=True)
                | Q(carries__isnull=False, carries__gt=0, carries_year__isnull=False),
                violation_error_message="A saving that it carries is above zero and has a "
                "financial year: give both or neither.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        if self.actual and self.actual > clock.today():
            raise ValidationError({"actual": "What is done was done by today: use the forecast."})

    def save(self, *args, **kwargs) -> None:
        self.first_baseline = self.first_baseline or self.baseline
        super().save(*args, **kwargs)

    @property
    def ends_on(self) -> datetime.date:
        return self.actual or self.forecast

    @property
    def slip_days(self) -> int:
        return slip_days(self.baseline, self.ends_on)

    @property
    def delay(self) -> Fraction:
        """Its slip times the saving it carries, in pence × years, exact."""
        return pence_years(self.carries, self.slip_days)

    @property
    def is_flagged(self) -> bool:
        """Whether something that it carries is delayed with it."""
        return self.slip_days > 0 and bool(self.carries or self.benefit)

    def is_at_risk(self, today: datetime.date) -> bool:
        """Not done, and late or overdue."""
        return not self.actual and (self.slip_days > 0 or self.forecast < today)

    @property
    def was_rebaselined(self) -> bool:
        return self.first_baseline != self.baseline

    def state(self, today: datetime.date) -> str:
        """Where it stands, in words."""
        slip = self.slip_days
        late = f"late by {_days(slip)}" if slip > 0 else "on time"
        if self.actual:
            return f"done, {late}"
        if self.forecast < today:
            return f"overdue by {_days((today - self.forecast).days)}"
        left = (self.forecast - today).days
        return f"{late}, {f'due in {_days(left)}' if left else 'due today'}"


def _days(days: int) -> str:
    return f"{days:,} day{'' if days == 1 else 's'}"
