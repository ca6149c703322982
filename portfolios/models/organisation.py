import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models

from accounts.history import History
from accounts.roles import RULES, Verb
from agt.words.colour import READABLE, WHITE, contrast, parse_colour
from agt.words.money import MoneyField

APPROVERS = [role.value for role, verbs in RULES.items() if Verb.APPROVE in verbs]


WORDS = ("portfolio", "portfolios", "programme", "programmes")


def _word(usual: str) -> models.CharField:
    """The council's own word for something of ours."""
    return models.CharField(
        f"its word for “{usual}”",
        max_length=40,
        default=usual,
        validators=[
            RegexValidator(
                re.compile(r"\A[A-Za-z][A-Za-z -]*\Z"), "A word has letters, no figures."
            )
        ],
    )


def _meaning(name: str) -> models.CharField:
    return models.CharField(
        f"what “{name}” means",
        max_length=200,
        blank=True,
        help_text="Printed below the tables that are by confidence.",
    )


class Organisation(models.Model):
    """The council whose programme this is: its name and look, its words, what it tolerates.

    There is one.
    """

    name = models.CharField(max_length=200, unique=True)
    short_name = models.CharField(max_length=40)
    programme_name = models.CharField(
        "name of the transformation programme", max_length=200, help_text="In every page's head."
    )

    strapline = models.CharField(
        max_length=120, blank=True, help_text="A few words beside its name."
    )
    logo = models.BinaryField(null=True, blank=True)
    logo_type = models.CharField(max_length=20, blank=True, editable=False)
    accent = models.CharField(
        "accent colour",
        max_length=7,
        blank=True,
        help_text="Of links and buttons, like #1b4d89. Empty: the tracker's own blue.",
    )
    portfolio = _word("portfolio")
    portfolios = _word("portfolios")
    programme = _word("programme")
    programmes = _word("programmes")
    green = models.CharField("what “Green” is called", max_length=20, default="Green")
    green_means = _meaning("Green")
    amber = models.CharField("what “Amber” is called", max_length=20, default="Amber")
    amber_means = _meaning("Amber")
    red = models.CharField("what “Red” is called", max_length=20, default="Red")
    red_means = _meaning("Red")

    tolerance = MoneyField(
        null=True,
        blank=True,
        help_text="A change of a programme's figures by more than this, in total or in one year, "
        "has to be agreed before it counts. Empty: none has to be.",
    )
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"role__in": APPROVERS, "is_active": True},
        help_text="Who agrees it. Empty: the section 151 officer or a finance partner.",
    )

    weight_green = models.PositiveSmallIntegerField(
        "weight of Green, %",
        default=100,
        help_text="How much of a Green saving counts where savings are weighted by confidence.",
    )
    weight_amber = models.PositiveSmallIntegerField("weight of Amber, %", default=75)
    weight_red = models.PositiveSmallIntegerField("weight of Red, %", default=25)

    history = History(excluded_fields=["logo"])

    class Meta:
        constraints = [
            models.CheckConstraint(name="one_organisation", condition=models.Q(pk=1)),
            models.CheckConstraint(
                name="tolerance_not_negative",
                condition=models.Q(tolerance__isnull=True) | models.Q(tolerance__gte=0),
                violation_error_message="A tolerance is zero or more; leave it empty for none.",
            ),
            models.CheckConstraint(
                name="weights_in_order",
                condition=models.Q(
                    weight_green__lte=100,
                    weight_amber__lte=models.F("weight_green"),
                    weight_red__lte=models.F("weight_amber"),
                ),
                violation_error_message="Weights are whole per cent up to 100, and one less sure "
                "never counts for more.",
            ),
            models.CheckConstraint(
                name="logo_of_a_kind_that_is_shown",
                condition=models.Q(logo__isnull=True, logo_type="")
                | models.Q(logo__isnull=False, logo_type__in=["image/png", "image/jpeg"]),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        self.pk = 1
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """The accent colour carries text on white, and text in white: it has to be readable."""
        if not self.accent:
            return
        try:
            ratio = contrast(parse_colour(self.accent), WHITE)
        except ValueError as error:
            raise ValidationError({"accent": str(error)}) from error
        if ratio < READABLE:
            raise ValidationError(
                {
                    "accent": f"Its contrast against white is {ratio:.1f} to 1, and text needs "
                    f"{READABLE} to 1: choose a darker one."
                }
            )
