"""Until when a position can be edited, for whom a few days longer; and closing a scenario."""

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.forms import OnceForm
from accounts.roles import State, Verb, require
from portfolios.actions.edit_window import grant_exception, set_lock
from portfolios.models import Portfolio, Position
from reports.actions.close_scenario import close_scenario
from reports.pages.actions import ActionPage
from reports.pages.positions import OnePosition

A_DAY = {"placeholder": "31/03/2025"}


class LockForm(OnceForm):
    locks_on = forms.DateField(
        label="Last day of editing",
        required=False,
        widget=forms.DateInput(attrs=A_DAY),
        help_text="From the day after, nobody changes its figures. Empty: it does not lock.",
    )
    why = forms.CharField(label="Why is it set?", max_length=300)


class ExceptionForm(OnceForm):
    portfolio = forms.ModelChoiceField(Portfolio.objects.none(), to_field_name="slug")
    until = forms.DateField(label="Last day of editing", widget=forms.DateInput(attrs=A_DAY))
    why = forms.CharField(label="Why is it granted?", max_length=300)


class CloseForm(OnceForm):
    why = forms.CharField(label="Why is it closed?", max_length=300)


class PositionActionPage(OnePosition, ActionPage):
    """A form about one position that can still change."""

    template_name = "act.html"
    verb_needed = Verb.PUBLISH
    title: str
    lead: str
    button: str

    def of(self, position: Position) -> bool:
        """Whether the page is for this position."""
        return position.is_working

    def breadcrumbs(self):
        return [*super().breadcrumbs(), {"label": self.title, "url": ""}]

    def get_form(self, form_class=None):
        require(self.reader, self.verb_needed, state=State(self.position.state))
        if not self.of(self.position):
            raise Http404(f"{self.position} has no such page.")
        return super().get_form(form_class)

    def get_context_data(self, **kwargs):
        return {
            **super().get_context_data(**kwargs),
            "title": self.title,
            "subject": self.position.name,
            "lead": self.lead,
            "button": self.button,
            "back": reverse("position-detail", args=[self.position.slug]),
        }

    def done(self) -> HttpResponse:
        return redirect("position-detail", slug=self.position.slug)


class LockPage(PositionActionPage):
    form_class = LockForm
    title = "Edit window"
    lead = "Confirming, signing and publishing stay possible after it."
    button = "Set the last day"

    def get_initial(self):
        return {"locks_on": self.position.locks_on}

    def act(self, form) -> str:
        set_lock(position=self.position, by=self.reader, **form.cleaned_data)
        return "The edit window is set."


class ExceptionPage(PositionActionPage):
    form_class = ExceptionForm
    title = "Exception to the lock"
    lead = "One portfolio's figures stay open for some days longer."
    button = "Grant it"

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        held = self.ask.book.portfolios
        ids = [place.portfolio_id for place in held]
        field = form.fields["portfolio"]
        field.queryset = Portfolio.objects.filter(pk__in=ids)
        field.choices = [("", "Choose one"), *((p.slug, p.printed_label) for p in held)]
        return form

    def act(self, form) -> str:
        exception = grant_exception(position=self.position, by=self.reader, **form.cleaned_data)
        return f"{exception.portfolio} can be changed until {exception.until:%d/%m/%Y}."


class ClosePage(PositionActionPage):
    form_class = CloseForm
    title = "Close the scenario"
    lead = "All its figures are taken away. What history says of them stays."
    button = "Close it for good"

    def of(self, position: Position) -> bool:
        return position.is_scenario

    def act(self, form) -> str:
        close_scenario(position=self.position, by=self.reader, **form.cleaned_data)
        return f"{self.position} is closed."

    def done(self) -> HttpResponse:
        return redirect("position-list")
