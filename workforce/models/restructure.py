from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from accounts.history import History
from agt.words.fte import FteField
from agt.words.years import FinancialYear, FinancialYearField
from portfolios.models import Illustrative, Portfolio

if TYPE_CHECKING:
    from workforce.models.route_outcome import RouteOutcome


class RestructureQuerySet(models.QuerySet):
    def visible_to(self, viewer) -> "RestructureQuerySet":
        ids = viewer.portfolio_ids()
        return self if ids is None else self.filter(portfolio__in=ids)

    def done_by(self, year: FinancialYear) -> "RestructureQuerySet":
        return self.filter(year__lte=year)


class Restructure(Illustrative):
    """A service's establishment before and after a restructure, in FTE.

    Posts deleted and posts created are both recorded, so deleted vacancies may exceed the net
    reduction. What was not stated is empty, never zero.
    """

    name = models.CharField("service", max_length=160)
    portfolio = models.ForeignKey(
        Portfolio,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="restructures",
        help_text="Leave it empty where it was before the portfolios were.",
    )
    year = FinancialYearField("completed in", help_text="A financial year: 2025/26.")
    before = FteField("establishment before")
    after = FteField("establishment after")
    deleted = FteField("posts deleted", null=True, blank=True)
    created = FteField("posts created", null=True, blank=True)
    source = models.CharField(max_length=200, blank=True, help_text="The paper that states it.")
    note = models.CharField(max_length=300, blank=True)

    objects = RestructureQuerySet.as_manager()
    history = History()

    class Meta:
        ordering = ["year", "name", "pk"]
        constraints = [
            models.UniqueConstraint(name="one_restructure_of_a_year", fields=["name", "year"]),
            models.CheckConstraint(
                name="restructure_not_below_zero",
                condition=Q(before__gte=0, after__gte=0)
                & (Q(deleted__isnull=True) | Q(deleted__gte=0))
                & (Q(created__isnull=True) | Q(created__gte=0)),
                violation_error_message="Numbers of posts are zero or more.",
            ),
            models.CheckConstraint(
                name="restructure_closes",
                condition=Q(deleted__isnull=True, created__isnull=True)
                | Q(
                    deleted__isnull=False,
                    created__isnull=False,
                    after=F("before") - F("deleted") + F("created"),
                ),
                violation_error_message="The establishment before, less posts deleted, plus posts "
                "created, is the establishment after. Give both of them, or neither.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.year}"

    @property
    def reduction(self) -> int:
        """The net reduction in hundredths of an FTE; below zero where posts were gained."""
        return self.before - self.after

    def by_route(self) -> "list[RouteOutcome | None]":
        """What went by each route, in their order; ``None`` where nothing is stated."""
        from workforce.models.route_outcome import Route

        held = {outcome.route: outcome for outcome in self.routes.all()}
        return [held.get(route) for route in Route.values]
