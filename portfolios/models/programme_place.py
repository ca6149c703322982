from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.history import History
from portfolios.models.portfolio import Portfolio
from portfolios.models.portfolio_place import PortfolioPlace
from portfolios.models.position import Position
from portfolios.models.programme import Programme


class PlaceQuerySet(models.QuerySet):
    def at(self, position: Position) -> "PlaceQuerySet":
        return self.filter(position=position)

    def today(self) -> "PlaceQuerySet":
        """Where programmes are today: at the working position, else the newest published one."""
        held = Position.objects.exclude(kind=Position.Kind.SCENARIO)
        return self.filter(position=held.order_by("-state", "-as_at", "-pk").values("pk")[:1])

    def visible_to(self, viewer) -> "PlaceQuerySet":
        ids = viewer.portfolio_ids()
        return self if ids is None else self.filter(portfolio__in=ids)

    def in_report_order(self) -> "PlaceQuerySet":
        """By portfolio section, then as printed within it."""
        return self.order_by("portfolio_place__section_order", "order", "pk")


class ProgrammePlace(models.Model):
    """A programme as one position shows it: in which portfolio, in what order, under what label."""

    class Shows(models.TextChoices):
        MONEY = "money", "a General Fund saving"
        NONE = "n/a", "no General Fund saving (n/a)"
        HRA = "HRA", "a Housing Revenue Account programme (HRA)"
        DSG = "DSG", "a Dedicated Schools Grant programme (DSG)"
        TBC = "TBC", "a saving to be confirmed (TBC)"

    position = models.ForeignKey(Position, models.CASCADE, related_name="places")
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="places")
    portfolio = models.ForeignKey(Portfolio, models.PROTECT, related_name="places")
    # Its portfolio as its own position shows it: no column, but the pair of the two above, so that
    # it cannot be another position's. Nullable for an outer join: no list drops a programme.
    portfolio_place = models.ForeignObject(
        PortfolioPlace,
        models.RESTRICT,
        from_fields=["position", "portfolio"],
        to_fields=["position", "portfolio"],
        related_name="programme_places",
        null=True,
        blank=True,
        editable=False,
    )
    order = models.PositiveSmallIntegerField()
    printed_label = models.CharField(max_length=160)
    shows = models.CharField(max_length=10, choices=Shows.choices, default=Shows.MONEY)
    footnote = models.CharField(max_length=300, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who last saved its figures, or looked at them and said that they stand.",
    )
    returned_at = models.DateTimeField(null=True, blank=True)

    version = models.PositiveIntegerField(
        default=1, help_text="Steps with each save, so that two editors cannot share one."
    )

    objects = PlaceQuerySet.as_manager()
    history = History(excluded_fields=["version", "portfolio_place"])

    class Meta:
        ordering = ["position", "portfolio_place__section_order", "order"]
        indexes = [
            models.Index(name="place_by_portfolio", fields=["position", "portfolio", "shows"])
        ]
        constraints = [
            models.UniqueConstraint(
                name="one_place_per_position", fields=["position", "programme"]
            ),
            models.CheckConstraint(
                name="place_shows_known",
                condition=models.Q(shows__in=["money", "n/a", "HRA", "DSG", "TBC"]),
            ),
            models.CheckConstraint(
                name="confirmed_by_someone_at_some_time",
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="returned_by_someone_at_some_time",
                condition=Q(returned_by__isnull=True, returned_at__isnull=True)
                | Q(returned_by__isnull=False, returned_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.printed_label}, {self.position}"

    @property
    def portfolio_label(self) -> str:
        """What its position prints for its portfolio; its own name where that is not said."""
        return self.portfolio_place.printed_label if self.portfolio_place else self.portfolio.name

    @property
    def portfolio_short_name(self) -> str:
        """The same, where space is short."""
        return self.portfolio_place.short_name if self.portfolio_place else self.portfolio.name
