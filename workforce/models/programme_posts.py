from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from accounts.history import History
from agt.words.fte import FteField, in_fte
from portfolios.models import Illustrative, Portfolio, Position, Programme, ProgrammePlace
from workforce.models.post_range import post_range_constraints
from workforce.models.post_reduction import PostReduction, PostReductionQuerySet


class ProgrammePosts(Illustrative):
    """The part of a portfolio's post reductions that one programme brings, or none alone.

    Without a programme it is portfolio-wide. FTE says how much work goes, heads how many people
    stand in it. What no part accounts for is not yet by programme, and is never typed.
    """

    position = models.ForeignKey(Position, models.CASCADE, related_name="programme_posts")
    portfolio = models.ForeignKey(Portfolio, models.PROTECT, related_name="programme_posts")
    programme = models.ForeignKey(
        Programme,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="programme_posts",
        help_text="Leave it empty for posts that are portfolio-wide.",
    )
    low = FteField()
    high = FteField()
    vacant = FteField(default=0)
    heads_low = models.PositiveIntegerField(
        "heads, low", null=True, blank=True, help_text="People, where they are counted."
    )
    heads_high = models.PositiveIntegerField("heads, high", null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)

    objects = PostReductionQuerySet.as_manager()
    history = History()

    class Meta:
        verbose_name_plural = "programme posts"
        ordering = ["position", "portfolio__name", "programme__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_part_per_programme",
                fields=["position", "programme"],
                violation_error_message="This programme has its posts already: edit those.",
            ),
            models.UniqueConstraint(
                name="one_portfolio_wide_part",
                fields=["position", "portfolio"],
                condition=Q(programme__isnull=True),
                violation_error_message="Portfolio-wide posts are there already: edit those.",
            ),
            *post_range_constraints("part"),
            models.CheckConstraint(
                name="part_heads_in_order",
                condition=Q(heads_low__isnull=True, heads_high__isnull=True)
                | Q(
                    heads_low__isnull=False,
                    heads_high__isnull=False,
                    heads_high__gte=F("heads_low"),
                ),
                violation_error_message="Give both ends of the heads, the low one first, or none.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme or 'Portfolio-wide'}, {self.portfolio}, {self.position}"

    @property
    def occupied_low(self) -> int:
        """Hundredths of an FTE."""
        return self.low - self.vacant

    @property
    def occupied_high(self) -> int:
        """Hundredths of an FTE."""
        return self.high - self.vacant

    def clean(self) -> None:
        """A part is of a programme of its portfolio, and the parts stay within the whole."""
        super().clean()
        if self.programme and not self._is_placed():
            raise ValidationError({"programme": f"{self.programme} is not in {self.portfolio}."})
        whole = PostReduction.objects.filter(position=self.position, portfolio=self.portfolio)
        held = whole.first()
        if held is None:
            raise ValidationError(f"{self.portfolio} has no post reductions yet: add those first.")
        parts = ProgrammePosts.objects.filter(position=self.position, portfolio=self.portfolio)
        others = parts.exclude(pk=self.pk).aggregate(
            low=models.Sum("low", default=0),
            high=models.Sum("high", default=0),
            vacant=models.Sum("vacant", default=0),
        )
        if None in (self.low, self.high, self.vacant):
            return  # a field says so itself
        past, rest = {}, {}
        for name, taken in others.items():
            left = getattr(held, name) - taken
            rest[name] = left - getattr(self, name)
            if rest[name] < 0:
                past[name] = (
                    f"{self.portfolio} has {in_fte(left)} FTE of these left: "
                    "change its own range first."
                )
        if past:
            raise ValidationError(past)
        if not rest["vacant"] <= rest["low"] <= rest["high"]:
            raise ValidationError(
                f"That would leave {self.portfolio} {in_fte(rest['low'])} to "
                f"{in_fte(rest['high'])} FTE with {in_fte(rest['vacant'])} vacant, which cannot "
                "be. Check this range, or the portfolio's own."
            )

    def _is_placed(self) -> bool:
        return ProgrammePlace.objects.filter(
            position=self.position, portfolio=self.portfolio, programme=self.programme
        ).exists()
