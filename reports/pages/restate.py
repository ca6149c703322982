"""Restating a published figure: what it should have been, why, and where that was reported."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse

from accounts.forms import OnceForm
from accounts.roles import Verb
from agt.words.fte import FteFormField
from agt.words.money import MoneyFormField
from reports.actions.restate_figure import restate_figure
from reports.pages.actions import ActionPage
from reports.pages.figure import QuantityPage
from reports.reconciliation import Unit, unit_of

FIELDS: dict[Unit, tuple[type[forms.Field], str]] = {
    Unit.MONEY: (MoneyFormField, "Type it like 10.2m, 10200k or £10,200,000."),
    Unit.FTE: (FteFormField, "In FTE: 24 or 24.5."),
    Unit.COUNT: (forms.IntegerField, "A whole number."),
}


class RestateForm(OnceForm):
    """``value`` is read in the unit of the figure."""

    why = forms.CharField(label="Why is it restated?", max_length=300)
    reported_in = forms.CharField(
        label="Reported in",
        max_length=120,
        help_text="The paper, or the body and the day it was told.",
    )

    def __init__(self, *args, unit: Unit, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        kind, help_text = FIELDS[unit]
        self.fields["value"] = kind(label="It should have been", help_text=help_text)
        self.order_fields(["value"])


class RestatePage(QuantityPage, ActionPage):
    template_name = "reports/restate.html"
    form_class = RestateForm
    verb_needed = Verb.PUBLISH

    def breadcrumbs(self):
        return [
            {"label": "Why this number?", "url": reverse("figure") + self.link},
            {"label": "Restate", "url": ""},
        ]

    def get_form_kwargs(self):
        if not self.may_restate:
            raise PermissionDenied(
                f"{self.position} is not published, or has no such figure: there is nothing to "
                "restate."
            )
        return {**super().get_form_kwargs(), "unit": unit_of(self.quantity)}

    def act(self, form) -> str:
        cleaned = form.cleaned_data
        restate_figure(
            position=self.position,
            quantity=self.quantity,
            value=cleaned["value"],
            why=cleaned["why"],
            reported_in=cleaned["reported_in"],
            token=cleaned["token"],
            by=self.reader,
        )
        return "The restatement stands beside the published figure."

    def done(self):
        return redirect(reverse("figure") + self.link)
