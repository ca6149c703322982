"""What a position says in words about a portfolio."""

from django.db import models

from accounts.history import History
from portfolios.models.portfolio import Portfolio
from portfolios.models.position import Position


class NarrativeItem(models.Model):
    """One point of a list, in the order it is printed."""

    position = models.ForeignKey(Position, models.CASCADE, related_name="%(class)ss")
    portfolio = models.ForeignKey(Portfolio, models.PROTECT, related_name="%(class)ss")
    order = models.PositiveSmallIntegerField()
    text = models.TextField()

    history = History(inherit=True)

    class Meta:
        abstract = True
        ordering = ["position", "portfolio", "order", "pk"]

    def __str__(self) -> str:
        return self.text


class Improvement(NarrativeItem):
    """A planned improvement: how a portfolio's savings are delivered."""

    title = models.CharField(max_length=120)


class Highlight(NarrativeItem):
    """A highlight of progress to date."""
