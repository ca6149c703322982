from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.history import History
from accounts.roles import State, Verb, may
from agt.words.days import long_day
from agt.words.years import FinancialYear, FinancialYearField


def readable_states(user) -> tuple[State, ...]:
    """The states of positions that ``user`` may read."""
    return tuple(state for state in State if may(user, Verb.READ, state=state))


class PositionQuerySet(models.QuerySet):
    def readable_by(self, user) -> "PositionQuerySet":
        """The positions whose state ``user`` may read."""
        return self.filter(state__in=readable_states(user))

    def not_begun(self) -> "PositionQuerySet":
        """The working position where nothing is in it yet: what a new council starts with."""
        working = self.filter(state=State.WORKING).exclude(kind=Position.Kind.SCENARIO)
        return working.filter(portfolio_places=None)

    def newest_first(self) -> "PositionQuerySet":
        """By date, working before published: the order a switch lists them in."""
        return self.order_by("-as_at", "-state", "-pk")


class Position(models.Model):
    """A dated statement of all figures, as reported.

    One working position is edited; a published one never changes.
    """

    class Kind(models.TextChoices):
        MONTHLY_BOARD = "monthly_board", "Monthly Board"
        QUARTERLY_CABINET = "quarterly_cabinet", "Quarterly Cabinet"
        APPROVED_BUDGET = "approved_budget", "Approved budget"
        SCENARIO = "scenario", "Scenario"

    class DateBasis(models.TextChoices):
        EXACT = "exact", "The day is known"
        MONTH = "month", "The month is known; its last day is used"
        INFERRED = "inferred", "The date is inferred"

    name = models.CharField(max_length=60, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    short_name = models.CharField(max_length=20, help_text="Where space is short: Oct 2024.")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WORKING)
    as_at = models.DateField("as at")
    date_basis = models.CharField(max_length=10, choices=DateBasis.choices, default=DateBasis.EXACT)
    date_note = models.CharField(max_length=200, blank=True)
    first_year = FinancialYearField(help_text="The first financial year of the profile: 2024/25.")
    last_year = FinancialYearField(help_text="The last financial year of the profile.")
    opened_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="opened"
    )
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    opened_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The section 151 officer, by name.",
    )
    signed_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    publication_note = models.TextField(
        blank=True, help_text="Why it was published with what its checklist found."
    )
    locks_on = models.DateField(
        null=True, blank=True, help_text="The last day its figures can be changed."
    )

    objects = PositionQuerySet.as_manager()
    history = History()

    class Meta:
        ordering = ["-as_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_working_position",
                fields=["state"],
                condition=Q(state=State.WORKING) & ~Q(kind="scenario"),
                violation_error_message="There is a working position already: publish it first.",
            ),
            models.CheckConstraint(
                name="position_published_has_moment",
                condition=Q(state=State.PUBLISHED, published_at__isnull=False)
                | Q(state=State.WORKING, published_at__isnull=True, published_by__isnull=True),
            ),
            models.CheckConstraint(
                name="position_signed_by_someone_at_some_time",
                condition=Q(signed_by__isnull=True, signed_at__isnull=True)
                | Q(signed_by__isnull=False, signed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="scenario_never_published",
                condition=~Q(kind="scenario") | Q(state=State.WORKING),
                violation_error_message="A scenario is a what-if: it is never published.",
            ),
            models.CheckConstraint(
                name="position_years_in_order",
                condition=Q(first_year__lte=models.F("last_year")),
                violation_error_message="The first year of the profile comes before the last.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def years(self) -> list[FinancialYear]:
        """The financial years of the profile, in order."""
        return list(self.first_year.through(self.last_year))

    @property
    def is_published(self) -> bool:
        return self.state == State.PUBLISHED

    @property
    def is_scenario(self) -> bool:
        return self.kind == self.Kind.SCENARIO

    @property
    def is_working(self) -> bool:
        """Whether it is the one working position; a scenario beside it is not."""
        return not self.is_published and not self.is_scenario

    @property
    def standing(self) -> str:
        """What the header calls it: Working, Published or Scenario."""
        return "Scenario" if self.is_scenario else State(self.state).label

    @property
    def printed_name(self) -> str:
        """Its name as tables and files print it: one that is taken away says it is a what-if."""
        return f"{self.name} (scenario)" if self.is_scenario else self.name

    @property
    def as_at_text(self) -> str:
        """The date in words, with how far it can be trusted: 28 February 2025 (date inferred)."""
        if self.date_basis == self.DateBasis.MONTH:
            return f"{self.as_at:%B %Y}"
        text = long_day(self.as_at)
        return f"{text} (date inferred)" if self.date_basis == self.DateBasis.INFERRED else text
