from django.conf import settings
from django.db import models


class PortfolioQuerySet(models.QuerySet):
    def visible_to(self, viewer) -> "PortfolioQuerySet":
        """The portfolios in the viewer's scope."""
        ids = viewer.portfolio_ids()
        return self if ids is None else self.filter(pk__in=ids)


class Portfolio(models.Model):
    """A service-focused group of programmes, led by an Executive Director."""

    name = models.CharField(max_length=120, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    short_name = models.CharField(max_length=60, help_text="What narrow tables print.")
    order = models.PositiveSmallIntegerField(help_text="Its row in the savings tables.")
    section_order = models.PositiveSmallIntegerField(help_text="Its section in the status part.")
    lead_role = models.CharField("led by", max_length=120, default="Executive Director")
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="leads"
    )
    people = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="portfolios",
        help_text="Those who are limited to some portfolios, this one among them.",
    )
    description = models.TextField(blank=True)
    funding_note = models.CharField(
        max_length=200, blank=True, help_text="Printed as a footnote beside its savings."
    )

    objects = PortfolioQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name
