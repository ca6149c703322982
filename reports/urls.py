from django.urls import include, path, register_converter

from reports.feeds.renderers import RENDERERS as FEED_RENDERERS
from reports.pages.accessibility import AccessibilityPage
from reports.pages.add_portfolio import AddPortfolioPage
from reports.pages.add_programme import AddProgrammePage
from reports.pages.changes import ChangeListPage, ChangePage, WithdrawPage
from reports.pages.dashboard import DashboardPage
from reports.pages.downloads import RENDERERS
from reports.pages.edit import AddPage, EditPage, RemovePage
from reports.pages.edit_window import ClosePage, ExceptionPage, LockPage
from reports.pages.figure import FigurePage
from reports.pages.highlight import HighlightPage
from reports.pages.history import HistoryPage
from reports.pages.my_work import MyWorkPage
from reports.pages.portfolios import PortfolioListPage, PortfolioPage
from reports.pages.positions import (
    OpenPage,
    PositionListPage,
    PositionPage,
    PublishedFilePage,
    PublishPage,
    SignPage,
)
from reports.pages.programme import (
    ConfirmPage,
    GridCheckPage,
    GridPage,
    GridTotals,
    ProgrammePage,
    UnchangedPage,
)
from reports.pages.programmes import ProgrammeListFile, ProgrammeListPage
from reports.pages.reconciliation import ExplainPage, ReconciliationPage
from reports.pages.reports import PackFile, ReportFile, ReportListPage, ReportPage
from reports.pages.restate import RestatePage
from reports.pages.return_calendar import CalendarPage, DatesPage, ReminderFile
from reports.pages.return_files import PortfolioReturnFile, ProgrammeReturnFile
from reports.pages.returns import ApplyReturnPage, ReturnsPage
from reports.pages.tables import SavingsPage
from reports.pages.transfers import TransfersPage


class SuffixConverter:
    """The ending of a file the tracker can make."""

    regex = "|".join(RENDERERS)

    def to_python(self, value: str) -> str:
        return value

    to_url = to_python


class FeedSuffixConverter(SuffixConverter):
    """The ending of a feed."""

    regex = "|".join(FEED_RENDERERS)


register_converter(SuffixConverter, "suffix")
register_converter(FeedSuffixConverter, "feedsuffix")

urlpatterns = [
    path("", DashboardPage.as_view(), name="dashboard"),
    path("accessibility/", AccessibilityPage.as_view(), name="accessibility"),
    path("portfolios/", PortfolioListPage.as_view(), name="portfolio-list"),
    path(
        "portfolios/add/", AddPortfolioPage.as_view(), {"kind": "portfolio"}, name="portfolio-add"
    ),
    path("portfolios/<slug:slug>/", PortfolioPage.as_view(), name="portfolio-detail"),
    path("programmes/", ProgrammeListPage.as_view(), name="programme-list"),
    path("programmes.<suffix:suffix>", ProgrammeListFile.as_view(), name="programme-list-file"),
    path("programmes/add/", AddProgrammePage.as_view(), name="programme-add"),
    path("programmes/<slug:slug>/", ProgrammePage.as_view(), name="programme-detail"),
    path("programmes/<slug:slug>/grid/", GridPage.as_view(), name="programme-grid"),
    path(
        "programmes/<slug:slug>/grid/check/", GridCheckPage.as_view(), name="programme-grid-check"
    ),
    path("programmes/<slug:slug>/grid/totals/", GridTotals.as_view(), name="programme-grid-totals"),
    path("programmes/<slug:slug>/confirm/", ConfirmPage.as_view(), name="programme-confirm"),
    path("programmes/<slug:slug>/unchanged/", UnchangedPage.as_view(), name="programme-unchanged"),
    path("programmes/<slug:slug>/highlight/", HighlightPage.as_view(), name="programme-highlight"),
    path("savings/", SavingsPage.as_view(), name="savings"),
    path("benefits/", include("reports.pages.benefits.urls")),
    path("savings/", include("reports.pages.delivery.urls")),
    path("workforce/", include("reports.pages.workforce.urls")),
    path("reports/", ReportListPage.as_view(), name="report-list"),
    path("reports/pack.xlsx", PackFile.as_view(), name="pack"),
    path("reports/<slug:slug>/", ReportPage.as_view(), name="report-detail"),
    path("reports/<slug:slug>.<suffix:suffix>", ReportFile.as_view(), name="report-file"),
    path("papers/", include("reports.pages.papers.urls")),
    path("reconciliation/", ReconciliationPage.as_view(), name="reconciliation"),
    path("reconciliation/<int:pk>/", ExplainPage.as_view(), name="explain"),
    path("my-work/", MyWorkPage.as_view(), name="my-work"),
    path("changes/", ChangeListPage.as_view(), name="change-list"),
    path("changes/<int:pk>/", ChangePage.as_view(), name="change-detail"),
    path("changes/<int:pk>/withdraw/", WithdrawPage.as_view(), name="change-withdraw"),
    path("history/", HistoryPage.as_view(), name="history"),
    path("transfers/", TransfersPage.as_view(), name="transfers"),
    path("edit/<slug:kind>/add/", AddPage.as_view(), name="row-add"),
    path("edit/<slug:kind>/<int:pk>/", EditPage.as_view(), name="row-edit"),
    path("edit/<slug:kind>/<int:pk>/remove/", RemovePage.as_view(), name="row-remove"),
    path(
        "programmes/<slug:slug>/return.xlsx", ProgrammeReturnFile.as_view(), name="programme-return"
    ),
    path(
        "portfolios/<slug:slug>/return.xlsx", PortfolioReturnFile.as_view(), name="portfolio-return"
    ),
    path("returns/", ReturnsPage.as_view(), name="returns"),
    path("returns/calendar/", CalendarPage.as_view(), name="return-calendar"),
    path("returns/calendar/dates/", DatesPage.as_view(), name="return-dates"),
    path(
        "returns/calendar/<slug:slug>/reminder.txt", ReminderFile.as_view(), name="return-reminder"
    ),
    path("returns/apply/", ApplyReturnPage.as_view(), name="return-apply"),
    path("positions/", PositionListPage.as_view(), name="position-list"),
    path("positions/open/", OpenPage.as_view(), name="position-open"),
    path("positions/<slug:slug>/", PositionPage.as_view(), name="position-detail"),
    path("positions/<slug:slug>/publish/", PublishPage.as_view(), name="position-publish"),
    path("positions/<slug:slug>/sign/", SignPage.as_view(), name="position-sign"),
    path("positions/<slug:slug>/lock/", LockPage.as_view(), name="position-lock"),
    path(
        "positions/<slug:slug>/lock/exception/", ExceptionPage.as_view(), name="position-exception"
    ),
    path("positions/<slug:slug>/close/", ClosePage.as_view(), name="position-close"),
    path(
        "positions/<slug:slug>/files/<str:name>", PublishedFilePage.as_view(), name="position-file"
    ),
    path("governance/", include("reports.pages.governance.urls")),
    path("governance/", include("reports.pages.governance.board_urls")),
    path("", include("reports.pages.council.urls")),
    path("data/feeds/", include("reports.pages.feeds.urls")),
    path("figures/", FigurePage.as_view(), name="figure"),
    path("figures/restate/", RestatePage.as_view(), name="figure-restate"),
    path("", include("reports.pages.governance.case_urls")),
    path("", include("reports.pages.governance.pipeline_urls")),
    path("import/", include("reports.pages.exchange.urls")),
]
