from django.db import models
from django.db.models import Q

from accounts.history import History
from agt.words import clock
from agt.words.days import long_day
from portfolios.models import Illustrative
from workforce.models.consultation import Consultation


class EngagementQuerySet(models.QuerySet):
    def visible_to(self, viewer) -> "EngagementQuerySet":
        """Those of the consultations the viewer sees, and what was for the whole organisation."""
        seen = Consultation.objects.visible_to(viewer).order_by().values("pk")
        return self.filter(Q(consultation__isnull=True) | Q(consultation__in=seen))


class Engagement(Illustrative):
    """An entry of the engagement log: what was held, what was heard, what was done about it."""

    class Kind(models.TextChoices):
        BRIEFING = "briefing", "Briefing"
        UNION_MEETING = "union_meeting", "Trade union meeting"
        CHAMPIONS = "champions", "Change champions"
        FEEDBACK = "feedback", "Feedback"

    consultation = models.ForeignKey(
        Consultation,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="engagements",
        help_text="Empty for the whole organisation.",
    )
    kind = models.CharField(max_length=15, choices=Kind.choices)
    held_on = models.DateField("on", default=clock.today)
    summary = models.TextField(help_text="What was held, and for whom. No names of staff.")
    feedback = models.TextField(blank=True, help_text="What was heard.")
    response = models.TextField("done about it", blank=True)

    objects = EngagementQuerySet.as_manager()
    history = History()

    class Meta:
        verbose_name = "engagement log entry"
        verbose_name_plural = "engagement log entries"
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="engagement_kind_known",
                condition=Q(kind__in=["briefing", "union_meeting", "champions", "feedback"]),
            ),
            models.CheckConstraint(
                name="response_answers_feedback",
                condition=Q(response="") | ~Q(feedback=""),
                violation_error_message="Say what was heard before what was done about it.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {long_day(self.held_on)}"
