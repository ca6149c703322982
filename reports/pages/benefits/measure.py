"""A measure's page: its trajectory against its readings, drawn and in a table, and corrections."""

from functools import cached_property

from django.http import Http404
from django.urls import reverse
from django.views.generic import TemplateView

from accounts.roles import Verb
from reports.definitions import measure_readings
from reports.pages.benefits.acts import MEASURE_ACTS
from reports.pages.benefits.base import BenefitsPage
from reports.renderers import as_html, trajectory_chart
from savings.measured import measured
from savings.models import Measure


class OneMeasure(BenefitsPage):
    """A page about one measure in the reader's scope."""

    @cached_property
    def measure(self) -> Measure:
        held = Measure.objects.visible_to(self.reader).for_reading()
        found = held.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404("There is no such measure in your portfolios.")
        return found

    @property
    def title(self) -> str:  # type: ignore[override]
        return self.measure.name

    @property
    def crumbs(self):
        benefit = self.measure.benefit
        if benefit is None:
            return []
        address = reverse("benefits-benefit", args=[benefit.pk]) + self.query()
        return [{"label": benefit.title, "url": address}]

    @property
    def address(self) -> str:
        return reverse("benefits-measure", args=[self.measure.pk]) + self.query()

    def get_context_data(self, **kwargs):
        return {**super().get_context_data(**kwargs), "measure": self.measure}


class MeasurePage(OneMeasure, TemplateView):
    template_name = "benefits/measure.html"

    def get_context_data(self, **kwargs):
        measure, one = self.measure, measured(self.measure)
        table = measure_readings.build(self.ask, one)
        home = measure.stands_in()
        stand = {reading.pk for reading in one.readings}
        return {
            **super().get_context_data(**kwargs),
            "one": one,
            "kind": "benefit-measure" if measure.benefit else "measure",
            "may_edit": self.may_in(Verb.EDIT, home),
            "acts": [
                {"name": name, "title": act.title}
                for name, act in MEASURE_ACTS.items()
                if self.may_in(act.verb, home)
            ],
            "table": as_html.render(table, query=self.query()) if table.rows else None,
            "chart": trajectory_chart.render(table, unit=measure.unit) if table.rows else None,
            "targets": measure.targets.all(),
            "unit_values": list(measure.unit_values.select_related("approved_by"))[::-1],
            "corrected": [r for r in measure.readings.all() if r.pk not in stand],
            "samples": measure.illustrative,
        }
