import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, ExpressionWrapper, F, Q, Sum
from django.db.models.functions import Coalesce

from accounts.history import History
from agt.words import clock
from agt.words.fte import FteField
from agt.words.money import MoneyField
from governance.between import Link
from governance.homes import home_at, home_today
from portfolios.models import Illustrative, Portfolio, Position, Programme


def _late(day: datetime.date) -> Q:
    return Q(needed_by__lt=day) | Q(promised_for__gt=F("needed_by"))


class DependencyQuerySet(models.QuerySet):
    def at(self, position: Position) -> "DependencyQuerySet":
        """Each with the ids of the portfolios its two ends are in at a position."""
        return self.annotate(
            gives_from=home_at(position, "giver_id"), takes_in=home_at(position, "taker_id")
        )

    def visible_to(self, viewer) -> "DependencyQuerySet":
        """Of those ``at`` a position, those with either end in the viewer's portfolios."""
        ids = viewer.portfolio_ids()
        return self if ids is None else self.filter(Q(gives_from__in=ids) | Q(takes_in__in=ids))

    def open(self) -> "DependencyQuerySet":
        """Those still to be met."""
        return self.exclude(state__in=DONE)

    def late_on(self, day: datetime.date) -> "DependencyQuerySet":
        """Those open past the day they are needed, or promised for a day after it."""
        return self.open().filter(_late(day))

    def by_portfolio(self, day: datetime.date) -> "models.QuerySet[Dependency, dict[str, Any]]":
        """Those ``at`` a position added up by the portfolios of their ends, late ones by a day."""
        ends = self.annotate(to_service=ExpressionWrapper(Q(taker=None), models.BooleanField()))
        return (
            ends.order_by()
            .values("gives_from", "takes_in", "to_service")
            .annotate(
                count=Count("pk"),
                late=Count("pk", filter=_late(day)),
                pence=Coalesce(Sum("amount"), 0),
                fte=Coalesce(Sum("posts"), 0),
                samples=Count("pk", filter=Q(illustrative=True)),
            )
        )

    def as_links(self) -> list[Link]:
        """Who gives to whom alone, for where there are many."""
        return [Link._make(row) for row in self.values_list(*Link._fields)]

    def soonest_first(self) -> "DependencyQuerySet":
        return self.order_by("needed_by", "pk")

    def for_reading(self) -> "DependencyQuerySet":
        return self.select_related("giver", "taker")


class Dependency(Illustrative):
    """What one programme gives and another programme, or an operational service, waits for."""

    class State(models.TextChoices):
        IDENTIFIED = "identified", "Identified"
        AGREED = "agreed", "Agreed"
        AT_RISK = "at_risk", "At risk"
        MET = "met", "Met"
        WITHDRAWN = "withdrawn", "Withdrawn"

    giver = models.ForeignKey(Programme, models.PROTECT, related_name="gives")
    taker = models.ForeignKey(
        Programme,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="takes",
        help_text="The programme that needs it.",
    )
    service = models.CharField(
        "or operational service",
        max_length=120,
        blank=True,
        help_text="Where a service of the council needs it, and no programme.",
    )
    what = models.CharField("what is needed", max_length=200)
    needed_by = models.DateField()
    promised_for = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.IDENTIFIED)
    agreed_by = models.CharField(max_length=120, blank=True, help_text="The person or the body.")
    agreed_on = models.DateField(null=True, blank=True)
    met_on = models.DateField(null=True, blank=True)
    amount = MoneyField("pounds at stake", null=True, blank=True, help_text="Like 1.2m or £250k.")
    posts = FteField("posts at stake (FTE)", null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)

    objects = DependencyQuerySet.as_manager()
    history = History()

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "dependencies"
        constraints = [
            models.CheckConstraint(
                name="dependency_between_two",
                condition=~Q(giver=F("taker")),
                violation_error_message="A programme does not depend on itself: "
                "name the other programme, or the service.",
            ),
            models.CheckConstraint(
                name="dependency_has_one_taker",
                condition=Q(taker__isnull=False, service="")
                | (Q(taker__isnull=True) & ~Q(service="")),
                violation_error_message="Name who needs it: a programme or a service, not both.",
            ),
            models.CheckConstraint(
                name="dependency_agreed_by_someone",
                condition=~Q(state="agreed") | (~Q(agreed_by="") & Q(agreed_on__isnull=False)),
                violation_error_message="What is agreed says by whom and on what day.",
            ),
            models.CheckConstraint(
                name="dependency_met_on_a_day",
                condition=Q(state="met", met_on__isnull=False)
                | (~Q(state="met") & Q(met_on__isnull=True)),
                violation_error_message="The day it was met goes with the state Met, and only "
                "with it.",
            ),
            models.CheckConstraint(
                name="dependency_stakes_not_negative",
                condition=(Q(amount__isnull=True) | Q(amount__gte=0))
                & (Q(posts__isnull=True) | Q(posts__gte=0)),
                violation_error_message="What is at stake is not below zero.",
            ),
            models.CheckConstraint(
                name="dependency_state_known",
                condition=Q(state__in=["identified", "agreed", "at_risk", "met", "withdrawn"]),
            ),
        ]

    def __str__(self) -> str:
        return self.what

    def clean(self) -> None:
        if self.met_on and self.met_on > clock.today():
            raise ValidationError({"met_on": "It was met today or before."})

    @property
    def ref(self) -> str:
        return f"D{self.pk}"

    @property
    def goes_to(self) -> str:
        """Who needs it."""
        return str(self.taker) if self.taker else self.service

    @property
    def is_open(self) -> bool:
        return self.state not in DONE

    @property
    def late(self) -> str:
        """Why it is late, in words; nothing where it is not."""
        if not self.is_open:
            return ""
        if self.needed_by < clock.today():
            return "Late: the day it was needed has passed"
        if self.promised_for and self.promised_for > self.needed_by:
            return "Late: promised for after it is needed"
        return ""

    def stands_in(self) -> tuple[Portfolio | None, ...]:
        """The portfolios its two ends are in today: either may edit it."""
        ends = [self.giver if self.giver_id else None, self.taker]
        return tuple(home_today(end) for end in ends if end)


DONE = (Dependency.State.MET, Dependency.State.WITHDRAWN)
