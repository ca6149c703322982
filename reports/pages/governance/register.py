"""The risk register: the list people work in, and its export as filtered."""

from functools import cached_property

from django.http import Http404, HttpResponse
from django.views.generic import TemplateView
from django_tables2 import RequestConfig

from accounts.access import Exports
from governance.models import Risk
from reports.pages.again import Again
from reports.pages.downloads import attachment
from reports.pages.governance.base import GovernancePage
from reports.pages.governance.register_filter import RegisterFilter
from reports.pages.governance.register_table import REGISTER, RegisterTable, as_report_table

ROWS_A_PAGE = 50


class Register(GovernancePage):
    """The filtered register, for the page and for its files alike."""

    title = "Risk register"

    @cached_property
    def filter(self) -> RegisterFilter:
        risks = Risk.objects.at(self.position).visible_to(self.reader)
        return RegisterFilter(
            self.request.GET,
            queryset=risks.highest_first().for_reading(),
            request=self.request,
            book=self.ask.book,
            framework=self.framework,
        )


class RegisterPage(Again, Register, TemplateView):
    template_name = "governance/register.html"

    def get_context_data(self, **kwargs):
        table = RegisterTable(
            self.filter.qs,
            caption=self.ask.table(REGISTER, columns=(), rows=()).caption,
            framework=self.framework,
            portfolios=self.portfolios,
            query=self.query(),
        )
        RequestConfig(self.request, paginate={"per_page": ROWS_A_PAGE, "silent": True}).configure(
            table
        )
        return {
            **super().get_context_data(**kwargs),
            "filter": self.filter,
            "table": table,
            "total": self.filter.queryset.count(),
            "asked": self.request.GET.urlencode(),
            "samples": any(row.record.illustrative for row in table.paginated_rows),
        }


class RegisterFile(Exports, Register):
    """The register as filtered, in a file."""

    def get(self, request, suffix: str) -> HttpResponse:
        if not self.filter.is_valid():
            raise Http404("The filter of this link is not known. Set it again on the page.")
        table = as_report_table(self.ask, self.filter, self.framework, self.portfolios)
        return attachment(table, suffix)
