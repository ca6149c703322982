from django.conf import settings
from django.db import models

from accounts.history import History
from agt.words import clock
from agt.words.days import long_day
from portfolios.models.portfolio import Portfolio
from portfolios.models.position import Position


class LockExceptionQuerySet(models.QuerySet):
    def in_force(self) -> "LockExceptionQuerySet":
        """Those whose last day has not passed."""
        return self.filter(until__gte=clock.today())


class LockException(models.Model):
    """A portfolio whose figures can be changed for some days after its position locked.

    Granting it again changes its last day; a day that has passed ends it.
    """

    position = models.ForeignKey(Position, models.CASCADE, related_name="lock_exceptions")
    portfolio = models.ForeignKey(Portfolio, models.PROTECT, related_name="+")
    until = models.DateField(help_text="The last day its figures can be changed.")
    why = models.CharField(max_length=300)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()

    objects = LockExceptionQuerySet.as_manager()
    history = History()

    class Meta:
        ordering = ["position", "portfolio__name"]
        constraints = [
            models.UniqueConstraint(
                name="one_exception_per_portfolio", fields=["position", "portfolio"]
            ),
            models.CheckConstraint(name="exception_says_why", condition=~models.Q(why="")),
        ]

    def __str__(self) -> str:
        return f"{self.portfolio}, until {long_day(self.until)}"

    @property
    def is_in_force(self) -> bool:
        return self.until >= clock.today()
