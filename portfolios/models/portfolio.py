from django.conf import settings
from django.db import models
from django.db.models import Q

COLOURS = 8  # how many the theme tells apart: --portfolio-1 to --portfolio-8


class PortfolioQuerySet(models.QuerySet):
    def visible_to(self, viewer) -> "PortfolioQuerySet":
        """The portfolios in the viewer's scope."""
        ids = viewer.portfolio_ids()
        return self if ids is None else self.filter(pk__in=ids)


class Portfolio(models.Model):
    """A service-focused group of programmes: what of it lives on from position to position.

    ``name`` is what it was first known by, and its key for good: figures, stated figures and links
    find it by that. What a position prints for it is said by its ``PortfolioPlace``.
    """

    name = models.CharField(max_length=120, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    colour = models.PositiveSmallIntegerField(
        help_text="Which of the theme's colours it keeps, in every chart and list."
    )
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="leads"
    )
    people = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="portfolios",
        help_text="Those who are limited to some portfolios, this one among them.",
    )

    objects = PortfolioQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                name="portfolio_colour_known",
                condition=Q(colour__gte=1, colour__lte=COLOURS),
                violation_error_message=f"There are {COLOURS} colours: give one from 1 on.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
