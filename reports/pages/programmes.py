"""Programmes: the list people work in, its export, and each programme's page."""

from functools import cached_property

from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.generic import TemplateView
from django_tables2 import RequestConfig

from accounts.access import Exports
from portfolios.models import BusinessCase, ProgrammePlace
from reports.pages.base import FiguresPage
from reports.pages.downloads import attachment
from reports.pages.headlines import saving
from reports.pages.programme_filter import ProgrammeFilter
from reports.pages.programme_table import ProgrammeTable, as_report_table
from reports.quantities import Quantity
from savings.models import Fund, SavingsLine

ROWS_A_PAGE = 50


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
    case = BusinessCase.objects.filter(position=position, programme=OuterRef("programme"))
    return (
        ProgrammePlace.objects.at(position)
        .visible_to(viewer)
        .select_related("programme", "portfolio", "position")
        .annotate(
            pence=Sum("lines__amount", filter=Q(lines__fund=Fund.GENERAL_FUND)),
            case_state=Subquery(case.values("state")[:1]),
            case_level=Subquery(case.values("level")[:1]),
        )
        .in_report_order()
    )


class ProgrammeListPage(ProgrammeList, TemplateView):
    template_name = "portfolios/programme_list.html"

    def breadcrumbs(self):
        return [{"label": "Programmes", "url": ""}]

    def get_context_data(self, **kwargs):
        table = ProgrammeTable(self.filter.qs, position=self.position, query=self.query())
        RequestConfig(self.request, paginate={"per_page": ROWS_A_PAGE, "silent": True}).configure(
            table
        )
        return {
            **super().get_context_data(**kwargs),
            "filter": self.filter,
            "table": table,
            "total": self.filter.queryset.count(),
            "asked": self.request.GET.urlencode(),
        }


class ProgrammeListFile(Exports, ProgrammeList):
    """The list as filtered, in a file."""

    def get(self, request, suffix: str) -> HttpResponse:
        if not self.filter.is_valid():
            raise Http404("The filter of this link is not known. Set it again on the page.")
        table = as_report_table(self.ask, self.filter)
        return attachment(table, suffix)


class ProgrammePage(FiguresPage, TemplateView):
    template_name = "portfolios/programme_detail.html"

    @cached_property
    def place(self) -> ProgrammePlace:
        places = programmes_at(self.position, self.reader)
        place = places.filter(programme__slug=self.kwargs["slug"]).first()
        if place is None:
            raise Http404(f"{self.position.name} has no such programme in your portfolios.")
        return place

    def breadcrumbs(self):
        place, query = self.place, self.query()
        portfolio = reverse("portfolio-detail", args=[place.portfolio.slug]) + query
        return [
            {"label": "Programmes", "url": reverse("programme-list") + query},
            {"label": place.portfolio.name, "url": portfolio},
            {"label": place.printed_label, "url": ""},
        ]

    def get_context_data(self, **kwargs):
        place = self.place
        quantity = Quantity(portfolio=place.portfolio.name, programme=place.programme.name)
        lines = SavingsLine.objects.filter(place=place).for_reading()
        return {
            **super().get_context_data(**kwargs),
            "place": place,
            "programme": place.programme,
            "headlines": [saving(self.ask, "Expected saving", quantity, lead=True)]
            if place.shows == ProgrammePlace.Shows.MONEY
            else [],
            "case": BusinessCase.objects.filter(
                position=self.position, programme=place.programme
            ).first(),
            "lines": lines,
            "apportioned": any(line.basis == SavingsLine.Basis.APPORTIONED for line in lines),
            "stated": [
                r
                for r in self.library.reconciled
                if r.figure.row.endswith(f" / {place.programme.name}")
            ],
        }
