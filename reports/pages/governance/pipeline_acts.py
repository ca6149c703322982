"""What happens to a proposal, and to a programme that closes: a form for each."""

import uuid
from functools import cached_property
from typing import Any

from django import forms
from django.http import Http404
from django.urls import reverse

from accounts.roles import State, Verb, require
from agt.words.days import long_day
from governance.actions.close_programme import close_programme, closure_of, reopen_programme
from governance.actions.move_proposal import move_proposal
from governance.models import Closure, Proposal
from governance.proposal_moves import Does, moves_from
from portfolios.actions.hold_row import version_of
from portfolios.models import Programme
from reports.actions.adopt_proposal import adopt_proposal
from reports.pages.fields import form_field
from reports.pages.governance.acting import ActPage, VersionForm

WHY = "For the history."


class WhyForm(VersionForm):
    why = forms.CharField(label="Why?", max_length=300, help_text=WHY)


class AdoptForm(WhyForm):
    programme = forms.ModelChoiceField(
        Programme.objects.none(),
        label="Programme",
        required=False,
        empty_label="A new one, of the proposal's title",
        help_text="Its own savings are typed as lines: nothing indicative goes with it.",
    )
    field_order = ["programme", "why"]


class ProposalActPage(ActPage):
    button = "Do it"

    @cached_property
    def proposal(self) -> Proposal:
        rows = Proposal.objects.visible_to(self.reader).select_related("portfolio")
        found = rows.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404("There is no such proposal in your portfolios.")
        require(self.reader, Verb.EDIT, state=State.WORKING, portfolio=found.portfolio)
        return found

    @cached_property
    def does(self) -> Does:
        possible = [m.does for m in moves_from(self.proposal.stage)]
        # What was typed before somebody else was first is not thrown away: the action says why not.
        if self.kwargs["does"] not in (Does.values if self.request.method == "POST" else possible):
            raise Http404("That cannot be done to the proposal as it is now.")
        return Does(self.kwargs["does"])

    @property
    def title(self) -> str:  # type: ignore[override]
        return self.does.label

    @property
    def subject(self) -> str:
        return self.proposal.title

    @property
    def done(self) -> str:  # type: ignore[override]
        return f"The proposal is now at “{self.proposal.get_stage_display().lower()}”."

    @cached_property
    def back(self) -> str:
        return reverse("pipeline-proposal", args=[self.proposal.pk]) + self.query()

    def breadcrumbs(self):
        return [
            {"label": "Governance", "url": reverse("governance") + self.query()},
            {"label": "Pipeline", "url": reverse("pipeline") + self.query()},
            {"label": self.proposal.title, "url": self.back},
            {"label": self.title, "url": ""},
        ]

    def get_form_class(self):
        return AdoptForm if self.does == Does.ADOPT else WhyForm

    def get_form(self, form_class=None):
        form: Any = super().get_form(form_class)
        if self.does == Does.ADOPT:
            here = {
                "places__position": self.position,
                "places__portfolio": self.proposal.portfolio,
            }
            form.fields["programme"].queryset = Programme.objects.filter(**here)
        return form

    def get_initial(self):
        return {"version": self.newest_version()}

    def newest_version(self) -> int:
        return version_of(self.proposal)

    def facts(self) -> list[tuple[str, str]]:
        return [("Stage now", Proposal.objects.get(pk=self.proposal.pk).get_stage_display())]

    def act(self, form) -> None:
        cleaned = {"proposal": self.proposal, "by": self.reader, **form.cleaned_data}
        if self.does == Does.ADOPT:
            adopt_proposal(position=self.position, **cleaned)
        else:
            move_proposal(does=self.does, **cleaned)


class CloseForm(forms.ModelForm):
    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    class Meta:
        model = Closure
        formfield_callback = form_field
        fields = ["closed_on", "reason", "lessons", "handed_to", "goes_on"]


class CloseProgrammePage(ActPage):
    title = "Close the programme"
    lead = "It stays in its positions and can be read; that it closed is recorded and dated."
    button = "Close it"
    done = "The programme is closed."
    form_class = CloseForm

    def get_form_kwargs(self):
        return {
            **super().get_form_kwargs(),
            "instance": Closure(programme=self.place.programme),
        }

    def get_form(self, form_class=None):
        require(self.reader, Verb.EDIT, state=State.WORKING, portfolio=self.place.portfolio)
        if self.request.method == "GET" and closure_of(self.place.programme):
            raise Http404("It is closed already.")
        return super().get_form(form_class)

    def act(self, form) -> None:
        close_programme(closure=form.instance, token=form.cleaned_data["token"], by=self.reader)


class ReopenProgrammePage(ActPage):
    title = "Open the programme again"
    lead = "That it was closed stays on record."
    button = "Open it again"
    done = "The programme is open again."
    form_class = WhyForm

    @cached_property
    def closure(self) -> Closure:
        require(self.reader, Verb.EDIT, state=State.WORKING, portfolio=self.place.portfolio)
        found = closure_of(self.place.programme)
        if found is None and self.request.method == "POST":
            found = Closure.objects.filter(programme=self.place.programme).order_by("pk").last()
        if found is None:
            raise Http404("It is not closed.")
        return found

    def get_initial(self):
        return {"version": self.newest_version()}

    def newest_version(self) -> int:
        return version_of(self.closure)

    def facts(self) -> list[tuple[str, str]]:
        return [("Closed on", long_day(self.closure.closed_on)), ("Why", self.closure.reason)]

    def act(self, form) -> None:
        reopen_programme(closure=self.closure, by=self.reader, **form.cleaned_data)
