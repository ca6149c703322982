"""What may come next, and what has gone: proposals, reviews, pilots and closures."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from accounts.history import History
from agt.words import clock
from agt.words.fte import FteField
from agt.words.money import MoneyField
from agt.words.years import FinancialYearField
from governance.proposal_moves import Stage
from portfolios.models import Illustrative, Portfolio, Programme


class OfPortfolioQuerySet(models.QuerySet):
    """Rows that live on with a portfolio."""

    def visible_to(self, viewer) -> "OfPortfolioQuerySet":
        ids = viewer.portfolio_ids()
        return self if ids is None else self.filter(portfolio__in=ids)

    def for_reading(self) -> "OfPortfolioQuerySet":
        return self.select_related("portfolio", "owner")


class _Owned(Illustrative):
    portfolio = models.ForeignKey(Portfolio, models.PROTECT, related_name="%(class)ss")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
    )
    owner_role = models.CharField(
        "owner (role)", max_length=120, blank=True, help_text="Until a person is named."
    )

    objects = OfPortfolioQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def owned_by(self) -> str:
        return str(self.owner or self.owner_role)


def _has_owner(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=f"{name}_has_owner",
        condition=Q(owner__isnull=False) | ~Q(owner_role=""),
        violation_error_message="Name who owns it: a person, or a role.",
    )


def _range(name: str, low: str, high: str, what: str) -> models.CheckConstraint:
    neither = Q(**{f"{low}__isnull": True, f"{high}__isnull": True})
    both = Q(**{f"{low}__gte": 0, f"{high}__gte": F(low)})
    known = Q(**{f"{low}__isnull": False, f"{high}__isnull": False})
    return models.CheckConstraint(
        name=name,
        condition=neither | (known & both),
        violation_error_message=f"{what} is a range: the lower end first, neither below zero, "
        "or nothing in both.",
    )


class Proposal(_Owned):
    """An idea for the next phase. What it may save is indicative, and in no total of savings."""

    title = models.CharField(max_length=160)
    description = models.TextField(blank=True)
    service = models.CharField(max_length=120, blank=True, help_text="Where one service is meant.")
    saving_low = MoneyField(
        "indicative saving, from", null=True, blank=True, help_text="A year: 1.2m or £250k."
    )
    saving_high = MoneyField("indicative saving, to", null=True, blank=True)
    saving_year = FinancialYearField(
        "from financial year", null=True, blank=True, help_text="The first year: 2027/28."
    )
    posts_low = FteField("indicative posts (FTE), from", null=True, blank=True)
    posts_high = FteField("indicative posts (FTE), to", null=True, blank=True)
    next_step = models.CharField(max_length=200, blank=True)
    next_on = models.DateField("by", null=True, blank=True)
    stage = models.CharField(
        max_length=9, choices=Stage.choices, default=Stage.IDEA, editable=False
    )
    dropped_on = models.DateField(null=True, blank=True, editable=False)
    dropped_why = models.CharField(max_length=300, blank=True, editable=False)
    programme = models.ForeignKey(
        Programme, models.PROTECT, null=True, blank=True, editable=False, related_name="proposals"
    )

    history = History()

    class Meta:
        ordering = ["pk"]
        constraints = [
            _has_owner("proposal"),
            _range("proposal_saving_a_range", "saving_low", "saving_high", "A saving"),
            _range("proposal_posts_a_range", "posts_low", "posts_high", "Posts"),
            models.CheckConstraint(
                name="proposal_saving_has_year",
                condition=Q(saving_low__isnull=True, saving_year__isnull=True)
                | Q(saving_low__isnull=False, saving_year__isnull=False),
                violation_error_message="A saving and its first year go together: give both or "
                "neither.",
            ),
            models.CheckConstraint(
                name="proposal_next_step_has_day",
                condition=Q(next_step="", next_on__isnull=True)
                | (~Q(next_step="") & Q(next_on__isnull=False)),
                violation_error_message="A next step has a day: give both or neither.",
            ),
            models.CheckConstraint(
                name="proposal_stage_known", condition=Q(stage__in=Stage.values)
            ),
            models.CheckConstraint(
                name="proposal_dropped_with_reason",
                condition=Q(stage="dropped", dropped_on__isnull=False) & ~Q(dropped_why="")
                | ~Q(stage="dropped") & Q(dropped_on__isnull=True, dropped_why=""),
                violation_error_message="What is dropped says when and why.",
            ),
            models.CheckConstraint(
                name="proposal_at_last_is_a_programme",
                condition=Q(stage="programme", programme__isnull=False)
                | ~Q(stage="programme") & Q(programme__isnull=True),
                violation_error_message="A proposal that became a programme names it.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ServiceReview(_Owned):
    """A service that is looked at: the question, and what came of it."""

    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        UNDER_WAY = "under_way", "Under way"
        DONE = "done", "Done"

    service = models.CharField(max_length=120)
    question = models.TextField(help_text="What the review is to answer.")
    state = models.CharField(max_length=9, choices=State.choices, default=State.PLANNED)
    due = models.DateField()
    outcome = models.TextField(blank=True, help_text="What was found, once it is done.")

    history = History()

    class Meta:
        ordering = ["due", "pk"]
        constraints = [
            _has_owner("review"),
            models.CheckConstraint(
                name="review_state_known", condition=Q(state__in=["planned", "under_way", "done"])
            ),
            models.CheckConstraint(
                name="review_done_with_outcome",
                condition=Q(state="done") & ~Q(outcome="") | ~Q(state="done") & Q(outcome=""),
                violation_error_message="An outcome goes with a review that is done, and only "
                "with it.",
            ),
        ]

    def __str__(self) -> str:
        return self.service


class Pilot(_Owned):
    """A test with a cohort of demand, to learn from: then adopted, adapted or stopped."""

    class Result(models.TextChoices):
        ADOPT = "adopt", "Adopt"
        ADAPT = "adapt", "Adapt"
        STOP = "stop", "Stop"

    title = models.CharField(max_length=160)
    cohort = models.CharField("demand cohort", max_length=200, help_text="Whose demand, how many.")
    hypothesis = models.TextField(help_text="If we…, then…, because…")
    measure = models.CharField(max_length=200, help_text="What shows whether it is so, in words.")
    starts_on = models.DateField("starts")
    ends_on = models.DateField("ends")
    result = models.CharField(max_length=5, choices=Result.choices, blank=True)
    learned = models.TextField("what was learned", blank=True)

    history = History()

    class Meta:
        ordering = ["ends_on", "pk"]
        constraints = [
            _has_owner("pilot"),
            models.CheckConstraint(
                name="pilot_ends_after_it_starts",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message="A pilot ends on the day it starts or later.",
            ),
            models.CheckConstraint(
                name="pilot_result_with_what_was_learned",
                condition=Q(result__in=["adopt", "adapt", "stop"]) & ~Q(learned="") | Q(result=""),
                violation_error_message="A result is adopt, adapt or stop, and says what was "
                "learned.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        if self.result and self.starts_on and self.starts_on > clock.today():
            raise ValidationError({"result": "It has not started yet: it has no result."})


class Closure(Illustrative):
    """That a programme was closed, and what of it goes on. Opened again, it stays on record."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="closures")
    closed_on = models.DateField()
    reason = models.CharField(max_length=300)
    lessons = models.TextField(help_text="What the next programme should know.")
    handed_to = models.CharField(
        "handed over to (role)", max_length=120, help_text="Who answers for it from here."
    )
    goes_on = models.TextField(
        "what goes on",
        blank=True,
        help_text="A measure and its owner on each line. Calls answered: head of service",
    )
    reopened_on = models.DateField(null=True, blank=True, editable=False)
    reopened_why = models.CharField(max_length=300, blank=True, editable=False)

    history = History()

    class Meta:
        ordering = ["closed_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="closed_once_at_a_time",
                fields=["programme"],
                condition=Q(reopened_on__isnull=True),
                violation_error_message="It is closed already.",
            ),
            models.CheckConstraint(
                name="closure_says_why_and_to_whom",
                condition=~Q(reason="") & ~Q(lessons="") & ~Q(handed_to=""),
                violation_error_message="A closure says why, what was learned, and who it is "
                "handed over to.",
            ),
            models.CheckConstraint(
                name="reopened_with_reason",
                condition=Q(reopened_on__isnull=True, reopened_why="")
                | Q(reopened_on__gte=F("closed_on")) & ~Q(reopened_why=""),
                violation_error_message="It is opened again after it was closed, for a reason.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme}, closed on {self.closed_on:%d/%m/%Y}"

    @property
    def rows_that_go_on(self) -> list[str]:
        return [line.strip() for line in self.goes_on.splitlines() if line.strip()]
