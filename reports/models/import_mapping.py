from django.conf import settings
from django.db import models

from accounts.history import History


class ImportMapping(models.Model):
    """How one council's plans, or registers, are read, kept under a name for the next file."""

    name = models.CharField(max_length=80, unique=True)
    content = models.JSONField(help_text="The mapping as its file says it.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    history = History()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
