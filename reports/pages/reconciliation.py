"""Reconciliation: the counts on top, the breaks first, and a place to explain each of them."""

from functools import cached_property

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import FormView, TemplateView

from accounts.forms import OnceForm
from accounts.models.submission import AlreadySubmitted
from accounts.roles import Verb, may, require
from reports.actions.explain_break import explain_break
from reports.definitions.reconciliation import counts, in_scope
from reports.pages.again import Again
from reports.pages.base import FiguresPage
from reports.reconciliation import Result, State

FIGURES_A_PAGE = 50


class ReconciliationPage(Again, FiguresPage, TemplateView):
    template_name = "reports/reconciliation.html"

    def breadcrumbs(self):
        return [{"label": "Reconciliation", "url": ""}]

    def get_context_data(self, **kwargs):
        results = in_scope(self.ask)
        asked = self.request.GET.get("state", "")
        known = {str(state) for state in State}
        listed = [r for r in results if str(r.state) == asked] if asked in known else results
        return {
            **super().get_context_data(**kwargs),
            "counts": [
                {"state": str(s), "number": n, "selected": str(s) == asked}
                for s, n in counts(results).items()
            ],
            "breaks": [r for r in results if r.state is State.BREAK],
            "unknown_state": asked if asked and asked not in known else "",
            "asked_state": asked if asked in known else "",
            "results": Paginator(listed, FIGURES_A_PAGE).get_page(self.request.GET.get("page")),
            "may_explain": bool(may(self.reader, Verb.EXPLAIN)),
            "file": self.draw(self.table("reconciliation")).downloads,
        }


class ExplainForm(OnceForm):
    text = forms.CharField(
        label="Why do they differ?",
        max_length=2000,
        widget=forms.Textarea,
        help_text="A sentence or two for the reader of the paper. Earlier explanations are kept.",
    )


class ExplainPage(FiguresPage, FormView):
    template_name = "reports/explain.html"
    form_class = ExplainForm

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            require(request.user, Verb.EXPLAIN)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def result(self) -> Result:
        found = (r for r in self.library.reconciled if r.figure.pk == self.kwargs["pk"])
        result = next(found, None)
        if result is None:
            raise Http404("There is no such stated figure in your scope.")
        return result

    def breadcrumbs(self):
        return [
            {"label": "Reconciliation", "url": reverse("reconciliation") + self.query()},
            {"label": "Explain", "url": ""},
        ]

    def get_context_data(self, **kwargs):
        return {
            **super().get_context_data(**kwargs),
            "result": self.result,
            "explanations": self.result.figure.explanations.select_related("by"),
        }

    def form_valid(self, form):
        try:
            explain_break(
                figure=self.result.figure,
                text=form.cleaned_data["text"],
                token=form.cleaned_data["token"],
                by=self.reader,
            )
            messages.success(self.request, "The explanation is saved.")
        except AlreadySubmitted:
            messages.info(self.request, "That explanation was saved already; nothing was added.")
        return redirect(reverse("reconciliation") + self.query())
