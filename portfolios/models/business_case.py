from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from accounts.history import History
from portfolios.models.position import Position
from portfolios.models.programme import Programme


class BusinessCaseQuerySet(models.QuerySet):
    def at(self, position: Position) -> "BusinessCaseQuerySet":
        return self.filter(position=position)

    def known_not_approved(self) -> "BusinessCaseQuerySet":
        """What is not stated is not known, and never among them."""
        return self.filter(state__in=NOT_APPROVED)


class BusinessCase(models.Model):
    """A programme's business case as one position reports it.

    What a paper does not say is *not stated*, never unapproved.
    """

    class Level(models.TextChoices):
        STRATEGIC_OUTLINE = "strategic_outline", "Strategic outline"
        OUTLINE = "outline", "Outline"
        FULL = "full", "Full"
        SINGLE = "single", "Single justification"

    class State(models.TextChoices):
        NOT_STATED = "not_stated", "Not stated"
        DRAFT = "draft", "Draft"
        SUBMITTED = "submitted", "Submitted"
        APPROVED = "approved", "Approved"
        RETURNED = "returned", "Returned"

    position = models.ForeignKey(Position, models.CASCADE, related_name="business_cases")
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="business_cases")
    level = models.CharField(max_length=20, choices=Level.choices, blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.NOT_STATED)
    scope_note = models.CharField(max_length=200, blank=True)
    body = models.CharField("decided by", max_length=120, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    stated_in = models.CharField(
        max_length=20, blank=True, help_text="The paper that says so, where no record is held."
    )

    objects = BusinessCaseQuerySet.as_manager()
    history = History()

    class Meta:
        ordering = ["position", "programme"]
        constraints = [
            models.UniqueConstraint(
                name="one_business_case_per_position", fields=["position", "programme"]
            ),
            models.CheckConstraint(
                name="case_state_known",
                condition=models.Q(
                    state__in=["not_stated", "draft", "submitted", "approved", "returned"]
                ),
            ),
            models.CheckConstraint(
                name="approval_has_body_and_date_or_paper",
                condition=~Q(state="approved")
                | (~Q(body="") & Q(decided_on__isnull=False))
                | ~Q(stated_in=""),
                violation_error_message="An approval needs the body that gave it and the date, "
                "or the paper that states it.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme}: {self.get_state_display()}"

    def clean(self) -> None:
        """Typed by hand, level and state are what a paper states; else they move by actions."""
        held = BusinessCase.objects.filter(pk=self.pk).first() or BusinessCase()
        moved = (held.level, held.state) != (self.level, self.state)
        if moved and not self.stated_in:
            raise ValidationError(
                "A business case is started, submitted and decided on its programme's page. Type a "
                "level or a state here only with the paper that states it."
            )


NOT_APPROVED = (BusinessCase.State.DRAFT, BusinessCase.State.SUBMITTED, BusinessCase.State.RETURNED)
