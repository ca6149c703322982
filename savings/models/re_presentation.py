from collections import defaultdict
from collections.abc import Container, Iterable
from typing import NamedTuple

from django.db import models

from portfolios.models import Portfolio, Position, Programme


class Group(NamedTuple):
    """Programmes that can only be compared together, by id."""

    programmes: frozenset[int]
    note: str


class RePresentationQuerySet(models.QuerySet):
    def told_in(self, positions: Iterable[int], *, among: Container[int]) -> dict[str, Group]:
        """The groups these positions tell of, by label, whose programmes are all in ``among``."""
        rows = self.filter(position__in=positions).values_list("label", "note", "programmes")
        members: dict[tuple[str, str], set[int]] = defaultdict(set)
        for label, note, programme in rows:
            members[label, note].add(programme)
        return {
            label: Group(frozenset(programmes), note)
            for (label, note), programmes in members.items()
            if all(programme in among for programme in programmes)
        }


class RePresentation(models.Model):
    """Programmes that one position shows apart and the one before it showed as one total.

    Between the two they can only be compared together, as one row.
    """

    position = models.ForeignKey(Position, models.CASCADE, related_name="re_presentations")
    portfolio = models.ForeignKey(Portfolio, models.PROTECT, related_name="+")
    label = models.CharField(max_length=160)
    programmes = models.ManyToManyField(Programme, related_name="re_presentations")
    note = models.CharField(max_length=300, blank=True)

    objects = RePresentationQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.label
