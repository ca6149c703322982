"""Reports: each Cabinet table as a page and as files, and all of them as one pack."""

from django.http import HttpResponse
from django.urls import reverse
from django.views.generic import TemplateView

from accounts.access import Exports
from reports import pack
from reports.asking import find_report
from reports.pages.again import Again, left_nowhere
from reports.pages.base import FiguresPage
from reports.pages.downloads import attachment, file_response, kept
from reports.registry import REPORTS
from reports.renderers import as_excel
from reports.renderers.words import file_name
from reports.table import Report, Subject


class ReportListPage(Again, FiguresPage, TemplateView):
    template_name = "reports/report_list.html"

    def breadcrumbs(self):
        return [{"label": "Reports", "url": ""}]

    def get_context_data(self, **kwargs):
        readable = [
            report
            for report in REPORTS.values()
            if not report.is_below_portfolio or self.reader.reads_posts()
        ]
        return {
            **super().get_context_data(**kwargs),
            "subjects": [
                (subject.value, [self.card(r) for r in readable if r.subject is subject])
                for subject in Subject
            ],
        }

    def card(self, report: Report) -> dict[str, str]:
        return {
            "title": report.title,
            "question": report.question,
            "url": reverse("report-detail", args=[report.slug]) + self.query(),
        }


class ReportPage(Again, FiguresPage, TemplateView):
    template_name = "reports/report_detail.html"

    @property
    def stays_nowhere(self) -> bool:  # type: ignore[override]
        report = REPORTS.get(self.kwargs["slug"])
        return bool(report and report.about_posts)

    def breadcrumbs(self):
        report = find_report(self.kwargs["slug"])
        return [
            {"label": "Reports", "url": reverse("report-list") + self.query()},
            {"label": report.title, "url": ""},
        ]

    def get_context_data(self, **kwargs):
        report = find_report(self.kwargs["slug"])
        table = report.build(self.ask)
        return {
            **super().get_context_data(**kwargs),
            "report": report,
            "finding": table.finding,
            "table": self.draw(table),
            "charts": [self.chart(name, table) for name in report.charts] if table.rows else [],
            "portfolios": self.ask.book.portfolios,
            "earlier": [book.position for book in self.library.comparable(self.position)]
            if report.compares
            else [],
            "compare": self.ask.compare,
            "portfolio": self.ask.portfolio,
        }


class ReportFile(Exports, FiguresPage):
    def get(self, request, slug: str, suffix: str) -> HttpResponse:
        report = find_report(slug)
        name = f"{file_name(report.slug, self.position.name)}.{suffix}"
        held = None if report.lives_on else kept(self.ask, name)
        made = held or attachment(self.table(slug), suffix)
        return left_nowhere(made) if report.is_below_portfolio else made


class PackFile(Exports, FiguresPage):
    def get(self, request) -> HttpResponse:
        name = f"{file_name('cabinet-pack', self.position.name)}.xlsx"
        return kept(self.ask, name) or file_response(
            pack.render(self.ask), as_excel.CONTENT_TYPE, name
        )
