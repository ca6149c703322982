"""A risk's page, and the pages on which something happens to it."""

from functools import cached_property

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import FormView, TemplateView

from accounts.models.submission import AlreadySubmitted
from accounts.roles import State, Verb, require, require_any
from governance.models import Risk
from portfolios import council
from portfolios.actions.hold_row import version_of
from portfolios.actions.step_version import SomebodyElseSaved
from reports.history import Entry, changes_of
from reports.kinds import KINDS
from reports.pages.governance.base import GovernancePage
from reports.pages.governance.register_table import rating, steps_in_words
from reports.pages.governance.risk_forms import ACTS, Act


class OneRisk(GovernancePage):
    """A page about one risk in the reader's scope."""

    @cached_property
    def risk(self) -> Risk:
        risks = Risk.objects.at(self.position).visible_to(self.reader)
        risk = risks.for_reading().filter(pk=self.kwargs["pk"]).first()
        if risk is None:
            raise Http404("There is no such risk or issue in your portfolios.")
        return risk

    @property
    def title(self) -> str:  # type: ignore[override]
        return self.risk.title

    @property
    def crumbs(self):
        return [{"label": "Risk register", "url": reverse("governance-risks") + self.query()}]

    @property
    def address(self) -> str:
        return reverse("governance-risk", args=[self.risk.pk]) + self.query()

    def get_context_data(self, **kwargs):
        return {**super().get_context_data(**kwargs), "risk": self.risk}


class RiskPage(OneRisk, TemplateView):
    template_name = "governance/risk.html"

    @property
    def may_change(self) -> bool:
        """Whether the reader may change this risk."""
        return self.adds and self.library.covers(self.risk.stands_in())

    def get_context_data(self, **kwargs):
        risk = self.risk
        home = self.portfolios.get(risk.home)  # type: ignore[attr-defined]
        acts = [
            {"name": name, "title": act.title}
            for name, act in ACTS.items()
            if act.closed == (risk.closed_on is not None)
        ]
        return {
            **super().get_context_data(**kwargs),
            "home": home,
            "ratings": [
                {
                    "of": label,
                    "steps": steps_in_words(likelihood, impact),
                    "rating": rating(self.framework, score),
                }
                for label, likelihood, impact, score in [
                    (
                        "If nothing were done",
                        risk.inherent_likelihood,
                        risk.inherent_impact,
                        risk.inherent_score,
                    ),
                    ("Now", risk.likelihood, risk.impact, risk.score),
                    ("Aimed at", risk.target_likelihood, risk.target_impact, risk.target_score),
                ]
            ],
            "readings": [
                {
                    "reading": reading,
                    "steps": steps_in_words(reading.likelihood, reading.impact),
                    "rating": rating(self.framework, reading.score),
                }
                for reading in risk.scores.select_related("by").reverse()
            ],
            "actions": risk.actions.select_related("owner"),
            "escalations": risk.escalations.select_related("by").reverse(),
            "changes": [e for e in self.changes() if e.fields or e.why],
            "acts": acts if self.may_change else [],
            "may_change": self.may_change,
            "samples": risk.illustrative,
        }

    def changes(self) -> list[Entry]:
        return changes_of(KINDS["risk"], self.risk)[::-1]


class RiskActPage(OneRisk, FormView):
    """A form for one thing that happens to a risk."""

    template_name = "act.html"

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            require(request.user, Verb.EDIT, state=State.WORKING)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def risk(self) -> Risk:
        risk = super().risk
        require_any(self.reader, Verb.EDIT, state=State.WORKING, portfolios=[risk.stands_in()])
        return risk

    @cached_property
    def act(self) -> Act:
        act = ACTS.get(self.kwargs["act"])
        fits = act and act.closed == (self.risk.closed_on is not None)
        # What was typed before somebody else was first is not thrown away: the action says why not.
        if act is None or not (self.request.method == "POST" or fits):
            raise Http404("That cannot be done to it as it is now.")
        return act

    @property
    def title(self) -> str:  # type: ignore[override]
        return self.act.title

    @property
    def crumbs(self):
        return [*super().crumbs, {"label": self.risk.title, "url": self.address}]

    def get_form_class(self):
        return self.act.form

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "risk": self.risk}

    def get_initial(self):
        return {"version": version_of(self.risk)}

    def get_context_data(self, **kwargs):
        kind = council.say(self.risk.get_kind_display())
        return {
            **super().get_context_data(**kwargs),
            "subject": f"{kind} {self.risk.ref}: {self.risk.title}",
            "button": self.act.button,
            "back": self.address,
        }

    def form_valid(self, form):
        try:
            self.act.action(risk=self.risk, by=self.reader, **form.cleaned_data)
        except AlreadySubmitted:
            messages.info(self.request, "That was done already; nothing was done again.")
        except SomebodyElseSaved:
            return self.somebody_else_saved()
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        else:
            messages.success(self.request, f"“{self.risk.title}” is {self.act.did}.")
        return redirect(self.address)

    def somebody_else_saved(self):
        """What was typed, at the version that is saved now: to send it again is a choice."""
        newest = changes_of(KINDS["risk"], self.risk)[-1]
        data = self.request.POST.copy()
        data["version"] = str(newest.version)
        again = self.act.form(data, risk=self.risk)
        context = self.get_context_data(form=again, somebody_else_saved=True, newest=newest)
        return self.render_to_response(context, status=409)
