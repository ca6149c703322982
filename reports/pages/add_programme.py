"""Add a programme to the position shown."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import FormView

from accounts.forms import OnceForm
from accounts.models.submission import AlreadySubmitted
from accounts.roles import State, Verb, require
from portfolios.council import say
from portfolios.edit_window import Locked, excepted, require_edit
from portfolios.models import ProgrammePlace
from reports.actions.add_programme import add_programme
from reports.asking import find_portfolio
from reports.pages.base import FiguresPage


class AddProgrammeForm(OnceForm):
    name = forms.CharField(max_length=100)
    portfolio = forms.ChoiceField()
    description = forms.CharField(required=False, widget=forms.Textarea)
    shows = forms.ChoiceField(
        label="It has", choices=ProgrammePlace.Shows.choices, initial=ProgrammePlace.Shows.MONEY
    )
    why = forms.CharField(label="Why is it added?", max_length=300)


class AddProgrammePage(FiguresPage, FormView):
    template_name = "portfolios/add_programme.html"
    form_class = AddProgrammeForm

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            require(request.user, Verb.EDIT, state=State.WORKING)
        return super().dispatch(request, *args, **kwargs)

    def breadcrumbs(self):
        return [
            {"label": "Programmes", "url": reverse("programme-list") + self.query()},
            {"label": say("Add a programme"), "url": ""},
        ]

    def get_form(self, form_class=None):
        require_edit(self.reader, self.position, *excepted(self.position, self.reader))
        form = super().get_form(form_class)
        form.fields["portfolio"].choices = [
            ("", "Choose one"),
            *((p.slug, p.printed_label) for p in self.ask.book.portfolios),
        ]
        return form

    def get_initial(self):
        return {"portfolio": self.request.GET.get("portfolio", "")}

    def asked(self, form) -> dict[str, Any]:
        home = find_portfolio(form.cleaned_data["portfolio"], self.library, self.position)
        return form.cleaned_data | {"portfolio": home.portfolio}

    def form_valid(self, form):
        try:
            place = add_programme(position=self.position, by=self.reader, **self.asked(form))
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        except Locked as locked:
            form.add_error("portfolio", str(locked))
            return self.form_invalid(form)
        except AlreadySubmitted:
            messages.info(self.request, "That programme was added already.")
            return redirect(reverse("programme-list") + self.query())
        messages.success(self.request, f"{place.printed_label} is added. Type its figures below.")
        return redirect(reverse("programme-detail", args=[place.programme.slug]) + self.query())
