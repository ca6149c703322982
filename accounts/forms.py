import uuid

from django import forms

LARGEST_VERSION = 2**31 - 1  # past what any row will be saved; a database counts no further


class OnceForm(forms.Form):
    """A form that can be sent once: its hidden token is used up by ``Submission.objects.claim``."""

    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


NOT_GIVEN: dict[type[forms.Field], str] = {
    forms.Field: "Fill this in.",
    forms.DateField: "Say which day, like 31/03/2025.",
    forms.ChoiceField: "Choose one.",
    forms.MultipleChoiceField: "Choose at least one.",
    forms.ModelMultipleChoiceField: "Choose at least one.",
    forms.FileField: "Choose a file.",
    forms.BooleanField: "Tick this to go on.",
}


def say_what_to_do() -> None:
    """Where something is not given, each form says what to do rather than that it is required."""
    for kind, words in NOT_GIVEN.items():
        # Django's own table for a kind of field; the kinds made from it read it, too.
        kind.default_error_messages = {**kind.default_error_messages, "required": words}
