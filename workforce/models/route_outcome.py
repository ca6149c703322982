from django.db import models
from django.db.models import Q

from accounts.history import History
from agt.words.fte import FteField
from portfolios.models import Illustrative
from workforce.models.restructure import Restructure


class Route(models.TextChoices):
    """How a post came to go."""

    VACANCY = "vacancy", "Vacancy deleted"
    REDEPLOYED = "redeployed", "Redeployed"
    VOLUNTARY = "voluntary", "Voluntary redundancy"
    COMPULSORY = "compulsory", "Compulsory redundancy"
    RESIGNATION = "resignation", "Resignation"
    MUTUAL = "mutual", "Mutual agreement"
    OTHER = "other", "Other"


class RouteOutcome(Illustrative):
    """How many posts of a restructure went by one route, in FTE, and the people in them."""

    restructure = models.ForeignKey(Restructure, models.CASCADE, related_name="routes")
    route = models.CharField(max_length=12, choices=Route.choices)
    fte = FteField("FTE")
    heads = models.PositiveIntegerField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)

    history = History()

    class Meta:
        ordering = ["restructure", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_outcome_per_route",
                fields=["restructure", "route"],
                violation_error_message="This route is recorded already: edit it.",
            ),
            models.CheckConstraint(
                name="route_known",
                condition=Q(route__in=Route.values),
            ),
            models.CheckConstraint(
                name="route_not_below_zero",
                condition=Q(fte__gte=0),
                violation_error_message="A number of posts is zero or more.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_route_display()}, {self.restructure}"
