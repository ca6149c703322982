from django.db import models

from accounts.history import History


class BoardQuerySet(models.QuerySet):
    def offered_to(self, viewer) -> "BoardQuerySet":
        """What a form offers: those that still meet."""
        return self.filter(retired=False)


class Board(models.Model):
    """A body that meets and decides. The council defines its own; it is retired, never deleted."""

    order = models.PositiveSmallIntegerField(help_text="Its place among the boards.")
    name = models.CharField(
        max_length=120,
        unique=True,
        error_messages={"unique": "There is a board of that name already."},
    )
    description = models.TextField(blank=True)
    needs_notice = models.BooleanField(
        "key decisions need notice",
        default=False,
        help_text="It decides as Cabinet does: a key decision there needs notice beforehand.",
    )
    of_portfolios = models.BooleanField(
        "one for each portfolio",
        default=False,
        help_text="Each of its meetings is of one portfolio.",
    )
    retired = models.BooleanField(
        default=False, help_text="It meets no more. What it decided stays."
    )

    objects = BoardQuerySet.as_manager()
    history = History()

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name
