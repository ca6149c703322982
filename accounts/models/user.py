from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models

from accounts.roles import Role, Verb, may
from agt.words import clock


class TrackerUserManager(UserManager):
    def create_superuser(self, *args: Any, **fields: Any) -> Any:
        """A superuser is an administrator: people and settings, no figures."""
        return super().create_superuser(*args, **{"role": Role.ADMINISTRATOR, **fields})


class User(AbstractUser):
    """A person who signs in: one role, for all portfolios or for some (``portfolios``)."""

    role = models.CharField(max_length=20, choices=Role.choices, default=Role.VIEWER)
    all_portfolios = models.BooleanField(
        "sees all portfolios",
        default=True,
        help_text="Untick to limit this person to the portfolios that name them.",
    )

    named_for_posts = models.BooleanField(
        "sees posts below portfolio level",
        default=False,
        help_text="Tick to name this person, beside the HR partners, for what is about few people.",
    )

    directory_key = models.CharField(
        "key in the directory",
        max_length=400,
        null=True,
        blank=True,
        unique=True,
        help_text="Issuer and subject, where this person signs in through the council's directory.",
    )
    password_given_until = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        help_text="Until when a password that somebody else set lets in, to choose one's own.",
    )
    closed_at = models.DateTimeField("closed", null=True, blank=True, editable=False)

    objects: ClassVar[TrackerUserManager] = TrackerUserManager()

    class Meta:
        ordering = ["username"]
        constraints = [
            models.CheckConstraint(
                name="user_role_known", condition=models.Q(role__in=Role.values)
            ),
            models.CheckConstraint(
                name="portfolio_lead_has_scope",
                condition=~models.Q(role=Role.PORTFOLIO_LEAD) | models.Q(all_portfolios=False),
                violation_error_message="A portfolio lead leads some portfolios: "
                "untick “sees all portfolios” and name them on each portfolio.",
            ),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the day an account was closed, from which its retention counts."""
        self.directory_key = self.directory_key or None
        self.closed_at = None if self.is_active else self.closed_at or clock.now()
        super().save(*args, **kwargs)

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    def portfolio_ids(self) -> models.QuerySet | None:
        """The portfolios this person is limited to, to filter by; ``None`` means all of them."""
        return None if self.all_portfolios else self.portfolios.order_by().values("pk")

    def reads_posts(self) -> bool:
        """Whether this person sees posts below portfolio level."""
        return bool(may(self, Verb.READ_POSTS))
