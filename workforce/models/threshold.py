import datetime

from django.db import models
from django.db.models import F, Q

from accounts.history import History
from workforce import statute
from workforce.statute import Across, Basis, Event


class Threshold(models.Model):
    """A dated setting of the clock: from so many people, so many days from one event to another.

    Law and council policy stand beside each other. One that ends and one that begins are two rows.
    """

    name = models.CharField(max_length=120)
    basis = models.CharField(
        max_length=10, choices=[(Basis.LAW, "Law"), (Basis.POLICY, "Council policy")]
    )
    across = models.CharField(
        "counted across",
        max_length=15,
        choices=[
            (Across.ESTABLISHMENT, "One redundancy establishment"),
            (Across.ORGANISATION, "The whole organisation"),
        ],
        default=Across.ESTABLISHMENT,
    )
    heads = models.PositiveIntegerField("from this many people")
    window = models.PositiveSmallIntegerField("within this many days", default=90)
    days = models.PositiveSmallIntegerField("days at least")
    runs_from = models.CharField(
        "from", max_length=10, choices=[(event, event.label) for event in Event]
    )
    runs_to = models.CharField(
        "to", max_length=10, choices=[(event, event.label) for event in Event]
    )
    since = models.DateField("in force from")
    until = models.DateField("in force until", null=True, blank=True)
    source = models.CharField(max_length=300, blank=True)

    history = History()

    class Meta:
        ordering = ["basis", "runs_from", "heads", "since", "pk"]
        constraints = [
            models.CheckConstraint(
                name="threshold_above_zero",
                condition=Q(heads__gte=1, window__gte=1, days__gte=1),
                violation_error_message="People, the window and the days are one or more.",
            ),
            models.CheckConstraint(
                name="threshold_dates_in_order",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                violation_error_message="A rule ends on or after the day it begins.",
            ),
            models.CheckConstraint(
                name="threshold_between_two_events",
                condition=~Q(runs_from=F("runs_to")),
                violation_error_message="A period runs from one event to another.",
            ),
            models.CheckConstraint(
                name="threshold_words_known",
                condition=Q(
                    basis__in=list(Basis),
                    across__in=list(Across),
                    runs_from__in=list(Event),
                    runs_to__in=list(Event),
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def as_rule(self) -> statute.Rule:
        return statute.Rule(
            name=self.name,
            basis=Basis(self.basis),
            across=Across(self.across),
            heads=self.heads,
            days=self.days,
            window=self.window,
            runs_from=Event(self.runs_from),
            runs_to=Event(self.runs_to),
            since=self.since,
            until=self.until,
            source=self.source,
        )

    def is_in_force(self, on: datetime.date) -> bool:
        return self.as_rule().is_in_force(on)
