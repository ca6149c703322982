"""A decision's page, and the forms by which it is decided and called in."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.http import Http404
from django.urls import reverse
from django.views.generic import TemplateView

from accounts.roles import State, Verb, require_any
from agt.words import clock
from agt.words.fte import FteFormField
from agt.words.money import MoneyFormField
from governance.actions.decide import call_in, record_decision
from governance.models import Decision, DecisionPeriod, GateDecision
from governance.notice import State as Notice
from portfolios.actions.hold_row import version_of
from reports.definitions.boards import in_portfolio, meeting_words, prompt_words
from reports.history import changes_of
from reports.kinds import KINDS
from reports.pages.edit import WHY
from reports.pages.fields import DAY
from reports.pages.governance.acting import ActPage, VersionForm
from reports.pages.governance.base import GovernancePage
from reports.pages.governance.decision_list import posts_words


class OneDecision(GovernancePage):
    """A page about one decision in the reader's scope."""

    @cached_property
    def decision(self) -> Decision:
        rows = Decision.objects.at(self.position).visible_to(self.reader)
        found = rows.for_reading().filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404("There is no such decision in your portfolios.")
        return found

    @property
    def title(self) -> str:  # type: ignore[override]
        return self.decision.title

    @property
    def crumbs(self):
        return [{"label": "Decisions", "url": reverse("governance-decisions") + self.query()}]


class DecisionPage(OneDecision, TemplateView):
    template_name = "governance/decision.html"

    @property
    def may_change(self) -> bool:
        """Whether the reader may change this decision."""
        return self.adds and self.library.covers(self.decision.stands_in())

    def get_context_data(self, **kwargs):
        decision = self.decision
        periods = DecisionPeriod.objects.in_force(clock.today())
        notice = decision.notice(periods)
        acts = [
            {"name": name, "title": act.title} for name, act in ACTS.items() if act.fits(decision)
        ]
        return {
            **super().get_context_data(**kwargs),
            "decision": decision,
            "meeting": meeting_words(decision.meeting, self.portfolios),
            "portfolio": in_portfolio(decision.home, self.portfolios),  # type: ignore[attr-defined]
            "posts": posts_words(decision),
            "prompt": prompt_words(decision, periods),
            "notice_kept": bool(notice and notice.state is Notice.KEPT),
            "to_come": not decision.is_decided and decision.meeting.is_to_come,
            "call_in": decision.call_in(periods),
            "actions": decision.actions.select_related("owner"),
            "changes": changes_of(KINDS["decision"], decision)[::-1],
            "acts": acts if self.may_change else [],
            "may_change": self.may_change,
            "samples": decision.illustrative,
        }


class DecideForm(VersionForm):
    outcome = forms.ChoiceField(
        choices=[c for c in Decision.Outcome.choices if c[0] != Decision.Outcome.FOR_DECISION]
    )
    decided = forms.CharField(
        label="What was decided", widget=forms.Textarea(attrs={"rows": 4}), max_length=4000
    )
    pence = MoneyFormField(
        label="Saving it approves", required=False, help_text="Kept where it is approved: 1.2m."
    )
    fte_low = FteFormField(
        label="Posts it approves, from", required=False, help_text="Kept where it is approved."
    )
    fte_high = FteFormField(label="Posts it approves, to", required=False)
    gate_decision = forms.ModelChoiceField(
        label="Gate decision",
        queryset=GateDecision.objects.none(),
        required=False,
        help_text="Where it is what the tracker records at a gate.",
    )
    minute = forms.CharField(label="Minute reference", required=False, max_length=60)

    def about(self, decision: Decision) -> None:
        of_it = GateDecision.objects.filter(programme=decision.programme_id)
        self.fields["gate_decision"].queryset = of_it.select_related(  # type: ignore[attr-defined]
            "gate", "programme"
        ).newest_first()


class CallInForm(VersionForm):
    on = forms.DateField(label="Called in on", help_text=DAY)
    outcome = forms.ChoiceField(
        label="What came of it",
        choices=[("", "Not known yet"), *Decision.CallIn.choices],
        required=False,
    )
    why = forms.CharField(label="Why, and who called it in", max_length=300, help_text=WHY)

    def about(self, decision: Decision) -> None:
        """Nothing of it depends on the decision."""


@dataclass(frozen=True)
class Act:
    """Something that happens to a decision: its form, its action, and how both are spoken of."""

    title: str
    button: str
    done: str
    form: type[Any]
    action: Any
    held: dict[str, str]  # what the form starts from: a field of it, a field of the decision

    def fits(self, decision: Decision) -> bool:
        if self.action is record_decision:
            return not decision.is_decided and not decision.meeting.is_to_come
        return decision.is_key and decision.is_decided


SAME = ("pence", "fte_low", "fte_high", "gate_decision", "minute")
ACTS: dict[str, Act] = {
    "record": Act(
        "Record the decision",
        "Record it",
        "The decision is recorded.",
        DecideForm,
        record_decision,
        {name: name for name in SAME},
    ),
    "call-in": Act(
        "Record a call-in",
        "Record the call-in",
        "The call-in is recorded.",
        CallInForm,
        call_in,
        {"on": "called_in_on", "outcome": "call_in_outcome"},
    ),
}


class DecisionActPage(OneDecision, ActPage):
    """A form for one thing that happens to a decision."""

    @cached_property
    def decision(self) -> Decision:
        decision = super().decision
        portfolios = [decision.stands_in()]
        require_any(self.reader, Verb.EDIT, state=State.WORKING, portfolios=portfolios)
        return decision

    @cached_property
    def what(self) -> Act:
        act = ACTS.get(self.kwargs["act"])
        # What was typed before somebody else was first is not thrown away: the action says why not.
        if act is None or not (self.request.method == "POST" or act.fits(self.decision)):
            raise Http404("That cannot be done to it as it is now.")
        return act

    @property
    def title(self) -> str:  # type: ignore[override]
        return self.what.title

    @property
    def button(self) -> str:  # type: ignore[override]
        return self.what.button

    @property
    def done(self) -> str:  # type: ignore[override]
        return self.what.done

    @property
    def subject(self) -> str:
        return self.decision.title

    @cached_property
    def back(self) -> str:
        return reverse("governance-decision", args=[self.decision.pk]) + self.query()

    @property
    def crumbs(self):
        return [*super().crumbs, {"label": self.decision.title, "url": self.back}]

    def newest_version(self) -> int:
        return version_of(self.decision)

    def get_form_class(self):
        return self.what.form

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        form.about(self.decision)
        return form

    def get_initial(self):
        held = {name: getattr(self.decision, of) for name, of in self.what.held.items()}
        return {**held, "version": self.newest_version()}

    def facts(self) -> list[tuple[str, str]]:
        decision = self.decision
        meeting = decision.meeting
        told = [("Meeting", meeting_words(meeting, self.portfolios))]
        told += [("What is asked", decision.asks)] if decision.asks else []
        return [*told, *([("Decided", decision.decided)] if decision.decided else [])]

    def act(self, form) -> None:
        self.what.action(decision=self.decision, by=self.reader, **form.cleaned_data)
