import datetime

from django.db import models
from django.db.models import F, Q

from accounts.history import History
from agt.words import clock
from agt.words.days import short_day
from portfolios.models import Illustrative, Programme
from portfolios.models.of_programme import OfProgrammeQuerySet


class ImpactAssessmentQuerySet(OfProgrammeQuerySet):
    def in_order(self) -> "ImpactAssessmentQuerySet":
        return self.order_by("programme", "kind", "pk")


class ImpactAssessment(Illustrative):
    """What a programme does to people or to their data, assessed: how far it is, and where kept."""

    class Kind(models.TextChoices):
        EQUALITY = "equality", "Equality and safety"
        PRIVACY = "privacy", "Privacy"

    class State(models.TextChoices):
        NOT_STARTED = "not_started", "Not started"
        DRAFT = "draft", "Draft"
        APPROVED = "approved", "Approved"
        NOT_NEEDED = "not_needed", "Not needed"

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="assessments")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    state = models.CharField(max_length=11, choices=State.choices, default=State.NOT_STARTED)
    reason = models.TextField("why it is not needed", blank=True)
    approved_on = models.DateField("approved on", null=True, blank=True)
    review_on = models.DateField("next review", null=True, blank=True)
    kept_at = models.CharField(
        "where it is kept", max_length=200, blank=True, help_text="A reference or a place."
    )

    objects = ImpactAssessmentQuerySet.as_manager()
    history = History()

    class Meta:
        ordering = ["programme", "kind", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="assessment_once_of_a_kind",
                fields=["programme", "kind"],
                violation_error_message="This programme has an assessment of that kind already.",
            ),
            models.CheckConstraint(
                name="assessment_words_known",
                condition=Q(
                    kind__in=["equality", "privacy"],
                    state__in=["not_started", "draft", "approved", "not_needed"],
                ),
            ),
            models.CheckConstraint(
                name="assessment_not_needed_has_reason",
                condition=~Q(state="not_needed") | ~Q(reason=""),
                violation_error_message="Say why it is not needed.",
            ),
            models.CheckConstraint(
                name="assessment_approved_on_a_day",
                condition=Q(state="approved", approved_on__isnull=False)
                | (~Q(state="approved") & Q(approved_on__isnull=True)),
                violation_error_message="The day it was approved goes with the state Approved, "
                "and only with it.",
            ),
            models.CheckConstraint(
                name="assessment_reviewed_after_approval",
                condition=Q(review_on__isnull=True)
                | Q(approved_on__isnull=True)
                | Q(review_on__gt=F("approved_on")),
                violation_error_message="Its review comes after its approval.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.programme}"

    def is_overdue(self, today: datetime.date) -> bool:
        return bool(self.review_on and self.review_on < today)

    @property
    def words(self) -> str:
        """Where it stands, in words."""
        told: str = self.get_state_display()
        if self.approved_on:
            told += f" on {short_day(self.approved_on)}"
        if self.review_on:
            late = ", overdue" if self.is_overdue(clock.today()) else ""
            told += f"; review {short_day(self.review_on)}{late}"
        return told
