"""The password once more, before anything that decides who gets in."""

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.forms import PasswordChangeForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest


def is_their_password(request: HttpRequest, password: str) -> bool:
    """Whether it is; wrong ones count with those at sign-in, so that it cannot be guessed here."""
    name = request.user.get_username()
    return authenticate(request, username=name, password=password) is not None


class PasswordAgain(forms.Form):
    """Asks the person who is signed in for their password."""

    password = forms.CharField(
        strip=False,
        label="Your password",
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        self.request = request
        super().__init__(*args, **kwargs)

    def clean_password(self) -> str:
        given: str = self.cleaned_data["password"]
        if not is_their_password(self.request, given):
            raise ValidationError("This is not your password.")
        return given


class NewPassword(PasswordChangeForm):
    """A new password of one's own; one that was given ends with it."""

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        self.request = request
        super().__init__(*args, **kwargs)

    def clean_old_password(self) -> str:
        given: str = self.cleaned_data["old_password"]
        if not is_their_password(self.request, given):
            raise ValidationError("This is not your password.")
        return given

    def clean_new_password1(self) -> str:
        new: str = self.cleaned_data["new_password1"]
        if new == self.cleaned_data.get("old_password"):
            raise ValidationError("This is the password you have. Choose another one.")
        return new

    def save(self, commit: bool = True) -> Any:
        self.user.password_given_until = None
        return super().save(commit)
