from django.db import models


class Illustrative(models.Model):
    """What no paper published and a sample may stand for: marked wherever it shows."""

    illustrative = models.BooleanField(
        default=False,
        editable=False,
        help_text="A sample, to show what the page is for. No paper says it.",
    )

    class Meta:
        abstract = True
