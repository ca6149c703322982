from django.db import models


class DataVersion(models.Model):
    """What the data of a position, or of what is no position's, is known by until it changes.

    The database itself draws a new random token with every write (``reports/versions.py``), so two
    states of the data never share one: not after an undone transaction, and not after a restore.
    """

    name = models.CharField(max_length=40, primary_key=True)
    token = models.CharField(max_length=36)

    def __str__(self) -> str:
        return f"{self.name}: {self.token}"
