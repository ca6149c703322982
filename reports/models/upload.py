import datetime
import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models

from agt.words import clock

KEPT_FOR = datetime.timedelta(days=1)


class UploadManager(models.Manager["Upload"]):
    def keep(self, *, name: str, content: bytes, by) -> "Upload":
        """Keep a file for its sender, and let go of what is older than a day."""
        self.filter(at__lt=clock.now() - KEPT_FOR).delete()
        return self.create(name=name[:120], content=content, by=by, at=clock.now())

    def of(self, user) -> "models.QuerySet[Upload]":
        """What is kept for a person now."""
        return self.filter(by=user, at__gte=clock.now() - KEPT_FOR)


class Upload(models.Model):
    """A file on its way in, kept for a day for the one who sent it, between one page and the next.

    Nothing of it counts before it is taken in.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    name = models.CharField(max_length=120)
    content = models.BinaryField()
    mapping = models.JSONField(default=dict, help_text="How it is read so far.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    objects: ClassVar[UploadManager] = UploadManager()

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.name
