import uuid

from django import forms


class OnceForm(forms.Form):
    """A form that can be sent once: its hidden token is used up by ``Submission.objects.claim``."""

    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
