from django.db import models

from accounts.history import History


class Gate(models.Model):
    """A point where a body decides whether a programme proceeds. The council defines its own.

    What is no longer used is retired, never deleted: its decisions stand.
    """

    order = models.PositiveSmallIntegerField(help_text="Its place among the gates.")
    name = models.CharField(
        max_length=120,
        unique=True,
        error_messages={"unique": "There is a gate of that name already."},
    )
    description = models.TextField(blank=True)
    decides_case = models.BooleanField(
        "decides the business case",
        default=False,
        help_text="A decision here approves or returns the business case that is submitted.",
    )
    retired = models.BooleanField(
        default=False, help_text="No longer decided at. Decisions made here stay."
    )

    history = History()

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name
