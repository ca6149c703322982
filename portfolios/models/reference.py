"""The short lists that the programme is described with."""

from django.db import models


class ReferenceItem(models.Model):
    """One entry of a reference list, in the order the council prints it."""

    order = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120, unique=True)
    description = models.TextField(blank=True)

    class Meta:
        abstract = True
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name


class Theme(ReferenceItem):
    """A kind of activity that programmes fall into."""


class Outcome(ReferenceItem):
    """A transformation outcome: what success at the end of the journey means."""


class DesignPrinciple(ReferenceItem):
    """A principle that services are redesigned by."""


class Workstream(ReferenceItem):
    """Cross-cutting support that all portfolios draw on."""
