"""One dependency: who gives what to whom, by when, and every change of it."""

from functools import cached_property

from django.http import Http404
from django.urls import reverse
from django.views.generic import TemplateView

from governance.models import Dependency
from reports.history import changes_of
from reports.kinds import KINDS
from reports.pages.governance.base import GovernancePage


class DependencyPage(GovernancePage, TemplateView):
    template_name = "governance/dependency.html"

    @property
    def title(self) -> str:  # type: ignore[override]
        return self.dependency.what

    @cached_property
    def dependency(self) -> Dependency:
        rows = Dependency.objects.at(self.position).visible_to(self.reader)
        found = rows.for_reading().filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404("There is no such dependency of your portfolios.")
        return found

    @property
    def crumbs(self):
        url = reverse("governance-dependencies") + self.query()
        return [{"label": "Dependencies", "url": url}]

    def get_context_data(self, **kwargs):
        dependency = self.dependency
        ends = dependency.stands_in()
        return {
            **super().get_context_data(**kwargs),
            "dependency": dependency,
            "gives_from": self.portfolios.get(dependency.gives_from),  # type: ignore[attr-defined]
            "takes_in": self.portfolios.get(dependency.takes_in),  # type: ignore[attr-defined]
            "changes": changes_of(KINDS["dependency"], dependency)[::-1],
            "may_change": self.adds and any(self.library.covers(end) for end in ends),
            "samples": dependency.illustrative,
        }
