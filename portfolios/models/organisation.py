from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from accounts.roles import RULES, Verb
from agt.words.money import MoneyField

APPROVERS = [role.value for role, verbs in RULES.items() if Verb.APPROVE in verbs]


class Organisation(models.Model):
    """The council whose programme this is. There is one."""

    name = models.CharField(max_length=200, unique=True)
    short_name = models.CharField(max_length=40)
    programme_name = models.CharField(
        max_length=200, help_text="What the transformation programme is called."
    )

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

    history = HistoricalRecords()

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
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        self.pk = 1
        super().save(*args, **kwargs)
