import datetime

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from portfolios.models import Illustrative, Programme
from portfolios.models.of_programme import OfProgrammeQuerySet


class Delivery(models.TextChoices):
    """How delivery goes. It is not confidence in a saving: other words, and never mapped to it."""

    ON_TRACK = "on_track", "On track"
    AT_RISK = "at_risk", "At risk"
    OFF_TRACK = "off_track", "Off track"


class DeliveryStatusQuerySet(OfProgrammeQuerySet):
    def that_count(self) -> "DeliveryStatusQuerySet":
        """The newest of each programme and month: it supersedes those before it."""
        later = DeliveryStatus.objects.filter(
            programme=OuterRef("programme"), month=OuterRef("month"), pk__gt=OuterRef("pk")
        )
        return self.exclude(Exists(later))

    def newest_of_each(self) -> "DeliveryStatusQuerySet":
        """The newest of each programme."""
        own = DeliveryStatus.objects.filter(programme=OuterRef("programme"))
        return self.filter(pk=own.newest_first().values("pk")[:1])

    def newest_of(self, programme: Programme) -> "DeliveryStatus | None":
        """What was written last of one programme; ``None`` before anything was."""
        return self.filter(programme=programme).newest_first().first()

    def newest_first(self) -> "DeliveryStatusQuerySet":
        return self.order_by("-month", "-pk")


def _rating(name: str) -> models.CharField:
    return models.CharField(name, max_length=9, choices=Delivery.choices)


class DeliveryStatus(Illustrative):
    """A programme's delivery in a month, as its author saw it.

    It is appended: the database refuses to change or delete one. A later one for the same month
    supersedes it. So the rows are their own history.
    """

    RATINGS = ("overall", "time", "cost", "benefits", "resources")

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="statuses")
    month = models.DateField(help_text="Its first day.")
    overall = _rating("overall")
    time = _rating("time")
    cost = _rating("cost")
    benefits = _rating("benefits")
    resources = _rating("resources")
    reason = models.TextField("why it is not on track", blank=True)
    path = models.TextField("how it gets back on track", blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    written_at = models.DateTimeField(null=True, editable=False)

    objects = DeliveryStatusQuerySet.as_manager()

    class Meta:
        ordering = ["programme", "month", "pk"]
        verbose_name_plural = "delivery statuses"
        indexes = [models.Index(name="status_by_month", fields=["programme", "month"])]
        constraints = [
            models.CheckConstraint(
                name="status_ratings_known",
                condition=Q(overall__in=Delivery.values)
                & Q(time__in=Delivery.values)
                & Q(cost__in=Delivery.values)
                & Q(benefits__in=Delivery.values)
                & Q(resources__in=Delivery.values),
            ),
            models.CheckConstraint(
                name="status_month_is_its_first_day",
                condition=Q(month__day=1),
                violation_error_message="A status is of a month: give its first day.",
            ),
            models.CheckConstraint(
                name="status_off_track_says_why_and_how_back",
                condition=Q(overall="on_track") | (~Q(reason="") & ~Q(path="")),
                violation_error_message="Delivery that is not on track needs a reason and how it "
                "gets back on track.",
            ),
            models.CheckConstraint(
                name="status_has_author",
                condition=Q(author__isnull=False, written_at__isnull=False) | Q(illustrative=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme}, {self.month:%B %Y}: {self.get_overall_display()}"


def first_of(day: datetime.date) -> datetime.date:
    """The first day of a day's month."""
    return day.replace(day=1)


def months_back(month: datetime.date, months: int) -> datetime.date:
    """The first day of the month that many months before."""
    years, at = divmod(month.year * 12 + month.month - 1 - months, 12)
    return datetime.date(years, at + 1, 1)
