"""A decision of a board: for decision until it is made, then what was decided."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from accounts.history import History
from agt.words import clock
from agt.words.days import long_day
from agt.words.fte import FteField
from agt.words.money import MoneyField
from governance.homes import home_at, home_today
from governance.models.approved import approved_constraints
from governance.models.gate_decision import GateDecision
from governance.models.meeting import Meeting
from governance.notice import Periods, Prompt, call_in_prompt, notice_prompt
from portfolios.models import Illustrative, Portfolio, Position, Programme


class DecisionQuerySet(models.QuerySet):
    def at(self, position: Position) -> "DecisionQuerySet":
        """Each with its ``home``: the id of the portfolio it is in at a position, if in one."""
        return self.annotate(
            home=Coalesce(
                "portfolio_id",
                home_at(position, "programme_id"),
                "meeting__portfolio_id",
                output_field=models.BigIntegerField(),
            )
        )

    def visible_to(self, viewer) -> "DecisionQuerySet":
        """Of those ``at`` a position, those in the viewer's portfolios."""
        ids = viewer.portfolio_ids()
        return self if ids is None else self.filter(home__in=ids)

    def for_decision(self) -> "DecisionQuerySet":
        return self.filter(outcome=Decision.Outcome.FOR_DECISION)

    def decided(self) -> "DecisionQuerySet":
        return self.exclude(outcome=Decision.Outcome.FOR_DECISION)

    def soonest_first(self) -> "DecisionQuerySet":
        return self.order_by("meeting__held_on", "meeting__board__order", "pk")

    def newest_first(self) -> "DecisionQuerySet":
        return self.order_by("-meeting__held_on", "meeting__board__order", "pk")

    def for_reading(self) -> "DecisionQuerySet":
        return self.select_related(
            "meeting__board", "meeting__portfolio", "programme", "portfolio", "gate_decision__gate"
        )


