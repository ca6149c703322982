"""A risk or an issue: what may happen or has, how bad it would be, and who does something."""

import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from accounts.history import History
from agt.words import clock
from agt.words.days import long_day
from governance.homes import home_at, home_today
from governance.models.risk_framework import RiskFramework
from governance.steps import LEAST, MOST, TENTHS, StepField
from portfolios.models import Illustrative, Portfolio, Position, Programme


class Level(models.IntegerChoices):
    """Who looks at it: each one above those before it."""

    PROGRAMME = 1, "Programme"
    PORTFOLIO = 2, "Portfolio"
    BOARD = 3, "Transformation Board"
    CABINET = 4, "Cabinet"


class RiskQuerySet(models.QuerySet):
    def at(self, position: Position) -> "RiskQuerySet":
        """Each with its ``home``, the id of the portfolio it is in at a position, and its score."""
        return self.annotate(
            home=Coalesce(
                "portfolio_id",
                home_at(position, "programme_id"),
                output_field=models.BigIntegerField(),
            ),
            score_now=F("likelihood") * F("impact"),
        )

    def visible_to(self, viewer) -> "RiskQuerySet":
        """Of those ``at`` a position, those in the viewer's portfolios."""
        ids = viewer.portfolio_ids()
        return self if ids is None else self.filter(home__in=ids)

    def open(self) -> "RiskQuerySet":
        return self.filter(closed_on=None)

    def with_late_action(self, today: datetime.date) -> "RiskQuerySet":
        """Those open with a mitigating action that is not done and was due before today."""
        late = self.model._default_manager.filter(actions__done_on=None, actions__due__lt=today)
        return self.open().filter(pk__in=late.values("pk"))

    def highest_first(self) -> "RiskQuerySet":
        """By score, those not yet scored last."""
        return self.order_by(F("score_now").desc(nulls_last=True), "raised_on", "pk")

    def for_reading(self) -> "RiskQuerySet":
        return self.select_related("programme", "portfolio", "owner")


def _step(what: str) -> StepField:
    return StepField(what, null=True, blank=True)


def _both_or_neither(prefix: str) -> Q:
    one, other = f"{prefix}likelihood__isnull", f"{prefix}impact__isnull"
    return Q(**{one: True, other: True}) | Q(**{one: False, other: False})


RATED = ("inherent_", "", "target_")
ON_A_SCALE = [f"{prefix}{axis}" for prefix in RATED for axis in ("likelihood", "impact")]


