"""A model's field as every form of the tracker shows it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.fields import BLANK_CHOICE_DASH

DAY = "Like 31/03/2025."
ROWS = 4  # of what can be long; it can be drawn larger


class SeveralField(forms.ModelMultipleChoiceField):
    """Several rows of a list; a number past what a database counts is no choice, not an error."""

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except OverflowError as error:
            told = {"value": max(value, key=len)}
            raise ValidationError(self.error_messages["invalid_choice"], params=told) from error


def form_field(field: Any, **kwargs: Any) -> Any:
    """A model's field on a form; a day says how it is typed, and a list what its blank means."""
    if isinstance(field, models.DateField):
        kwargs = {"help_text": field.help_text or DAY, **kwargs}
    if isinstance(field, models.TextField):
        kwargs = {"widget": forms.Textarea(attrs={"rows": ROWS}), **kwargs}
    made = field.formfield(**kwargs)
    blank = "Choose…" if made.required else "Not stated"
    if getattr(made, "empty_label", None):
        made.empty_label = blank
    elif list(getattr(made, "choices", ()))[:1] == BLANK_CHOICE_DASH:
        made.choices = [("", blank), *list(made.choices)[1:]]
    return made
