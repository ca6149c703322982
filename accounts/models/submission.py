from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, models, transaction

from accounts.one_writer import one_writer


class AlreadySubmitted(Exception):
    """The same form came twice; the first one counted."""


class SubmissionManager(models.Manager):
    def claim(self, *, token, by) -> None:
        """Use up a form's token inside the caller's transaction.

        Raises ``AlreadySubmitted`` when the token was used before, so that a double click, a reload
        or a retried request changes nothing.
        """
        one_writer()
        try:
            with transaction.atomic():
                self.create(token=token, by=by)
        except IntegrityError as error:
            raise AlreadySubmitted from error

    def is_used(self, token: str, *, by) -> bool:
        """Whether a person's form, by its token as it was sent, has been acted on."""
        try:
            return self.filter(token=UUID(token), by=by).exists()
        except ValueError:
            return False


class Submission(models.Model):
    """A form that has been sent: its token can be used once."""

    token = models.UUIDField(primary_key=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = SubmissionManager()

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return str(self.token)
