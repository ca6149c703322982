"""Consultations: the list with the engagement log, and each one with its days and its clock."""

from functools import cached_property

from django.http import Http404
from django.urls import reverse
from django.views.generic import TemplateView

from reports.living_rows import shown_on
from reports.pages.workforce.base import PeoplePage
from workforce import statute
from workforce.models import Consultation, Engagement

MOST_ENTRIES = 100


class ConsultationListPage(PeoplePage, TemplateView):
    title = "Consultations"
    template_name = "workforce/consultations.html"

    def get_context_data(self, **kwargs):
        table = self.table("consultation-timetable")
        entries = Engagement.objects.visible_to(self.reader).select_related("consultation")
        return {
            **super().get_context_data(**kwargs),
            "table": self.draw(table),
            "may_engage_all": self.may_engage and self.library.sees_all,
            "has_rows": bool(table.rows),
            "chart": self.chart("consultation-timeline", table) if table.rows else None,
            "entries": entries.filter(held_on__lte=shown_on(self.position))[:MOST_ENTRIES],
        }


class ConsultationPage(PeoplePage, TemplateView):
    template_name = "workforce/consultation.html"

    @cached_property
    def consultation(self) -> Consultation:
        """With its people where it is of staff, for those who see them."""
        pk = self.kwargs["pk"]
        found = next((c for c in self.staff if c.pk == pk), None)
        if found is None or not self.library.sees_all:
            seen = Consultation.objects.visible_to(self.reader).with_people()
            found = seen.filter(pk=pk).first()
        if found is None:
            raise Http404("There is no such consultation in your portfolios.")
        return found

    @cached_property
    def staff(self) -> list[Consultation]:
        """Every staff consultation, for the clock: none where its people are not seen."""
        if not self.reader.reads_posts():
            return []
        return list(Consultation.objects.filter(kind=Consultation.Kind.STAFF).with_people())

    @property
    def title(self) -> str:  # type: ignore[override]
        return self.consultation.name

    def breadcrumbs(self):
        crumbs = super().breadcrumbs()
        here = {"label": "Consultations", "url": reverse("workforce-consultations") + self.query()}
        return [crumbs[0], here, crumbs[1]]

    def get_context_data(self, **kwargs):
        consultation = self.consultation
        return {
            **super().get_context_data(**kwargs),
            **(self.clock() if self.reader.reads_posts() else {}),
            "consultation": consultation,
            "days": [(event.label, day) for event, day in self.days()],
            "state": consultation.state_on(shown_on(self.position)),
            "entries": consultation.engagements.all(),
        }

    def days(self):
        """The events of its kind, with the day of each or none."""
        of_all = (statute.Event.ESIA, statute.Event.OPENS, statute.Event.CLOSES)
        consultation = self.consultation
        return [
            (event, day)
            for event, day in consultation.dates.items()
            if consultation.is_of_staff or event in of_all
        ]

    def clock(self) -> dict:
        """What the clock counts and asks: of people, so not for everyone."""
        consultation = self.consultation
        if not consultation.is_of_staff:
            return {}
        asked = consultation.duties(self.staff)
        proposed = statute.proposed(consultation.dates, asked)
        return {
            "proposals": consultation.proposals.all(),
            "people": consultation.batch().heads,
            "duties": asked,
            "prompts": consultation.prompts(asked),
            "proposed": [(event.label, day) for event, day in proposed.items()],
        }
