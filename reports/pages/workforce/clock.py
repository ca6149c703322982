"""The clock: each redundancy establishment's people across programmes, and the thresholds."""

from typing import Any

from django.views.generic import TemplateView

from agt.words import clock
from reports.pages.workforce.base import FewPeoplePage
from workforce import statute
from workforce.models import Consultation, RedundancyEstablishment, Threshold


class ClockPage(FewPeoplePage, TemplateView):
    title = "The clock"
    template_name = "workforce/clock.html"

    def get_context_data(self, **kwargs):
        thresholds = list(Threshold.objects.all())
        rules = [threshold.as_rule() for threshold in thresholds]
        staff = list(Consultation.objects.filter(kind=Consultation.Kind.STAFF).with_people())
        seen = {c.pk for c in staff if self.sees(c)}
        units: dict[int, dict[str, Any]] = {
            unit.pk: {"unit": unit, "consultations": []}
            for unit in RedundancyEstablishment.objects.all()
        }
        for consultation in staff:
            asked = consultation.duties(staff, rules)
            broken = [p for p in consultation.prompts(asked) if p.state == statute.BROKEN]
            if consultation.pk in seen:
                units[consultation.establishment_id]["consultations"].append(
                    {
                        "consultation": consultation,
                        "people": consultation.batch().heads,
                        "within_window": max((duty.people for duty in asked), default=None),
                        "days": statute.days_asked(asked),
                        "broken": len(broken),
                    }
                )
        return {
            **super().get_context_data(**kwargs),
            "units": list(units.values()),
            "thresholds": [(t, t.is_in_force(clock.today())) for t in thresholds],
        }

    def sees(self, consultation: Consultation) -> bool:
        return self.library.covers(consultation.portfolio)
