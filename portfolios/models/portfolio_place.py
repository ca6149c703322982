from django.db import models

from accounts.history import History
from portfolios.models.portfolio import Portfolio
from portfolios.models.position import Position


class PortfolioPlaceQuerySet(models.QuerySet):
    def at(self, position: Position) -> "PortfolioPlaceQuerySet":
        return self.filter(position=position)

    def visible_to(self, viewer) -> "PortfolioPlaceQuerySet":
        ids = viewer.portfolio_ids()
        return self if ids is None else self.filter(portfolio__in=ids)


class PortfolioPlace(models.Model):
    """A portfolio as one position shows it: under what name, in what order, led by whom.

    Its ``name`` and ``slug`` are the portfolio's own, the same in every position.
    """

    position = models.ForeignKey(Position, models.CASCADE, related_name="portfolio_places")
    portfolio = models.ForeignKey(Portfolio, models.PROTECT, related_name="portfolio_places")
    printed_label = models.CharField(
        "printed name", max_length=120, help_text="What this position's tables print."
    )
    short_name = models.CharField(max_length=60, help_text="What narrow tables print.")
    order = models.PositiveSmallIntegerField(help_text="Its row in the savings tables.")
    section_order = models.PositiveSmallIntegerField(help_text="Its section in the status part.")
    lead_role = models.CharField("led by", max_length=120, default="Executive Director")
    description = models.TextField(blank=True)
    funding_note = models.CharField(
        max_length=200, blank=True, help_text="Printed as a footnote beside its savings."
    )

    programmes: int  # how many it has there, where a query counts them
    to_confirm: bool  # whether none of them has said a saving and one is to, where it asks

    objects = PortfolioPlaceQuerySet.as_manager()
    history = History()

    class Meta:
        ordering = ["position", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_portfolio_place_per_position", fields=["position", "portfolio"]
            ),
            models.UniqueConstraint(
                name="portfolio_printed_once_per_position",
                fields=["position", "printed_label"],
                violation_error_message="This position has a portfolio of that name already.",
            ),
        ]

    def __str__(self) -> str:
        return self.printed_label

    @property
    def name(self) -> str:
        """The portfolio's key, whatever this position prints for it."""
        return self.portfolio.name

    @property
    def slug(self) -> str:
        return self.portfolio.slug

    @property
    def colour(self) -> int:
        return self.portfolio.colour
