"""The risk register: the list people work in, and its export as filtered."""

from functools import cached_property

from django.views.generic import TemplateView

from governance.models import Risk
from reports.pages.governance.base import GovernancePage
from reports.pages.governance.register_filter import RegisterFilter
from reports.pages.governance.register_table import REGISTER, RegisterTable, as_report_table
from reports.pages.lists import ListFile, ListPage


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


class RegisterPage(ListPage, Register, TemplateView):
    template_name = "governance/register.html"
    register = "risks"

    def listed(self):
        return RegisterTable(
            self.filter.qs,
            caption=self.ask.table(REGISTER, columns=(), rows=()).caption,
            framework=self.framework,
            portfolios=self.portfolios,
            query=self.query(),
        )


class RegisterFile(ListFile, Register):
    """The register as filtered, in a file."""

    def as_report_table(self):
        return as_report_table(self.ask, self.filter, self.framework, self.portfolios)
