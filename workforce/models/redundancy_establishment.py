from django.db import models

from accounts.history import History
from portfolios.models import Illustrative


class RedundancyEstablishment(Illustrative):
    """The unit in which people are counted for collective redundancy, across programmes."""

    name = models.CharField(max_length=120, unique=True)
    description = models.TextField(blank=True, help_text="Why it is one unit: who decided, when.")

    history = History()

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name
