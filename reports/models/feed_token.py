import datetime
import hashlib
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from accounts.history import History
from agt.words import clock
from portfolios.models import Portfolio

LONGEST = 365  # days that a token may be good for


def hashed(secret: str) -> str:
    """What is kept of a secret. It is 256 random bits, so that nothing slower is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


class FeedTokenQuerySet(models.QuerySet):
    def of_secret(self, secret: str) -> Self:
        """The token that a secret is of, whatever became of it; none where nobody made it."""
        return self.filter(secret_hash=hashed(secret)).select_related("owner")

    def seen_by(self, user, *, all_of_them: bool) -> Self:
        rows = self.select_related("owner", "revoked_by").prefetch_related("portfolios")
        return rows if all_of_them else rows.filter(owner=user)


class FeedToken(models.Model):
    """What another tool reads feeds with, in the name of its owner.

    It sees what its owner sees today, and of that no more than its feeds and portfolios. The secret
    is shown once; only its hash is kept.
    """

    name = models.CharField(max_length=80, help_text="What uses it: “Power BI, finance workspace”.")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="feed_tokens", editable=False
    )
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    feeds = models.JSONField(help_text="The names of the feeds it is for.")
    all_portfolios = models.BooleanField("all portfolios that its owner sees", default=True)
    portfolios = models.ManyToManyField(Portfolio, blank=True, related_name="+")
    made_on = models.DateField(editable=False)
    expires_on = models.DateField(
        "expires on", help_text="The last day it is good for: within a year. Like 31/03/2026."
    )
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    last_used_on = models.DateField(null=True, blank=True, editable=False)

    objects = FeedTokenQuerySet.as_manager()
    history = History(excluded_fields=["secret_hash", "last_used_on"])

    class Meta:
        ordering = ["-made_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="feed_token_named_once",
                fields=["owner", "name"],
                violation_error_message="You have a token of that name already: name this one "
                "after what uses it.",
            ),
            models.CheckConstraint(
                name="feed_token_expires_after_it_is_made",
                condition=Q(expires_on__gte=F("made_on")),
                violation_error_message="A token expires today or later.",
            ),
            models.CheckConstraint(
                name="feed_token_revoked_by_someone_at_some_time",
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        latest = self.made_on + datetime.timedelta(days=LONGEST)
        if self.expires_on and self.expires_on > latest:
            raise ValidationError(
                {"expires_on": f"A token is good for a year at most: until {latest:%d/%m/%Y}."}
            )

    @property
    def why_not(self) -> str:
        """Why it is no longer good; empty while it is."""
        if self.revoked_at:
            return "was revoked"
        if self.expires_on < clock.today():
            return f"expired on {self.expires_on.day} {self.expires_on:%B %Y}"
        return "" if self.owner.is_active else "belongs to someone who is no longer active"

    @property
    def standing(self) -> str:
        """Whether it is good, in words."""
        return f"It {self.why_not}" if self.why_not else "in use" if self.last_used_on else "unused"
