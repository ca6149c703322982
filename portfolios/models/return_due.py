import datetime

from django.db import models
from django.db.models import F, Q

from accounts.history import History
from portfolios.models.portfolio import Portfolio
from portfolios.models.position import Position


def _in_order(first: str, then: str, sentence: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=f"{first}_due_before_{then}",
        condition=Q(**{f"{first}_due__isnull": True})
        | Q(**{f"{then}_due__isnull": True})
        | Q(**{f"{first}_due__lte": F(f"{then}_due")}),
        violation_error_message=sentence,
    )


class ReturnDue(models.Model):
    """By when a position's figures are due, their confirmation and its signature.

    One row is for all portfolios; a portfolio's own row goes before it, date by date.
    """

    position = models.ForeignKey(Position, models.CASCADE, related_name="returns_due")
    portfolio = models.ForeignKey(
        Portfolio, models.PROTECT, null=True, blank=True, related_name="returns_due"
    )
    figures_due = models.DateField(null=True, blank=True)
    confirmation_due = models.DateField(null=True, blank=True)
    signature_due = models.DateField(null=True, blank=True)

    history = History()

    class Meta:
        ordering = ["position", "portfolio"]
        constraints = [
            models.UniqueConstraint(
                name="returns_due_once_for_all",
                fields=["position"],
                condition=Q(portfolio__isnull=True),
            ),
            models.UniqueConstraint(
                name="returns_due_once_for_a_portfolio", fields=["position", "portfolio"]
            ),
            models.CheckConstraint(
                name="signature_due_for_all",
                condition=Q(portfolio__isnull=True) | Q(signature_due__isnull=True),
                violation_error_message="A position is signed as a whole, not by portfolio.",
            ),
            _in_order("figures", "confirmation", "Figures are due before they are confirmed."),
            _in_order("figures", "signature", "Figures are due before they are signed."),
            _in_order("confirmation", "signature", "Figures are confirmed before they are signed."),
        ]

    def __str__(self) -> str:
        return f"{self.position}, {self.portfolio or 'all portfolios'}"

    @property
    def dates(self) -> tuple[datetime.date | None, ...]:
        """When figures, confirmation and signature are due."""
        return self.figures_due, self.confirmation_due, self.signature_due
