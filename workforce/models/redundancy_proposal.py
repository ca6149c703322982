from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from accounts.history import History
from portfolios.models import Illustrative, Programme
from workforce import statute
from workforce.models.consultation import Consultation


class RedundancyProposal(Illustrative):
    """The people a programme brings into a staff consultation, as counts, with no names."""

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="proposals")
    programme = models.ForeignKey(
        Programme,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="redundancy_proposals",
        help_text="Leave it empty for what is no programme's alone.",
    )
    posts_low = models.PositiveIntegerField("posts to go, low")
    posts_high = models.PositiveIntegerField("posts to go, high")
    vacant = models.PositiveIntegerField(
        "of these, vacant", default=0, help_text="Nobody is in them: they do not count."
    )
    voluntary = models.PositiveIntegerField(
        "of the people, volunteers", default=0, help_text="Voluntary redundancies count."
    )
    re_engaged = models.PositiveIntegerField(
        "dismissed and re-engaged", default=0, help_text="Beside these posts: they count too."
    )
    notified = models.PositiveIntegerField(
        "already notified",
        default=0,
        help_text="People in an earlier notification: they are not counted again.",
    )

    history = History()

    class Meta:
        ordering = ["consultation", "programme__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_proposal_per_programme",
                fields=["consultation", "programme"],
                violation_error_message="This programme is in the consultation: edit its people.",
            ),
            models.CheckConstraint(
                name="proposal_range_in_order",
                condition=Q(posts_high__gte=F("posts_low")),
                violation_error_message="The low end of the range is not above the high end.",
            ),
            models.CheckConstraint(
                name="proposal_vacant_within_low",
                condition=Q(vacant__lte=F("posts_low")),
                violation_error_message="More vacant posts than the low end of the range: "
                "people in them would be below zero.",
            ),
            models.CheckConstraint(
                name="proposal_volunteers_are_in_the_posts",
                condition=Q(voluntary__lte=F("posts_high") - F("vacant")),
                violation_error_message="Volunteers are among the people in the posts.",
            ),
            models.CheckConstraint(
                name="proposal_notified_are_its_people",
                condition=Q(notified__lte=F("posts_high") - F("vacant") + F("re_engaged")),
                violation_error_message="Those already notified are among its people.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme or 'All programmes'}, {self.consultation}"

    @property
    def people(self) -> int:
        """How many people count: the high end of the range."""
        return statute.people_in(
            posts_high=self.posts_high,
            vacant=self.vacant,
            voluntary=self.voluntary,
            re_engaged=self.re_engaged,
            notified=self.notified,
        )

    def clean(self) -> None:
        """More people may not bring a day of the consultation outside the rules unexplained."""
        super().clean()
        if not self.consultation.is_of_staff:
            raise ValidationError("People are proposed in a staff consultation only.")
        try:
            now = self.people
        except (TypeError, ValueError):
            return  # a field says so itself
        held = RedundancyProposal.objects.filter(pk=self.pk).first()
        try:
            self.consultation.refuse_forbidden_days(more=now - (held.people if held else 0))
        except ValidationError as error:
            raise ValidationError(error.messages) from error
