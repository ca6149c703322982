from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import login, logout, views
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.views.generic import FormView, TemplateView

from accounts import demo
from accounts.models import User
from accounts.roles import Verb, may
from accounts.signing_in import steps
from accounts.signing_in.again import NewPassword, PasswordAgain
from accounts.signing_in.guessing import from_everywhere
from accounts.signing_in.passwords import GIVEN_DAYS
from accounts.signing_in.sessions import (
    BEGAN,
    ENDED,
    Held,
    end_sessions,
    no_longer_owed,
    sessions_of,
)
from agt.words import clock
from agt.words.days import short_day

JUST_NOW = 600  # seconds


OLD_GIFT = (
    f"This password was given to you more than {GIVEN_DAYS} days ago and was to be changed. "
    "Ask an administrator of the tracker for a new one."
)


class SignIn(views.LoginView):
    """Sign in; an administrator goes to people and settings, everyone else to the dashboard."""

    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        user: User = form.get_user()
        if user.password_given_until and user.password_given_until < clock.now():
            form.add_error(None, OLD_GIFT)
            return self.form_invalid(form)
        return steps.enter(self.request, user, self.get_redirect_url() or home(user))

    def get_default_redirect_url(self) -> str:
        return home(self.request.user)

    def get_context_data(self, **kwargs):
        ended = self.request.session.pop(ENDED, "")
        return {**super().get_context_data(**kwargs), **_sign_in_page(), "ended": ended}


class SignOut(views.LogoutView):
    """Ends the session, and lets the browser forget the pages it kept."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().post(request, *args, **kwargs)
        response["Clear-Site-Data"] = '"cache", "storage"'
        return response


def home(user: Any) -> str:
    """Where a person lands: people and settings, or the dashboard."""
    return reverse("admin:index" if may(user, Verb.ADMINISTER) else settings.LOGIN_REDIRECT_URL)


def locked_out(
    request: HttpRequest, response: HttpResponse | None = None, credentials: Any = None
) -> HttpResponse:
    """The sign-in page again, with why it cannot be used just now."""
    wait = settings.SIGN_IN_WAIT_MINUTES
    if from_everywhere(request, credentials):
        why = (
            "Somebody tries this name from many places. Use a browser in which you signed in "
            f"before, or wait {wait} minutes. An administrator of the tracker can end the wait."
        )
    else:
        why = (
            f"There were {settings.SIGN_IN_ATTEMPTS} wrong attempts with this name from "
            f"here. Wait {wait} minutes, then try again. Nobody else is kept out. If you forgot "
            "your password, ask an administrator of the tracker for a new one."
        )
    said = {"form": AuthenticationForm(request), "locked": why}
    page = render(request, "registration/login.html", {**_sign_in_page(), **said}, status=429)
    page["Retry-After"] = str(wait * 60)
    return page


@login_not_required
def to_directory(request: HttpRequest) -> HttpResponseBase:
    """Off to the council's directory, where it is configured."""
    if not settings.OIDC:
        raise Http404
    from accounts.signing_in import directory

    try:
        return directory.Begin.as_view()(request)
    except directory.Refused as refused:
        return _refused(request, refused, 503)


@login_not_required
def from_directory(request: HttpRequest) -> HttpResponseBase:
    """Back from the council's directory."""
    if not settings.OIDC:
        raise Http404
    from accounts.signing_in import directory

    try:
        user, to = directory.arrived(request)
    except directory.Refused as refused:
        return _refused(request, refused, 403)
    login(request, user, backend=steps.BACKEND)
    return redirect(to or home(user))


def _refused(request: HttpRequest, why: Exception, status: int) -> HttpResponse:
    return render(request, "registration/refused.html", {"why": str(why)}, status=status)


class AccountPage(TemplateView):
    """What a person can change about their own sign-in."""

    template_name = "registration/account.html"

    def get_context_data(self, **kwargs):
        user: User = self.request.user  # type: ignore[assignment]
        found = {
            "has_password": user.has_usable_password(),
            "second_step": hasattr(user, "second_step"),
            "breadcrumbs": [{"label": "Account"}],
        }
        return {**super().get_context_data(**kwargs), **found}


class PasswordPage(views.PasswordChangeView):
    """A new password; whoever else is signed in with the old one is signed out."""

    form_class, template_name = NewPassword, "registration/password.html"
    success_url = reverse_lazy("account")
    extra_context = {
        "breadcrumbs": [{"label": "Account", "url": reverse_lazy("account")}, {"label": "Password"}]
    }

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "request": self.request}

    def get_context_data(self, **kwargs):
        given = self.request.user.password_given_until  # type: ignore[union-attr]
        return {**super().get_context_data(**kwargs), "given": given}

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        response = super().form_valid(form)
        no_longer_owed(self.request, "password")
        end_sessions(self.request.user, but=self.request.session.session_key)
        return response


class SessionsForm(PasswordAgain):
    """Which sessions are to end; the password is asked for where a person has one here."""

    which = forms.MultipleChoiceField(label="Sign out", widget=forms.CheckboxSelectMultiple)
    field_order = ["which", "password"]

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, request=request, **kwargs)
        if not request.user.has_usable_password():  # type: ignore[union-attr]
            del self.fields["password"]
        self.held = {held.mark: held for held in sessions_of(request.user)}
        self.fields["which"].choices = [  # type: ignore[attr-defined]
            (mark, _told(held, is_here=held.key == request.session.session_key))
            for mark, held in self.held.items()
        ]

    def clean(self) -> dict[str, Any]:
        """Who has no password here shows who they are by having signed in just now."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        began = self.request.session[BEGAN]
        if "password" not in self.fields and clock.now().timestamp() - began > JUST_NOW:
            raise ValidationError("Sign out here and in again first: this is asked of you anew.")
        return said


def _told(held: Held, *, is_here: bool) -> str:
    here = " (this one)" if is_here else ""
    began, seen = (f"{short_day(at.date())}, {at:%H:%M}" for at in (held.began, held.seen))
    return f"{held.place}{here}: since {began}; last used about {seen}"


class SessionsPage(FormView):
    """Where a person is signed in, and the end of any of it."""

    form_class, template_name = SessionsForm, "registration/sessions.html"
    success_url = reverse_lazy("sessions")
    extra_context = {
        "breadcrumbs": [
            {"label": "Account", "url": reverse_lazy("account")},
            {"label": "Where you are signed in"},
        ]
    }

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "request": self.request}

    def form_valid(self, form: SessionsForm) -> HttpResponse:
        keys = [form.held[mark].key for mark in form.cleaned_data["which"]]
        if self.request.session.session_key in keys:
            logout(self.request)
        Session.objects.filter(pk__in=keys).delete()
        return super().form_valid(form)


def _sign_in_page() -> dict[str, Any]:
    return {"demo_sign_ins": _demo_sign_ins(), "directory": settings.OIDC}


def _demo_sign_ins() -> list[dict[str, str]]:
    if settings.MODE != "demo":
        return []
    held = set(User.objects.filter(username__in=demo.USERS).values_list("username", flat=True))
    return [
        {"username": name, "password": demo.PASSWORD, "role": title}
        for name, (_, title) in demo.USERS.items()
        if name in held
    ]
