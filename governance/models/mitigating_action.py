from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.history import History
from agt.words import clock
from governance.models.risk import Risk
from portfolios.models import Illustrative


class MitigatingAction(Illustrative):
    """What somebody does about a risk, by when."""

    risk = models.ForeignKey(Risk, models.CASCADE, related_name="actions")
    text = models.CharField("what is done", max_length=300)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    owner_role = models.CharField(
        "owner (role)", max_length=120, blank=True, help_text="Until a person is named."
    )
    due = models.DateField()
    done_on = models.DateField("done on", null=True, blank=True)

    history = History()

    class Meta:
        ordering = ["due", "pk"]
        constraints = [
            models.CheckConstraint(
                name="mitigation_has_owner",
                condition=Q(owner__isnull=False) | ~Q(owner_role=""),
                violation_error_message="Name who does it: a person, or a role.",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def owned_by(self) -> str:
        return str(self.owner or self.owner_role)

    @property
    def is_late(self) -> bool:
        return self.done_on is None and self.due < clock.today()
