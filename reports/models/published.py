"""What Cabinet saw: the very tables and files of a published position, kept for ever."""

import hashlib

from django.db import models

from portfolios.models import Position


def checksum(content: bytes) -> str:
    """The SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


class PublishedFileQuerySet(models.QuerySet):
    def visible_to(self, viewer) -> "PublishedFileQuerySet":
        """All but those of posts below portfolio level, where the viewer does not see these."""
        return self if viewer.reads_posts() else self.filter(is_below_portfolio=False)


class PublishedFile(models.Model):
    """A file as it was when its position was published, byte for byte."""

    position = models.ForeignKey(Position, models.CASCADE, related_name="files")
    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=100)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    is_below_portfolio = models.BooleanField(
        default=False, help_text="Of posts below portfolio level: not for everyone."
    )

    objects = PublishedFileQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(name="one_file_of_a_name", fields=["position", "name"]),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.position}"

    @property
    def is_intact(self) -> bool:
        """Whether the bytes are still those that were published."""
        return checksum(bytes(self.content)) == self.sha256


class PublishedTable(models.Model):
    """A report table as it was when its position was published, as the JSON it is read by."""

    position = models.ForeignKey(Position, models.CASCADE, related_name="tables")
    slug = models.SlugField(max_length=60)
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(name="one_table_of_a_slug", fields=["position", "slug"]),
        ]

    def __str__(self) -> str:
        return f"{self.slug}, {self.position}"
