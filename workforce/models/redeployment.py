from django.db import models
from django.db.models import F, Q

from accounts.history import History
from agt.words import clock
from agt.words.days import long_day
from portfolios.models import Illustrative, Portfolio


class RedeploymentQuerySet(models.QuerySet):
    def visible_to(self, viewer) -> "RedeploymentQuerySet":
        ids = viewer.portfolio_ids()
        return self if ids is None else self.filter(portfolio__in=ids)


class Redeployment(Illustrative):
    """How many people are at risk, in a trial and redeployed on a day: counts, with no names."""

    portfolio = models.ForeignKey(
        Portfolio,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="redeployments",
        help_text="Leave it empty for the whole council.",
    )
    counted_on = models.DateField("counted on", default=clock.today)
    at_risk = models.PositiveIntegerField("people on the register")
    in_trial = models.PositiveIntegerField("of these, in a trial period", default=0)
    redeployed = models.PositiveIntegerField("of these, redeployed", default=0)

    objects = RedeploymentQuerySet.as_manager()
    history = History()

    class Meta:
        verbose_name = "redeployment count"
        ordering = ["-counted_on", "portfolio__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_redeployment_count_a_day",
                fields=["portfolio", "counted_on"],
                violation_error_message="It is counted for this day already: edit that.",
            ),
            models.CheckConstraint(
                name="redeployed_are_on_the_register",
                condition=Q(at_risk__gte=F("in_trial") + F("redeployed")),
                violation_error_message="Those in a trial and those redeployed "
                "are among the people on the register.",
            ),
        ]

    def __str__(self) -> str:
        return f"Redeployment, {long_day(self.counted_on)}"
