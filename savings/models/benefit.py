"""A benefit: what change brings, who answers for it, and how far it has come."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from accounts.history import History
from agt.words import clock
from agt.words.money import MoneyField
from portfolios.models import (
    DesignPrinciple,
    Illustrative,
    Outcome,
    Portfolio,
    Programme,
    Theme,
)

UNOWNED = "Name who owns it: a person, or a role."


class BenefitQuerySet(models.QuerySet):
    def visible_to(self, viewer) -> "BenefitQuerySet":
        """Those of the viewer's portfolios; the whole council's for those who see it all."""
        ids = viewer.portfolio_ids()
        return self if ids is None else self.filter(portfolio__in=ids)

    def for_reading(self) -> "BenefitQuerySet":
        return self.select_related("portfolio", "owner", "verified_by")


class Benefit(Illustrative):
    """An entry of the benefits register, with the fields of the Green Book.

    It lives on until it is verified. Its state moves by actions, and so does what it is linked to.
    """

    class Category(models.TextChoices):
        CASHABLE = "cashable", "Cashable"
        NON_CASHABLE = "non_cashable", "Non-cashable"
        DEMAND = "demand", "Demand mitigation"
        DISBENEFIT = "disbenefit", "Disbenefit"

    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        DELIVERING = "delivering", "Delivering"
        REALISED = "realised", "Realised"
        VERIFIED = "verified", "Verified"

    title = models.CharField(max_length=160)
    category = models.CharField(
        max_length=14,
        choices=Category.choices,
        help_text="A disbenefit is what change costs somebody: it counts against.",
    )
    category_judged = models.BooleanField(
        default=False,
        editable=False,
        help_text="The paper does not say the category: it is our reading.",
    )
    cash_releasing = models.BooleanField(
        null=True,
        blank=True,
        help_text="It takes money out of a budget. Only a cashable benefit does.",
    )
    description = models.TextField(blank=True)
    service = models.CharField(
        "service feature",
        max_length=200,
        blank=True,
        help_text="What of the service changes for those who use it.",
    )
    portfolio = models.ForeignKey(
        Portfolio,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="benefits",
        help_text="Which portfolio answers for it. With none it is the whole council's.",
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="benefits"
    )
    owner_role = models.CharField(
        "owner (role)", max_length=120, blank=True, help_text="Until a person is named."
    )
    target = models.CharField("target, in words", max_length=200, blank=True)
    full_year_value = MoneyField(
        null=True, blank=True, help_text="What it is worth in a full year, where it has a value."
    )
    starts_on = models.DateField("from", null=True, blank=True)
    ends_on = models.DateField("to", null=True, blank=True)
    cost = MoneyField("cost to realise it", null=True, blank=True)
    programmes = models.ManyToManyField(Programme, blank=True, related_name="benefits")
    outcomes = models.ManyToManyField(Outcome, blank=True, related_name="benefits")
    themes = models.ManyToManyField(Theme, blank=True, related_name="benefits")
    principles = models.ManyToManyField(
        DesignPrinciple, blank=True, related_name="benefits", verbose_name="design principles"
    )
    stated_in = models.CharField("stated in", max_length=120, blank=True, editable=False)
    state = models.CharField(
        max_length=10, choices=State.choices, default=State.PLANNED, editable=False
    )
    verified_on = models.DateField(null=True, blank=True, editable=False)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    verified_value = MoneyField(null=True, blank=True, editable=False)

    objects = BenefitQuerySet.as_manager()
    # What it is linked to is told by the reason of the entry that linked it.
    history = History()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="benefit_named_once",
                fields=["portfolio", "title"],
                violation_error_message="This portfolio has a benefit of that name already.",
            ),
            models.UniqueConstraint(
                name="benefit_of_all_named_once",
                fields=["title"],
                condition=Q(portfolio__isnull=True),
                violation_error_message="The council has a benefit of that name already.",
            ),
            models.CheckConstraint(
                name="benefit_has_owner",
                condition=Q(owner__isnull=False) | ~Q(owner_role="") | ~Q(stated_in=""),
                violation_error_message=UNOWNED,
            ),
            models.CheckConstraint(
                name="benefit_releases_cash_if_cashable",
                condition=Q(cash_releasing__isnull=True)
                | Q(cash_releasing=False)
                | Q(category="cashable"),
                violation_error_message="Only a cashable benefit releases cash.",
            ),
            models.CheckConstraint(
                name="benefit_amounts_not_below_zero",
                condition=(Q(full_year_value__isnull=True) | Q(full_year_value__gte=0))
                & (Q(cost__isnull=True) | Q(cost__gte=0)),
                violation_error_message="An amount is not below zero: what counts against is a "
                "disbenefit.",
            ),
            models.CheckConstraint(
                name="benefit_verified_value_not_below_zero",
                condition=Q(verified_value__isnull=True) | Q(verified_value__gte=0),
            ),
            models.CheckConstraint(
                name="benefit_timescale_in_order",
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                violation_error_message="It cannot end before it begins.",
            ),
            models.CheckConstraint(
                name="benefit_verified_by_someone_on_a_day",
                condition=Q(
                    ~Q(state="verified"),
                    verified_on__isnull=True,
                    verified_by__isnull=True,
                    verified_value__isnull=True,
                )
                | (
                    Q(state="verified", verified_on__isnull=False)
                    & (Q(verified_by__isnull=False) | Q(illustrative=True))
                ),
                violation_error_message="What is verified says by whom and when.",
            ),
            models.CheckConstraint(
                name="benefit_words_known",
                condition=Q(
                    category__in=["cashable", "non_cashable", "demand", "disbenefit"],
                    state__in=["planned", "delivering", "realised", "verified"],
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """The owner stands here too: a form without ``stated_in`` does not see its constraint."""
        if not (self.owner_id or self.owner_role or self.stated_in):
            raise ValidationError({"owner": UNOWNED})
        if self.verified_on and self.verified_on > clock.today():
            raise ValidationError({"verified_on": "It is verified today or was before."})

    @property
    def ref(self) -> str:
        return f"B{self.pk}"

    @property
    def releases(self) -> str:
        """Its class in words."""
        if self.cash_releasing is None:
            return "not stated"
        return "cash releasing" if self.cash_releasing else "not cash releasing"

    @property
    def sign(self) -> int:
        """A disbenefit counts against."""
        return -1 if self.category == self.Category.DISBENEFIT else 1

    @property
    def owned_by(self) -> str:
        return str(self.owner or self.owner_role) or "not stated"
