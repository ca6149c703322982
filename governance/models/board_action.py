import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from accounts.history import History
from agt.words import clock
from governance.homes import home_at
from governance.models.decision import Decision
from governance.models.meeting import Meeting
from portfolios.models import Illustrative, Portfolio, Position


class BoardActionQuerySet(models.QuerySet):
    def at(self, position: Position) -> "BoardActionQuerySet":
        """Each with its ``home``: the id of the portfolio it is in at a position, if in one."""
        return self.annotate(
            home=Coalesce(
                "decision__portfolio_id",
                home_at(position, "decision__programme_id"),
                "decision__meeting__portfolio_id",
                "meeting__portfolio_id",
                output_field=models.BigIntegerField(),
            )
        )

    def visible_to(self, viewer) -> "BoardActionQuerySet":
        """Of those ``at`` a position, those in the viewer's portfolios, and their own."""
        ids = viewer.portfolio_ids()
        return self if ids is None else self.filter(Q(home__in=ids) | Q(owner=viewer.pk))

    def open(self) -> "BoardActionQuerySet":
        return self.filter(done_on=None)

    def late(self, today: datetime.date) -> "BoardActionQuerySet":
        return self.open().filter(due__lt=today)

    def of_meeting(self, meeting: Meeting) -> "BoardActionQuerySet":
        return self.filter(Q(meeting=meeting) | Q(decision__meeting=meeting))

    def late_first(self) -> "BoardActionQuerySet":
        """What is open, the longest due first; then what is done, the newest first."""
        return self.order_by(F("done_on").desc(nulls_first=True), "due", "pk")

    def for_reading(self) -> "BoardActionQuerySet":
        return self.select_related(
            "owner",
            "meeting__board",
            "meeting__portfolio",
            "decision__meeting__board",
            "decision__meeting__portfolio",
        )


class BoardAction(Illustrative):
    """What somebody does because a meeting, or a decision of it, said so, by when."""

    decision = models.ForeignKey(
        Decision, models.CASCADE, null=True, blank=True, related_name="actions"
    )
    meeting = models.ForeignKey(
        Meeting, models.CASCADE, null=True, blank=True, related_name="actions"
    )
    text = models.CharField("what is done", max_length=300)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    owner_role = models.CharField(
        "owner (role)", max_length=120, blank=True, help_text="Until a person is named."
    )
    raised_on = models.DateField("raised on", default=clock.today)
    due = models.DateField()
    done_on = models.DateField("done on", null=True, blank=True)

    objects = BoardActionQuerySet.as_manager()
    history = History()

    class Meta:
        ordering = ["due", "pk"]
        constraints = [
            models.CheckConstraint(
                name="board_action_from_one",
                condition=Q(decision__isnull=True, meeting__isnull=False)
                | Q(decision__isnull=False, meeting__isnull=True),
                violation_error_message="An action comes from a decision or from a meeting.",
            ),
            models.CheckConstraint(
                name="board_action_has_owner",
                condition=Q(owner__isnull=False) | ~Q(owner_role=""),
                violation_error_message="Name who does it: a person, or a role.",
            ),
            models.CheckConstraint(
                name="board_action_done_after_raised",
                condition=Q(done_on__isnull=True) | Q(done_on__gte=F("raised_on")),
                violation_error_message="It cannot be done before it was raised.",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        if self.done_on and self.done_on > clock.today():
            raise ValidationError({"done_on": "It was done today or before."})

    @property
    def owned_by(self) -> str:
        return str(self.owner or self.owner_role)

    @property
    def is_late(self) -> bool:
        return self.done_on is None and self.due < clock.today()

    @property
    def held_at(self) -> Meeting:
        """The meeting it comes from, by its decision or itself."""
        return self.decision.meeting if self.decision else self.meeting  # type: ignore[return-value]

    def stands_in(self) -> Portfolio | None:
        """The portfolio it is in today; ``None`` is the whole programme's."""
        if self.decision:
            return self.decision.stands_in()
        return self.meeting.portfolio if self.meeting else None
