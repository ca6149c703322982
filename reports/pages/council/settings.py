"""The council's settings: what it is called, how it looks, its words, and where the rest is set."""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import FormView

from accounts.forms import LARGEST_VERSION, OnceForm
from accounts.models import User
from accounts.models.submission import AlreadySubmitted
from accounts.roles import Verb, may
from agt.words.years import FinancialYear
from governance.models import RiskFramework
from portfolios.actions.hold_row import version_of
from portfolios.actions.set_council import may_set
from portfolios.actions.step_version import SomebodyElseSaved
from portfolios.logo import HEAVIEST
from portfolios.models import Organisation, Position
from reports.actions.set_years import save_settings
from reports.pages.actions import by_field

MOST_YEARS = 15


class SettingsForm(OnceForm):
    """The fields of the council that its reader may change; then the logo and the years."""

    version = forms.IntegerField(widget=forms.HiddenInput, max_value=LARGEST_VERSION)
    logo = forms.FileField(
        required=False,
        help_text=f"PNG or JPEG, {HEAVIEST // 1000} kB at most. It stands in every page's head.",
    )

    def __init__(self, *args: Any, names: tuple[str, ...], working: Position | None, **kw) -> None:
        super().__init__(*args, **kw)
        self.fields |= forms.fields_for_model(Organisation, fields=names)
        held = self.initial
        if held.get("logo_type"):
            self.fields["no_logo"] = forms.BooleanField(label="Take the logo away", required=False)
        if working:
            self.fields["first_year"] = forms.CharField(
                label="First financial year",
                initial=str(working.first_year),
                help_text=f"Of {working.name}, like {working.first_year}. Published ones stay.",
            )
            self.fields["years"] = forms.IntegerField(
                label="Number of financial years",
                initial=len(working.years),
                min_value=1,
                max_value=MOST_YEARS,
            )
        look = ("name", "short_name", "programme_name", "strapline", "logo", "no_logo", "accent")
        self.order_fields([*look, *names])

    def clean_first_year(self) -> FinancialYear:
        try:
            return FinancialYear.parse(self.cleaned_data["first_year"])
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def logo_sent(self) -> bytes | None:
        """A picture, empty to take it away, ``None`` to leave it."""
        sent = self.cleaned_data.get("logo")
        if sent:
            return bytes(sent.read(HEAVIEST + 1))
        return b"" if self.cleaned_data.get("no_logo") else None


class SettingsPage(FormView):
    template_name = "council/settings.html"
    form_class = SettingsForm

    def dispatch(self, request, *args, **kwargs):
        self.names = may_set(request.user)
        self.held = Organisation.objects.first() or Organisation()
        self.working = _working() if may(request.user, Verb.READ) else None
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        held = {name: getattr(self.held, name) for name in (*self.names, "logo_type")}
        return {**held, "version": version_of(self.held)}

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "names": self.names, "working": self.working}

    def get_context_data(self, **kwargs):
        crumbs = [{"label": "Settings", "url": ""}]
        return {
            **super().get_context_data(**kwargs),
            "breadcrumbs": [*([DASHBOARD] if self.working else []), *crumbs],
            "elsewhere": elsewhere(cast(User, self.request.user)),
            "installed": installed(),
        }

    def form_valid(self, form: SettingsForm) -> HttpResponse:
        cleaned, by = form.cleaned_data, cast(User, self.request.user)
        try:
            save_settings(
                values=cleaned,
                logo=form.logo_sent(),
                version=cleaned["version"],
                working=self.working,
                token=cleaned["token"],
                by=by,
            )
        except ValidationError as error:
            for field, errors in by_field(error, form).items():
                form.add_error(field, errors)
            return self.form_invalid(form)
        except SomebodyElseSaved:
            form.add_error(
                None,
                "Someone else changed the settings since you opened them. Open them again to see "
                "theirs; what you typed is still here.",
            )
            return self.form_invalid(form)
        except AlreadySubmitted:
            messages.info(self.request, "That was saved already; nothing was done again.")
        else:
            messages.success(self.request, "The settings are saved.")
        return redirect("settings")


DASHBOARD = {"label": "Dashboard", "url": "/"}


def _working() -> Position | None:
    return next((p for p in Position.objects.filter(state="working") if p.is_working), None)


def elsewhere(user: User) -> list[dict[str, str]]:
    """Where the rest is set, for those who may: each a link and what is there."""
    framework = RiskFramework.objects.first()
    edits = [
        (
            "Risk scales and bands",
            reverse("row-edit", args=["risk-framework", framework.pk])
            if framework
            else reverse("row-add", args=["risk-framework"]),
            "How likely and how bad, and from which score a risk is high.",
        ),
        ("Boards, notice and call-in", reverse("governance-meetings"), "Who decides, and when."),
        ("Gates", reverse("row-add", args=["gate"]), "Where programmes ask to proceed."),
        ("Return calendar", reverse("return-dates"), "By when figures are due."),
        ("Consultation thresholds", reverse("workforce-clock"), "What the clock prompts by."),
    ]
    lists = [
        ("Themes", reverse("admin:portfolios_theme_changelist"), "What programmes are told by."),
        ("Outcomes", reverse("admin:portfolios_outcome_changelist"), "What change is for."),
        (
            "Design principles",
            reverse("admin:portfolios_designprinciple_changelist"),
            "What benefits and proposals point to.",
        ),
        (
            "Funding sources",
            reverse("admin:savings_fundingsource_changelist"),
            "Where money for what programmes cost comes from.",
        ),
        (
            "Portfolios' leads and people",
            reverse("admin:portfolios_portfolio_changelist"),
            "Who leads a portfolio, and who is limited to it.",
        ),
    ]
    people = [
        ("People", reverse("admin:accounts_user_changelist"), "Who signs in, and in which role."),
        ("Feed tokens", reverse("feed-tokens"), "What other tools read with."),
    ]
    administers = may(user, Verb.ADMINISTER)
    chosen = [*lists, *people] if administers else [*edits, *lists]
    return [{"label": label, "url": url, "says": says} for label, url, says in chosen]


def installed() -> list[dict[str, str]]:
    """What is set where the tracker is installed, as it is now."""
    return [
        {
            "label": "Numbers withheld below portfolio level",
            "value": f"below {settings.SMALL_NUMBERS_BELOW}",
            "name": "SMALL_NUMBERS_BELOW",
        },
        {
            "label": "Viewers see the working position",
            "value": "yes" if settings.VIEWERS_SEE_WORKING else "no",
            "name": "VIEWERS_SEE_WORKING",
        },
    ]