class Decision(Illustrative):
    """What a meeting is asked, of a programme, a portfolio or the whole, and what it decided.

    To decide it, and to call it in, are actions. Its body is its meeting's board, so what approves
    pounds always says by whom.
    """

    class Outcome(models.TextChoices):
        FOR_DECISION = "for_decision", "For decision"
        APPROVED = "approved", "Approved"
        NOTED = "noted", "Noted"
        DEFERRED = "deferred", "Deferred"
        REFUSED = "refused", "Refused"

    class CallIn(models.TextChoices):
        STANDS = "stands", "The decision stands"
        BACK = "back", "Referred back to who decided it"
        COUNCIL = "council", "Referred to full council"

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="decisions")
    title = models.CharField(max_length=160)
    programme = models.ForeignKey(
        Programme, models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    portfolio = models.ForeignKey(
        Portfolio,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="decisions",
        help_text="Only where it is of no one programme. With neither it is of the whole.",
    )
    asks = models.TextField("what is asked", blank=True)
    is_key = models.BooleanField(
        "key decision", default=False, help_text="A significant saving is one, to begin with."
    )
    notice_on = models.DateField("notice published on", null=True, blank=True)
    pence = MoneyField(
        "saving it approves", null=True, blank=True, help_text="Asked for until it is decided: 1.2m"
    )
    fte_low = FteField("posts it approves, from", null=True, blank=True)
    fte_high = FteField("posts it approves, to", null=True, blank=True)
    outcome = models.CharField(
        max_length=12, choices=Outcome.choices, default=Outcome.FOR_DECISION, editable=False
    )
    decided = models.TextField("what was decided", blank=True)
    gate_decision = models.ForeignKey(
        GateDecision,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Where it is what the tracker records at a gate.",
    )
    minute = models.CharField("minute reference", max_length=60, blank=True)
    called_in_on = models.DateField("called in on", null=True, blank=True, editable=False)
    call_in_outcome = models.CharField(
        "what came of the call-in",
        max_length=7,
        choices=CallIn.choices,
        blank=True,
        editable=False,
    )

    objects = DecisionQuerySet.as_manager()
    history = History()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="decision_of_one",
                condition=Q(programme__isnull=True) | Q(portfolio__isnull=True),
                violation_error_message="Name the programme or the portfolio, not both: "
                "a programme's portfolio follows from it.",
            ),
            models.CheckConstraint(
                name="decision_words_known",
                condition=Q(
                    outcome__in=["for_decision", "approved", "noted", "deferred", "refused"],
                    call_in_outcome__in=["", "stands", "back", "council"],
                ),
            ),
            models.CheckConstraint(
                name="decision_says_what_was_decided",
                condition=Q(outcome="for_decision", decided="")
                | (~Q(outcome="for_decision") & ~Q(decided="")),
                violation_error_message="What was decided is said once the decision is recorded, "
                "and then always.",
            ),
            models.CheckConstraint(
                name="decision_alone_approved_approves",
                condition=Q(outcome__in=["for_decision", "approved"])
                | Q(pence__isnull=True, fte_low__isnull=True, fte_high__isnull=True),
                violation_error_message="What is not approved approves no saving and no posts: "
                "leave both empty.",
            ),
            *approved_constraints("decision"),
            models.CheckConstraint(
                name="decision_notice_is_of_a_key_one",
                condition=Q(notice_on__isnull=True) | Q(is_key=True),
                violation_error_message="Notice is given of a key decision: say that it is one.",
            ),
            models.CheckConstraint(
                name="decision_called_in_is_key",
                condition=Q(called_in_on__isnull=True)
                | (Q(is_key=True) & ~Q(outcome="for_decision")),
                violation_error_message="Only a key decision that was made can be called in.",
            ),
            models.CheckConstraint(
                name="decision_call_in_outcome_of_a_call_in",
                condition=Q(call_in_outcome="") | Q(called_in_on__isnull=False),
                violation_error_message="What came of a call-in goes with its day.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """A sample and a recorded row do not mix; a gate's decision is of the same programme."""
        if not self.meeting_id:
            return
        if self.meeting.illustrative and not self.illustrative:
            raise ValidationError(
                {"meeting": "This meeting is an illustrative sample: add the real one first."}
            )
        if self.is_decided and self.meeting.is_to_come:
            raise ValidationError({"meeting": NOT_YET_HELD})
        if self.gate_decision and self.gate_decision.programme_id != self.programme_id:
            raise ValidationError(
                {"gate_decision": "That was decided of another programme than this is of."}
            )

    @property
    def ref(self) -> str:
        return f"B{self.pk}"

    @property
    def is_decided(self) -> bool:
        return self.outcome != self.Outcome.FOR_DECISION

    @property
    def is_unrecorded(self) -> bool:
        """Whether its meeting was before today, and nobody has said what it decided."""
        return not self.is_decided and self.meeting.held_on < clock.today()

    def notice(self, periods: Periods) -> Prompt | None:
        """What its notice asks for; ``None`` where it needs none, or is decided."""
        if self.is_decided or not (self.is_key and self.meeting.board.needs_notice):
            return None
        return notice_prompt(
            meeting=self.meeting.held_on,
            given=self.notice_on,
            today=clock.today(),
            periods=periods,
        )

    def call_in(self, periods: Periods) -> str:
        """Whether it can be called in, or what came of that, in words."""
        if self.called_in_on:
            came = self.CallIn(self.call_in_outcome).label if self.call_in_outcome else NOT_KNOWN
            return f"Called in on {long_day(self.called_in_on)}: {came.lower()}."
        if not (self.is_key and self.is_decided and self.meeting.board.needs_notice):
            return ""
        if self.outcome == self.Outcome.DEFERRED:
            return ""
        return call_in_prompt(decided=self.meeting.held_on, today=clock.today(), periods=periods)

    def stands_in(self) -> Portfolio | None:
        """The portfolio it is in today; ``None`` is the whole programme's."""
        own = self.portfolio or (home_today(self.programme) if self.programme else None)
        return own or (self.meeting.portfolio if self.meeting_id else None)


NOT_KNOWN = "what comes of it is not known yet"
NOT_YET_HELD = "Its meeting is still to come: it is decided on the day or after."
