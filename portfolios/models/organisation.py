from django.db import models


class Organisation(models.Model):
    """The council whose programme this is. There is one."""

    name = models.CharField(max_length=200, unique=True)
    short_name = models.CharField(max_length=40)
    programme_name = models.CharField(
        max_length=200, help_text="What the transformation programme is called."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(name="one_organisation", condition=models.Q(pk=1)),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        self.pk = 1
        super().save(*args, **kwargs)
