"""A list people work in: filtered, sorted and paged on a page, and as filtered in a file.

A list has three classes: what it lists (its ``filter``), and on that its page and its file.
"""

from copy import copy
from typing import Any

import django_filters
import django_tables2 as tables
from django.http import Http404, HttpRequest, HttpResponse
from django_tables2 import RequestConfig

from accounts.access import Exports
from reports.pages.again import Again
from reports.pages.downloads import attachment
from reports.table import ReportTable

ROWS_A_PAGE = 50


class ListPage(Again):
    """The page: who inherits it names its ``template_name`` and makes what is ``listed``."""

    filter: django_filters.FilterSet
    register = ""  # what such rows are taken in as, from a file

    def listed(self) -> tables.Table:
        """Every row the filter leaves, in the columns of the page."""
        raise NotImplementedError

    def get_context_data(self, **kwargs):
        table = self.listed()
        paged = {"per_page": ROWS_A_PAGE, "silent": True}
        RequestConfig(_sorted_by_columns(self.request, table), paginate=paged).configure(table)  # type: ignore[attr-defined]
        rows = table.paginated_rows
        return {
            **super().get_context_data(**kwargs),  # type: ignore[misc]
            "filter": self.filter,
            "table": table,
            "total": self.filter.queryset.count(),
            "asked": self.request.GET.urlencode(),  # type: ignore[attr-defined]
            "imports": self.register if self._may_import() else "",
            "samples": any(getattr(row.record, "illustrative", False) for row in rows),
        }

    def _may_import(self) -> bool:
        if not self.register:
            return False
        from reports.exchange.registers import may_import  # with every kind of row there is

        return may_import(self.request.user, self.register)  # type: ignore[attr-defined]


def _sorted_by_columns(request: HttpRequest, table: tables.Table) -> HttpRequest:
    """The request, asking to sort by columns that the table has and by nothing else."""
    query: Any = request.GET.copy()
    field = table.prefixed_order_by_field
    known = set(table.columns.names())
    kept = [by for by in request.GET.getlist(field) if by.removeprefix("-") in known]
    query.setlist(field, kept)
    asked = copy(request)
    asked.GET = query
    return asked


class ListFile(Exports):
    """The list as filtered, in a file."""

    filter: django_filters.FilterSet

    def as_report_table(self) -> ReportTable:
        """The list as one value, which says what it was filtered by."""
        raise NotImplementedError

    def get(self, request: HttpRequest, suffix: str) -> HttpResponse:
        if not self.filter.is_valid():
            raise Http404("The filter of this link is not known. Set it again on the page.")
        return attachment(self.as_report_table(), suffix)
