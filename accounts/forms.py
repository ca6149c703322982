import uuid

from django import forms

LARGEST_VERSION = 2**31 - 1  # past what any row will be saved; a database counts no further


class OnceForm(forms.Form):
    """A form that can be sent once: its hidden token is used up by ``Submission.objects.claim``."""

    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
