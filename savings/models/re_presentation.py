from django.db import models

from portfolios.models import Portfolio, Position, Programme


class RePresentation(models.Model):
    """Programmes that one position shows apart and the one before it showed as one total.

    Between the two they can only be compared together, as one row.
    """

    position = models.ForeignKey(Position, models.CASCADE, related_name="re_presentations")
    portfolio = models.ForeignKey(Portfolio, models.PROTECT, related_name="+")
    label = models.CharField(max_length=160)
    programmes = models.ManyToManyField(Programme, related_name="re_presentations")
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.label
