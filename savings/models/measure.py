"""A measure: what is counted to see whether a benefit arrives."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from accounts.history import History
from agt.words import clock
from portfolios.models import Illustrative, Portfolio
from savings.models.benefit import Benefit
from savings.values import ValueField


class MeasureQuerySet(models.QuerySet):
    def visible_to(self, viewer) -> "MeasureQuerySet":
        """Those of the viewer's portfolios, each with ``home``, the id of its portfolio."""
        rows = self.annotate(home=Coalesce("benefit__portfolio_id", "portfolio_id"))
        ids = viewer.portfolio_ids()
        return rows if ids is None else rows.filter(home__in=ids)

    def for_reading(self) -> "MeasureQuerySet":
        """With all that ``savings.measured`` reads of each, in so many queries for all."""
        return self.select_related("benefit__portfolio", "portfolio").prefetch_related(
            "targets", "readings__by", "unit_values"
        )


class Measure(Illustrative):
    """What is counted, in which unit, from which baseline, and which way is good.

    It is a benefit's, in its portfolio, or stands free in a portfolio of its own.
    """

    class Good(models.TextChoices):
        UP = "up", "Up"
        DOWN = "down", "Down"

    class Leads(models.TextChoices):
        LEAD = "lead", "Lead: it moves before the benefit"
        LAG = "lag", "Lag: it moves after"

    benefit = models.ForeignKey(
        Benefit, models.PROTECT, null=True, blank=True, editable=False, related_name="measures"
    )
    portfolio = models.ForeignKey(
        Portfolio, models.PROTECT, null=True, blank=True, related_name="measures"
    )
    name = models.CharField(max_length=160)
    unit = models.CharField(max_length=60, help_text="What one of it is: children, hours, %.")
    good = models.CharField(
        "which way is good", max_length=4, choices=Good.choices, default=Good.UP
    )
    leads = models.CharField("lead or lag", max_length=4, choices=Leads.choices, blank=True)
    baseline = ValueField(null=True, blank=True, help_text="What it was before anything changed.")
    baseline_on = models.DateField("baseline of", null=True, blank=True)
    amber_past = ValueField(
        "behind past a shortfall of",
        null=True,
        blank=True,
        help_text="In the measure's own unit. A smaller shortfall is on track.",
    )
    red_past = ValueField("off track past a shortfall of", null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)
    stated_in = models.CharField("stated in", max_length=120, blank=True, editable=False)

    objects = MeasureQuerySet.as_manager()
    history = History()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="measure_of_benefit_named_once",
                fields=["benefit", "name"],
                violation_error_message="This benefit has a measure of that name already.",
            ),
            models.CheckConstraint(
                name="measure_of_one",
                condition=Q(benefit__isnull=True) | Q(portfolio__isnull=True),
                violation_error_message="A benefit's measure is in the benefit's portfolio: name "
                "none of its own.",
            ),
            models.CheckConstraint(
                name="measure_baseline_of_a_day",
                condition=Q(baseline_on__isnull=True) | Q(baseline__isnull=False),
                violation_error_message="A baseline of that day needs its value: zero is a value.",
            ),
            models.CheckConstraint(
                name="measure_thresholds_in_order",
                condition=Q(amber_past__isnull=True, red_past__isnull=True)
                | Q(amber_past__gte=0, red_past__gte=F("amber_past")),
                violation_error_message="Give both shortfalls or neither, neither below zero, "
                "and off track past no less than behind.",
            ),
            models.CheckConstraint(
                name="measure_words_known",
                condition=Q(good__in=["up", "down"], leads__in=["", "lead", "lag"]),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.baseline_on and self.baseline_on > clock.today():
            raise ValidationError({"baseline_on": "A baseline is of today or of a day before."})

    @property
    def is_up(self) -> bool:
        """Whether more of it is better."""
        return self.good == self.Good.UP

    def stands_in(self) -> Portfolio | None:
        """The portfolio it is in; ``None`` is the whole council's."""
        return self.benefit.portfolio if self.benefit else self.portfolio
