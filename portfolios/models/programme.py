from django.conf import settings
from django.db import models

from accounts.history import History


def _person(what: str) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name=f"programmes_as_{what}",
    )


class Programme(models.Model):
    """A programme of change. Which portfolio it is in is said by its place in a position.

    Each of its three people is a user or, until one is named, a role.
    """

    name = models.CharField(max_length=160)
    slug = models.SlugField(max_length=120, unique=True)
    description = models.TextField(blank=True)
    sro = _person("sro")
    sro_role = models.CharField("SRO (role)", max_length=120, blank=True)
    manager = _person("manager")
    manager_role = models.CharField("manager (role)", max_length=120, blank=True)
    finance_lead = _person("finance_lead")
    finance_lead_role = models.CharField("finance lead (role)", max_length=120, blank=True)

    history = History()

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def people(self) -> list[tuple[str, str]]:
        """What each person is to the programme, and who: a name, a role, or "not stated"."""
        return [
            (label, str(user) if user else role or "not stated")
            for label, user, role in [
                ("Senior responsible owner", self.sro, self.sro_role),
                ("Programme manager", self.manager, self.manager_role),
                ("Finance lead", self.finance_lead, self.finance_lead_role),
            ]
        ]
