from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.history import History
from agt.words.money import MoneyField
from portfolios.models import Position, ProgrammePlace


class ChangeRequestQuerySet(models.QuerySet):
    def at(self, position: Position) -> "ChangeRequestQuerySet":
        return self.filter(place__position=position)

    def visible_to(self, viewer) -> "ChangeRequestQuerySet":
        ids = viewer.portfolio_ids()
        return self if ids is None else self.filter(place__portfolio__in=ids)

    def open(self) -> "ChangeRequestQuerySet":
        """Those that wait for somebody's word."""
        return self.filter(state=ChangeRequest.State.PROPOSED)

    def for_reading(self) -> "ChangeRequestQuerySet":
        """With what a page prints of each; those that wait first, then the newest."""
        waits = models.Case(models.When(state="proposed", then=0), default=1)
        return self.select_related(
            "place__programme", "place__portfolio", "place__position", "by", "decided_by"
        ).order_by(waits, "-at", "-pk")


class ChangeRequest(models.Model):
    """A change of a programme's figures above the tolerance: asked for, and then decided.

    ``before`` and ``after`` hold whole grids, as ``Grid.as_rows`` tells them.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", "Waits"
        AGREED = "agreed", "Agreed"
        REFUSED = "refused", "Refused"
        WITHDRAWN = "withdrawn", "Withdrawn"

    place = models.ForeignKey(ProgrammePlace, models.CASCADE, related_name="change_requests")
    before = models.JSONField(help_text="What the programme held when it was asked.")
    after = models.JSONField(help_text="What it would hold.")
    total_before = MoneyField()
    total_after = MoneyField()
    why = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="change_requests")
    at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.PROPOSED)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_note = models.CharField(max_length=300, blank=True)

    objects = ChangeRequestQuerySet.as_manager()
    history = History(excluded_fields=["before", "after"])

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_open_request_for_a_programme",
                fields=["place"],
                condition=Q(state="proposed"),
                violation_error_message="A change of this programme waits to be agreed already: "
                "it has to be decided or withdrawn before another is asked for.",
            ),
            models.CheckConstraint(
                name="request_state_known",
                condition=Q(state__in=["proposed", "agreed", "refused", "withdrawn"]),
            ),
            models.CheckConstraint(
                name="request_says_why",
                condition=~Q(why=""),
                violation_error_message="A change above the tolerance needs a reason: say why.",
            ),
            models.CheckConstraint(
                name="request_decided_by_someone_at_some_time",
                condition=Q(state="proposed", decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(state="proposed") & Q(decided_by__isnull=False, decided_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="request_decided_by_another",
                condition=~Q(state__in=["agreed", "refused"]) | ~Q(decided_by=F("by")),
                violation_error_message="Nobody decides on their own request: someone else has to.",
            ),
            models.CheckConstraint(
                name="request_withdrawn_by_who_asked",
                condition=~Q(state="withdrawn") | Q(decided_by=F("by")),
                violation_error_message="Only the person who asked can withdraw a request.",
            ),
            models.CheckConstraint(
                name="request_refused_with_a_reason",
                condition=~Q(state="refused") | ~Q(decision_note=""),
                violation_error_message="Say why it is refused: who asked will want to know.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place}: {self.get_state_display().lower()}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.PROPOSED
