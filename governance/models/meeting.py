import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Max, Q

from accounts.history import History
from agt.words import clock
from agt.words.days import long_day
from governance.models.board import Board
from portfolios.models import Illustrative, Portfolio

OFFERED = datetime.timedelta(days=400)  # how far back a form offers meetings


class MeetingQuerySet(models.QuerySet):
    def visible_to(self, viewer) -> "MeetingQuerySet":
        """The whole council's, and those of the viewer's portfolios."""
        ids = viewer.portfolio_ids()
        return self if ids is None else self.filter(Q(portfolio=None) | Q(portfolio__in=ids))

    def offered_to(self, viewer) -> "MeetingQuerySet":
        """What a form offers: no sample, those of the last year and to come, the newest first."""
        recent = self.visible_to(viewer).filter(
            illustrative=False, held_on__gte=clock.today() - OFFERED
        )
        return recent.newest_first().for_reading()

    def last_of_boards(self, today: datetime.date) -> Any:
        """The day each board of the whole council last met before today, in the boards' order.

        ``board__name`` and ``last``; a board whose samples are held has a row of them besides.
        """
        held = self.filter(held_on__lt=today, portfolio=None, board__retired=False).order_by()
        by_board = held.values("board", "board__name", "illustrative").annotate(last=Max("held_on"))
        return by_board.order_by("board__order", "board", "illustrative")

    def newest_first(self) -> "MeetingQuerySet":
        return self.order_by("-held_on", "board__order", "pk")

    def for_reading(self) -> "MeetingQuerySet":
        return self.select_related("board", "portfolio")


class Meeting(Illustrative):
    """A board on a day; a portfolio's board meets for its portfolio."""

    board = models.ForeignKey(Board, models.PROTECT, related_name="meetings")
    held_on = models.DateField("held on")
    portfolio = models.ForeignKey(
        Portfolio,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="meetings",
        help_text="Only where the board is one for each portfolio.",
    )
    note = models.CharField(max_length=200, blank=True, help_text="Like: special meeting.")

    objects = MeetingQuerySet.as_manager()
    history = History()

    class Meta:
        ordering = ["held_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="board_meets_once_a_day",
                fields=["board", "held_on"],
                condition=Q(portfolio__isnull=True),
                violation_error_message="This board meets on that day already.",
            ),
            models.UniqueConstraint(
                name="portfolio_board_meets_once_a_day",
                fields=["board", "held_on", "portfolio"],
                condition=Q(portfolio__isnull=False),
                violation_error_message="This portfolio's board meets on that day already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.of_board}, {long_day(self.held_on)}"

    def clean(self) -> None:
        if not self.board_id:
            return
        if self.board.of_portfolios and not self.portfolio_id:
            raise ValidationError({"portfolio": "This board is one for each portfolio: name it."})
        if self.portfolio_id and not self.board.of_portfolios:
            raise ValidationError({"portfolio": "This board is of no one portfolio: leave it out."})
        if self.pk and self.held_on and self.is_to_come and self.decisions.decided().exists():
            raise ValidationError({"held_on": DECIDED_ALREADY})

    @property
    def of_board(self) -> str:
        """The board, and the portfolio it is of."""
        return f"{self.board}, {self.portfolio}" if self.portfolio else str(self.board)

    @property
    def is_to_come(self) -> bool:
        return self.held_on > clock.today()


DECIDED_ALREADY = "Decisions of this meeting are recorded: it was held by today."
