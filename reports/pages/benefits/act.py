"""The pages on which something happens to a benefit or to a measure."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.views.generic import FormView

from accounts.models.submission import AlreadySubmitted
from accounts.roles import State, require, require_any
from portfolios.actions.hold_row import version_of
from portfolios.actions.step_version import SomebodyElseSaved
from reports.pages.actions import by_field
from reports.pages.benefits.acts import BENEFIT_ACTS, MEASURE_ACTS, Act
from reports.pages.benefits.benefit import OneBenefit
from reports.pages.benefits.measure import OneMeasure


class ActPage(FormView):
    """A form for one thing that happens to ``row``, for those who may do it there."""

    template_name = "benefits/act.html"
    acts: dict[str, Act]
    kwargs: Any

    def dispatch(self, request, *args, **kwargs):
        act = self.acts.get(kwargs["act"])
        if request.user.is_authenticated and act:
            require(request.user, act.verb, state=State.WORKING)
        return super().dispatch(request, *args, **kwargs)

    @property
    def row(self) -> Any:
        raise NotImplementedError

    @cached_property
    def act(self) -> Act:
        act = self.acts.get(self.kwargs["act"])
        row, home = self.row, self.home
        # What was typed before somebody else was first is not thrown away: the action says why not.
        fits = self.acts is MEASURE_ACTS or self.request.method == "POST"
        if act is None or not (fits or act.open_to(row)):
            raise Http404("That cannot be done to it as it is now.")
        require_any(self.reader, act.verb, state=State.WORKING, portfolios=[home])  # type: ignore[attr-defined]
        return act

    @property
    def home(self) -> Any:
        raise NotImplementedError

    def get_form_class(self):
        return self.act.form

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "of": self.row, "reader": self.reader}  # type: ignore[attr-defined]

    def get_context_data(self, **kwargs):
        return {
            **super().get_context_data(**kwargs),
            "act": self.act,
            "row": self.row,
            "title": self.act.title,
            "back": self.address,  # type: ignore[attr-defined]
        }

    def form_valid(self, form):
        try:
            self.act.action(of=self.row, by=self.reader, **form.cleaned_data)  # type: ignore[attr-defined]
        except AlreadySubmitted:
            messages.info(self.request, "That was done already; nothing was done again.")
        except SomebodyElseSaved:
            return self.somebody_else_saved(form)
        except ValidationError as error:
            for field, sentences in by_field(error, form).items():
                form.add_error(field, sentences)
            return self.form_invalid(form)
        else:
            messages.success(self.request, f"“{self.row}” is {self.act.did}.")
        return redirect(self.address)  # type: ignore[attr-defined]

    def somebody_else_saved(self, form):
        """What was typed, at the version that is saved now: to send it again is a choice."""
        data = self.request.POST.copy()
        data["version"] = str(version_of(self.row))
        again = type(form)(data, of=self.row, reader=self.reader)  # type: ignore[attr-defined]
        context = self.get_context_data(form=again, somebody_else_saved=True)
        return self.render_to_response(context, status=409)


class BenefitActPage(ActPage, OneBenefit):
    acts = BENEFIT_ACTS

    @property
    def row(self) -> Any:
        return self.benefit

    @property
    def home(self) -> Any:
        return self.benefit.portfolio

    def breadcrumbs(self):
        *crumbs, last = super().breadcrumbs()
        return [*crumbs, {**last, "url": self.address}, {"label": self.act.title, "url": ""}]


class MeasureActPage(ActPage, OneMeasure):
    acts = MEASURE_ACTS

    @property
    def row(self) -> Any:
        return self.measure

    @property
    def home(self) -> Any:
        return self.measure.stands_in()

    def breadcrumbs(self):
        *crumbs, last = super().breadcrumbs()
        return [*crumbs, {**last, "url": self.address}, {"label": self.act.title, "url": ""}]