class Risk(Illustrative):
    """A risk (it may happen) or an issue (it has), of a programme, a portfolio or the whole.

    Its current rating is that of its newest review (``RiskScore``), its level that of its newest
    escalation; neither is typed here.
    """

    class Kind(models.TextChoices):
        RISK = "risk", "Risk"
        ISSUE = "issue", "Issue"

    class Response(models.TextChoices):
        TREAT = "treat", "Treat"
        TOLERATE = "tolerate", "Tolerate"
        TRANSFER = "transfer", "Transfer"
        TERMINATE = "terminate", "Terminate"

    class Proximity(models.TextChoices):
        NOW = "now", "Now"
        QUARTER = "quarter", "Within three months"
        YEAR = "year", "Within a year"
        LATER = "later", "Later"

    kind = models.CharField("risk or issue", max_length=5, choices=Kind.choices, default=Kind.RISK)
    programme = models.ForeignKey(
        Programme, models.PROTECT, null=True, blank=True, related_name="risks"
    )
    portfolio = models.ForeignKey(
        Portfolio,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="risks",
        help_text="Only where it is of no one programme. With neither it is of the whole.",
    )
    title = models.CharField(max_length=160)
    cause = models.TextField(blank=True, help_text="Because of…")
    event = models.TextField(blank=True, help_text="…there is a risk that…")
    effect = models.TextField(blank=True, help_text="…which would lead to…")
    inherent_likelihood = _step("likelihood if nothing were done")
    inherent_impact = _step("impact if nothing were done")
    likelihood = _step("likelihood")
    impact = _step("impact")
    target_likelihood = _step("likelihood aimed at")
    target_impact = _step("impact aimed at")
    response = models.CharField(max_length=10, choices=Response.choices, default=Response.TREAT)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="risks"
    )
    owner_role = models.CharField(
        "owner (role)", max_length=120, blank=True, help_text="Until a person is named."
    )
    proximity = models.CharField(
        "when it could strike", max_length=10, choices=Proximity.choices, blank=True
    )
    proximity_on = models.DateField("or on the day", null=True, blank=True)
    level = models.PositiveSmallIntegerField(
        "level", choices=Level.choices, default=Level.PROGRAMME
    )
    review_on = models.DateField("next review", null=True, blank=True)
    raised_on = models.DateField(default=clock.today)
    closed_on = models.DateField(null=True, blank=True)
    closed_why = models.CharField("closed because", max_length=300, blank=True)

    objects = RiskQuerySet.as_manager()
    history = History()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="risk_of_one",
                condition=Q(programme__isnull=True) | Q(portfolio__isnull=True),
                violation_error_message="Name the programme or the portfolio, not both: "
                "a programme's portfolio follows from it.",
            ),
            models.CheckConstraint(
                name="risk_has_owner",
                condition=Q(owner__isnull=False) | ~Q(owner_role=""),
                violation_error_message="Name who owns it: a person, or a role.",
            ),
            models.CheckConstraint(
                name="risk_on_a_scale",
                condition=Q(
                    *(
                        Q(**{f"{name}__isnull": True})
                        | Q(**{f"{name}__gte": LEAST * TENTHS, f"{name}__lte": MOST * TENTHS})
                        for name in ON_A_SCALE
                    )
                ),
                violation_error_message=f"A rating is from {LEAST} to {MOST} on any scale.",
            ),
            *(
                models.CheckConstraint(
                    name=f"risk_{prefix or 'current_'}rating_whole",
                    condition=_both_or_neither(prefix),
                    violation_error_message="A rating needs both a likelihood and an impact.",
                )
                for prefix in RATED
            ),
            models.CheckConstraint(
                name="risk_closed_with_reason",
                condition=Q(closed_on__isnull=True, closed_why="")
                | (Q(closed_on__isnull=False) & ~Q(closed_why="")),
                violation_error_message="What is closed says when and why.",
            ),
            models.CheckConstraint(
                name="risk_closed_after_raised",
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("raised_on")),
                violation_error_message="It cannot be closed before it was raised.",
            ),
            models.CheckConstraint(
                name="risk_words_known",
                condition=Q(
                    kind__in=["risk", "issue"],
                    response__in=["treat", "tolerate", "transfer", "terminate"],
                    proximity__in=["", "now", "quarter", "year", "later"],
                    level__in=[1, 2, 3, 4],
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Ratings stand on the council's own scales; a wider risk starts at a higher level."""
        ratings = {name: getattr(self, name) for name in ON_A_SCALE}
        RiskFramework.objects.held().refuse_off_scale(**ratings)
        if self._state.adding and not self.programme_id:
            self.level = max(self.level, Level.PORTFOLIO if self.portfolio_id else Level.BOARD)
        if self.raised_on and self.raised_on > clock.today():
            raise ValidationError({"raised_on": "It is raised today or was before."})

    @property
    def ref(self) -> str:
        return f"{'I' if self.kind == self.Kind.ISSUE else 'R'}{self.pk}"

    @property
    def score(self) -> int | None:
        """Its current score in hundredths, once it has been scored."""
        return _product(self.likelihood, self.impact)

    @property
    def inherent_score(self) -> int | None:
        return _product(self.inherent_likelihood, self.inherent_impact)

    @property
    def target_score(self) -> int | None:
        return _product(self.target_likelihood, self.target_impact)

    @property
    def owned_by(self) -> str:
        return str(self.owner or self.owner_role)

    @property
    def of(self) -> str:
        """What it is of, in words."""
        return str(self.programme or self.portfolio or "The whole programme")

    @property
    def strikes(self) -> str:
        """When it could strike, in words."""
        if self.proximity_on:
            return long_day(self.proximity_on)
        return self.Proximity(self.proximity).label if self.proximity else ""

    @property
    def is_overdue(self) -> bool:
        """Whether its review should have been."""
        return bool(self.closed_on is None and self.review_on and self.review_on < clock.today())

    def stands_in(self) -> Portfolio | None:
        """The portfolio it is in today; ``None`` is the whole programme's."""
        return self.portfolio or (home_today(self.programme) if self.programme else None)

    def was_open_on(self, day: datetime.date) -> bool:
        return self.raised_on <= day and (self.closed_on is None or self.closed_on > day)


def _product(likelihood: int | None, impact: int | None) -> int | None:
    return None if likelihood is None or impact is None else likelihood * impact
