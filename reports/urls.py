from django.urls import include, register_converter

from agt.late import path
from reports.pages.late import Page

SUFFIXES = ("xlsx", "csv", "json")  # of a table and of a feed: what writes them is imported late


class SuffixConverter:
    """The ending of a file the tracker can make."""

    regex = "|".join(SUFFIXES)

    def to_python(self, value: str) -> str:
        return value

    to_url = to_python


register_converter(SuffixConverter, "suffix")

urlpatterns = [
    path("", Page("dashboard.DashboardPage"), name="dashboard"),
    path("accessibility/", Page("accessibility.AccessibilityPage"), name="accessibility"),
    path("portfolios/", Page("portfolios.PortfolioListPage"), name="portfolio-list"),
    path(
        "portfolios/add/",
        Page("add_portfolio.AddPortfolioPage"),
        {"kind": "portfolio"},
        name="portfolio-add",
    ),
    path("portfolios/<slug:slug>/", Page("portfolios.PortfolioPage"), name="portfolio-detail"),
    path("programmes/", Page("programmes.ProgrammeListPage"), name="programme-list"),
    path(
        "programmes.<suffix:suffix>",
        Page("programmes.ProgrammeListFile"),
        name="programme-list-file",
    ),
    path("programmes/add/", Page("add_programme.AddProgrammePage"), name="programme-add"),
    path("programmes/<slug:slug>/", Page("programme.ProgrammePage"), name="programme-detail"),
    path("programmes/<slug:slug>/grid/", Page("programme.GridPage"), name="programme-grid"),
    path(
        "programmes/<slug:slug>/grid/check/",
        Page("programme.GridCheckPage"),
        name="programme-grid-check",
    ),
    path(
        "programmes/<slug:slug>/grid/totals/",
        Page("programme.GridTotals"),
        name="programme-grid-totals",
    ),
    path(
        "programmes/<slug:slug>/confirm/", Page("programme.ConfirmPage"), name="programme-confirm"
    ),
    path(
        "programmes/<slug:slug>/unchanged/",
        Page("programme.UnchangedPage"),
        name="programme-unchanged",
    ),
    path(
        "programmes/<slug:slug>/highlight/",
        Page("highlight.HighlightPage"),
        name="programme-highlight",
    ),
    path("savings/", Page("tables.SavingsPage"), name="savings"),
    path("benefits/", include("reports.pages.benefits.urls")),
    path("savings/", include("reports.pages.delivery.urls")),
    path("workforce/", include("reports.pages.workforce.urls")),
    path("reports/", Page("reports.ReportListPage"), name="report-list"),
    path("reports/pack.xlsx", Page("reports.PackFile"), name="pack"),
    path("reports/<slug:slug>/", Page("reports.ReportPage"), name="report-detail"),
    path("reports/<slug:slug>.<suffix:suffix>", Page("reports.ReportFile"), name="report-file"),
    path("papers/", include("reports.pages.papers.urls")),
    path("reconciliation/", Page("reconciliation.ReconciliationPage"), name="reconciliation"),
    path("reconciliation/<int:pk>/", Page("reconciliation.ExplainPage"), name="explain"),
    path("my-work/", Page("my_work.MyWorkPage"), name="my-work"),
    path("changes/", Page("changes.ChangeListPage"), name="change-list"),
    path("changes/<int:pk>/", Page("changes.ChangePage"), name="change-detail"),
    path("changes/<int:pk>/withdraw/", Page("changes.WithdrawPage"), name="change-withdraw"),
    path("history/", Page("history.HistoryPage"), name="history"),
    path("transfers/", Page("transfers.TransfersPage"), name="transfers"),
    path("edit/<slug:kind>/add/", Page("edit.AddPage"), name="row-add"),
    path("edit/<slug:kind>/<int:pk>/", Page("edit.EditPage"), name="row-edit"),
    path("edit/<slug:kind>/<int:pk>/remove/", Page("edit.RemovePage"), name="row-remove"),
    path(
        "programmes/<slug:slug>/return.xlsx",
        Page("return_files.ProgrammeReturnFile"),
        name="programme-return",
    ),
    path(
        "portfolios/<slug:slug>/return.xlsx",
        Page("return_files.PortfolioReturnFile"),
        name="portfolio-return",
    ),
    path("returns/", Page("returns.ReturnsPage"), name="returns"),
    path("returns/calendar/", Page("return_calendar.CalendarPage"), name="return-calendar"),
    path("returns/calendar/dates/", Page("return_calendar.DatesPage"), name="return-dates"),
    path(
        "returns/calendar/<slug:slug>/reminder.txt",
        Page("return_calendar.ReminderFile"),
        name="return-reminder",
    ),
    path("returns/apply/", Page("returns.ApplyReturnPage"), name="return-apply"),
    path("positions/", Page("positions.PositionListPage"), name="position-list"),
    path("positions/open/", Page("positions.OpenPage"), name="position-open"),
    path("positions/<slug:slug>/", Page("positions.PositionPage"), name="position-detail"),
    path("positions/<slug:slug>/publish/", Page("positions.PublishPage"), name="position-publish"),
    path("positions/<slug:slug>/sign/", Page("positions.SignPage"), name="position-sign"),
    path("positions/<slug:slug>/lock/", Page("edit_window.LockPage"), name="position-lock"),
    path(
        "positions/<slug:slug>/lock/exception/",
        Page("edit_window.ExceptionPage"),
        name="position-exception",
    ),
    path("positions/<slug:slug>/close/", Page("edit_window.ClosePage"), name="position-close"),
    path(
        "positions/<slug:slug>/files/<str:name>",
        Page("positions.PublishedFilePage"),
        name="position-file",
    ),
    path("governance/", include("reports.pages.governance.urls")),
    path("governance/", include("reports.pages.governance.board_urls")),
    path("", include("reports.pages.council.urls")),
    path("data/feeds/", include("reports.pages.feeds.urls")),
    path("figures/", Page("figure.FigurePage"), name="figure"),
    path("figures/restate/", Page("restate.RestatePage"), name="figure-restate"),
    path("", include("reports.pages.governance.case_urls")),
    path("", include("reports.pages.governance.pipeline_urls")),
    path("import/", include("reports.pages.exchange.urls")),
]
