"""Programmes: the list people work in, its export, and each programme's page."""

from functools import cached_property

from django.db.models import OuterRef, QuerySet, Subquery
from django.views.generic import TemplateView

from portfolios.models import BusinessCase, ProgrammePlace
from reports.pages.base import FiguresPage
from reports.pages.lists import ListFile, ListPage
from reports.pages.programme_filter import ProgrammeFilter
from reports.pages.programme_table import ProgrammeTable, as_report_table
from savings.models import SavingsLine


class ProgrammeList(FiguresPage):
    """The filtered list, for the page and for its files alike."""

    @cached_property
    def filter(self) -> ProgrammeFilter:
        return ProgrammeFilter(
            self.request.GET,
            queryset=programmes_at(self.position, self.reader),
            request=self.request,
            library=self.library,
            position=self.position,
        )


def programmes_at(position, viewer) -> QuerySet[ProgrammePlace]:
    """The programmes of a position, each with its saving in pence and its business case."""
    case = BusinessCase.objects.filter(
        position=position, programme=OuterRef("programme")
    ).order_by()
    return (
        ProgrammePlace.objects.at(position)
        .visible_to(viewer)
        .select_related("programme", "portfolio", "portfolio_place", "position")
        .annotate(
            pence=SavingsLine.objects.on_the_general_fund().of_each_place(),
            case_state=Subquery(case.values("state")[:1]),
            case_level=Subquery(case.values("level")[:1]),
        )
        .in_report_order()
    )


class ProgrammeListPage(ListPage, ProgrammeList, TemplateView):
    template_name = "portfolios/programme_list.html"

    def breadcrumbs(self):
        return [{"label": "Programmes", "url": ""}]

    def listed(self):
        return ProgrammeTable(self.filter.qs, position=self.position, query=self.query())

    def get_context_data(self, **kwargs):
        return {
            **super().get_context_data(**kwargs),
            "begins": self.begins,
            "may_edit": self.may_edit_some(),
            "locked": "" if self.may_edit_some() else self.locked(),
        }


class ProgrammeListFile(ListFile, ProgrammeList):
    """The list as filtered, in a file."""

    def as_report_table(self):
        return as_report_table(self.ask, self.filter)
