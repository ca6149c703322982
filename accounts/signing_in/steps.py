"""The pages of the second step at sign-in, and of setting it up."""

from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from django import forms
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.safestring import mark_safe
from django.views.generic import FormView

from accounts.models import SecondStep, User
from accounts.signing_in import codes
from accounts.signing_in.again import PasswordAgain
from accounts.signing_in.guessing import remember
from accounts.signing_in.sessions import OWED, end_sessions, no_longer_owed
from agt.words import clock

WAITING, SECRET = "waiting", "new_secret"
SECONDS = 300
BACKEND = "accounts.signing_in.who.People"


class CodeForm(forms.Form):
    code = forms.CharField(
        max_length=40,
        label="Code",
        help_text="The six digits your phone shows now, or one of your recovery codes.",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "spellcheck": "false"}),
    )


def enter(request: HttpRequest, user: User, to: str) -> HttpResponseRedirect:
    """Sign ``user`` in, whose password was right: at once, or after a code."""
    if SecondStep.objects.filter(user=user).exists():
        request.session.cycle_key()
        request.session[WAITING] = {"user": user.pk, "to": to, "until": _now() + SECONDS}
        return redirect("second-step")
    return let_in(request, user, to)


def let_in(request: HttpRequest, user: User, to: str) -> HttpResponseRedirect:
    """Begin a session; whoever owes a password of their own or a second step sees to it first."""
    login(request, user, backend=BACKEND)
    owed = []
    if user.password_given_until:
        owed.append("password")
    if user.role in settings.SECOND_STEP_FOR and not SecondStep.objects.filter(user=user).exists():
        owed.append("second-step-set-up")
    request.session[OWED] = owed
    response = HttpResponseRedirect(reverse(owed[0]) if owed else to)
    remember(response, user)
    return response


@method_decorator(login_not_required, name="dispatch")
class CodePage(FormView):
    """Asks whoever gave a right password for a code."""

    form_class, template_name = CodeForm, "registration/code.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        waiting = request.session.get(WAITING)
        if not waiting or waiting["until"] < _now():
            request.session.pop(WAITING, None)
            return redirect("login")
        self.waiting = waiting
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: CodeForm) -> HttpResponse:
        step = SecondStep.objects.select_related("user").filter(pk=self.waiting["user"]).first()
        if step is None or not step.user.is_active:
            return redirect("login")
        credentials = {"username": step.user.get_username()}
        allowed = AxesProxyHandler.is_allowed(self.request, credentials)
        if allowed and codes.use(step=step, code=form.cleaned_data["code"]):
            del self.request.session[WAITING]
            return let_in(self.request, step.user, self.waiting["to"])
        user_login_failed.send(__name__, credentials=credentials, request=self.request)
        form.add_error("code", "This is not the code of now, or it was used before.")
        return self.form_invalid(form)


class SetUpForm(PasswordAgain, CodeForm):
    field_order = ["password", "code"]


class SetUpPage(FormView):
    """Switches the second step on, shows the recovery codes once, or switches it off.

    Either takes the password, and signs the person out everywhere else.
    """

    form_class, template_name = SetUpForm, "registration/second_step.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "request": self.request}

    def get_context_data(self, **kwargs: Any) -> dict:
        user: User = self.request.user  # type: ignore[assignment]
        step = SecondStep.objects.filter(user=user).first()
        found: dict[str, Any] = {
            "step": step,
            "must": user.role in settings.SECOND_STEP_FOR,
            "breadcrumbs": [
                {"label": "Account", "url": reverse("account")},
                {"label": "Second step"},
            ],
        }
        if step is None:
            secret = self.request.session.setdefault(SECRET, codes.new_secret())
            picture = codes.picture(user, secret)
            found |= {"secret": secret, "picture": mark_safe(picture)}  # noqa: S308 - ours
        return {**super().get_context_data(**kwargs), **found}

    def form_valid(self, form: SetUpForm) -> HttpResponse:
        user: User = self.request.user  # type: ignore[assignment]
        given, step = form.cleaned_data["code"], SecondStep.objects.filter(user=user).first()
        if step is not None:
            if user.role not in settings.SECOND_STEP_FOR and codes.use(step=step, code=given):
                step.delete()
                end_sessions(user, but=self.request.session.session_key)
                return redirect("account")
        elif made := codes.switch_on(
            # a session that began since the page was opened has none yet: no code is right then
            user=user,
            secret=self.request.session.setdefault(SECRET, codes.new_secret()),
            code=given,
        ):
            self.request.session.pop(SECRET, None)
            no_longer_owed(self.request, "second-step-set-up")
            self.request.session.cycle_key()
            end_sessions(user, but=self.request.session.session_key)
            return render(self.request, "registration/recovery.html", {"codes": made})
        form.add_error("code", "This is not the code of now, or it was used before.")
        return self.form_invalid(form)


def _now() -> int:
    return int(clock.now().timestamp())
