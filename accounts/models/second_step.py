from django.conf import settings
from django.db import models


class SecondStep(models.Model):
    """The one-time codes of a person: what their phone counts with, and what was last used."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="second_step"
    )
    sealed = models.TextField(help_text="The secret, encrypted with a key of SECRET_KEY.")
    last_used = models.BigIntegerField(help_text="The half minute of the last code: once is all.")
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="second_step_has_a_secret", condition=~models.Q(sealed="")),
        ]

    def __str__(self) -> str:
        return f"Second step of {self.user}"


class RecoveryCode(models.Model):
    """A way in without the phone, once; only its digest is kept."""

    step = models.ForeignKey(SecondStep, models.CASCADE, related_name="codes")
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="recovery_code_once", fields=["step", "digest"]),
        ]

    def __str__(self) -> str:
        return f"Recovery code of {self.step.user}"
