from typing import Any

from django.conf import settings
from django.contrib.auth import login, views
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.views.generic import TemplateView

from accounts import demo
from accounts.models import User
from accounts.roles import Verb, may
from accounts.signing_in import steps
from accounts.signing_in.sessions import ENDED


class SignIn(views.LoginView):
    """Sign in; an administrator goes to people and settings, everyone else to the dashboard."""

    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        user: User = form.get_user()
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
    said = {
        "form": AuthenticationForm(request),
        "locked": f"There were {settings.SIGN_IN_ATTEMPTS} wrong attempts with this name from "
        f"here. Wait {wait} minutes, then try again. Nobody else is kept out. If you forgot your "
        "password, ask an administrator of the tracker for a new one.",
    }
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

    template_name = "registration/password.html"
    success_url = reverse_lazy("account")
    extra_context = {
        "breadcrumbs": [{"label": "Account", "url": reverse_lazy("account")}, {"label": "Password"}]
    }


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
