from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.history import History
from agt.words.fte import FteField
from agt.words.money import MoneyField
from governance.models.approved import approved_constraints
from governance.models.gate import Gate
from portfolios.models import BusinessCase, Illustrative, Programme, ProgrammePlace
from portfolios.models.of_programme import OfProgrammeQuerySet

NO_BODY = "A decision needs the body that made it."
NO_DATE = "A decision needs its date."


class GateDecisionQuerySet(OfProgrammeQuerySet):
    def approving(self) -> "GateDecisionQuerySet":
        return self.exclude(outcome=GateDecision.Outcome.RETURNED)

    def offered_to(self, viewer) -> "GateDecisionQuerySet":
        """What a form offers: those of programmes that are in the viewer's portfolios today."""
        places = ProgrammePlace.objects.today().visible_to(viewer)
        return self.filter(programme__in=places.values("programme"))

    def newest_first(self) -> "GateDecisionQuerySet":
        return self.order_by("-decided_on", "-pk")


class GateDecision(Illustrative):
    """What a body decided of a programme at a gate, and what it approved.

    It lives on: it belongs to no position. What it moved in the business case stands there.
    """

    class Outcome(models.TextChoices):
        APPROVED = "approved", "Approved"
        CONDITIONAL = "conditional", "Approved with conditions"
        RETURNED = "returned", "Returned"

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="gate_decisions")
    gate = models.ForeignKey(Gate, models.PROTECT, related_name="decisions")
    case_level = models.CharField(
        max_length=20,
        choices=BusinessCase.Level.choices,
        blank=True,
        help_text="The level of the business case it was about, where it was about one.",
    )
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    body = models.CharField(
        "decided by",
        max_length=120,
        help_text="The board or committee.",
        error_messages={"blank": NO_BODY},
    )
    decided_on = models.DateField(
        "decided on", help_text="Like 31/03/2025.", error_messages={"null": NO_DATE}
    )
    conditions = models.TextField(
        blank=True, help_text="What must be met; of a return, what has to change."
    )
    pence = MoneyField("saving approved", null=True, blank=True, help_text="In all years: 1.2m.")
    fte_low = FteField("posts approved, from", null=True, blank=True)
    fte_high = FteField("posts approved, to", null=True, blank=True)
    minute = models.CharField("minute reference", max_length=60, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )

    objects = GateDecisionQuerySet.as_manager()
    history = History()

    class Meta:
        ordering = ["programme", "decided_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="gate_outcome_known",
                condition=Q(outcome__in=["approved", "conditional", "returned"]),
            ),
            models.CheckConstraint(
                name="gate_level_known",
                condition=Q(case_level__in=["", *BusinessCase.Level.values]),
            ),
            models.CheckConstraint(
                name="gate_decision_has_body",
                condition=~Q(body=""),
                violation_error_message=NO_BODY,
            ),
            models.CheckConstraint(
                name="gate_conditions_said",
                condition=Q(outcome="approved") | ~Q(conditions=""),
                violation_error_message="Say the conditions, or what has to change before it "
                "comes back.",
            ),
            models.CheckConstraint(
                name="gate_return_approves_nothing",
                condition=~Q(outcome="returned")
                | Q(pence__isnull=True, fte_low__isnull=True, fte_high__isnull=True),
                violation_error_message="A return approves nothing: leave the saving and the "
                "posts empty.",
            ),
            *approved_constraints("gate"),
            models.CheckConstraint(
                name="gate_decision_recorded_by_someone",
                condition=Q(recorded_by__isnull=False) | Q(illustrative=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gate}: {self.get_outcome_display()}, {self.programme}"

    @property
    def approves(self) -> bool:
        return self.outcome != self.Outcome.RETURNED
