from django.db import models
from django.db.models import Q

from accounts.history import History
from portfolios.models import Portfolio, Position

HAPPENED = "what-happened"  # kept by publication, not written: what the registers said that day


class PaperBlockQuerySet(models.QuerySet):
    def written(self) -> "PaperBlockQuerySet":
        """Those that hold what somebody wrote."""
        return self.exclude(text="").exclude(section=HAPPENED)

    def of(self, position: Position, paper: str) -> "PaperBlockQuerySet":
        return self.filter(position=position, paper=paper)


class PaperBlock(models.Model):
    """What a person wrote in one place of a position's paper, its figures as tokens.

    Plain text: a blank line parts paragraphs, a line that starts with "- " is a point of a list,
    ``[[savings.total]]`` is a figure. Which places there are is for the paper's outline to say.
    """

    class Paper(models.TextChoices):
        CABINET = "cabinet", "Cabinet report"
        SCRUTINY = "scrutiny", "Scrutiny update"

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        FINAL = "final", "Final"

    position = models.ForeignKey(Position, models.CASCADE, related_name="paper_blocks")
    paper = models.CharField(max_length=20, choices=Paper.choices)
    section = models.SlugField(max_length=40)
    portfolio = models.ForeignKey(
        Portfolio, models.PROTECT, null=True, blank=True, related_name="paper_blocks"
    )
    text = models.TextField(blank=True)
    state = models.CharField(
        max_length=10,
        choices=State.choices,
        default=State.DRAFT,
        help_text="Final once nobody needs to look at it again.",
    )
    exempt = models.BooleanField(
        "exempt from publication",
        default=False,
        help_text="Left out of the public paper: for those who edit it or see posts "
        "below portfolio level.",
    )

    objects = PaperBlockQuerySet.as_manager()
    history = History()

    class Meta:
        ordering = ["position", "paper", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_paper_block_of_the_whole",
                fields=["position", "paper", "section"],
                condition=Q(portfolio__isnull=True),
                violation_error_message="Somebody has begun this part already: open it again.",
            ),
            models.UniqueConstraint(
                name="one_paper_block_of_a_portfolio",
                fields=["position", "paper", "section", "portfolio"],
                condition=Q(portfolio__isnull=False),
                violation_error_message="Somebody has begun this part already: open it again.",
            ),
            models.CheckConstraint(
                name="paper_block_state_is_known",
                condition=Q(state__in=["draft", "final"]),
                violation_error_message="A part of a paper is a draft or final.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_paper_display()}, {self.section}"
