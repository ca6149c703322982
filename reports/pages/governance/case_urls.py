from django.urls import path

from reports.pages.governance.cases import (
    CaseListFile,
    CaseListPage,
    CaseMovePage,
    GateDecisionPage,
)
from reports.pages.governance.milestones import (
    MilestoneListFile,
    MilestoneListPage,
    MilestonePage,
    RebaselinePage,
)
from reports.pages.governance.plans import PortfolioPlanPage, ProgrammePlanPage
from reports.pages.governance.statuses import StatusBoardPage, StatusPage

urlpatterns = [
    path("cases/", CaseListPage.as_view(), name="case-list"),
    path("cases.<suffix:suffix>", CaseListFile.as_view(), name="case-list-file"),
    path("programmes/<slug:slug>/case/<slug:does>/", CaseMovePage.as_view(), name="programme-case"),
    path("programmes/<slug:slug>/gate/", GateDecisionPage.as_view(), name="programme-gate"),
    path("programmes/<slug:slug>/plan/", ProgrammePlanPage.as_view(), name="programme-plan"),
    path("programmes/<slug:slug>/status/", StatusPage.as_view(), name="programme-status"),
    path("portfolios/<slug:slug>/plan/", PortfolioPlanPage.as_view(), name="portfolio-plan"),
    path("milestones/", MilestoneListPage.as_view(), name="milestone-list"),
    path("milestones.<suffix:suffix>", MilestoneListFile.as_view(), name="milestone-list-file"),
    path("milestones/<int:pk>/", MilestonePage.as_view(), name="milestone-detail"),
    path("milestones/<int:pk>/rebaseline/", RebaselinePage.as_view(), name="milestone-rebaseline"),
    path("status/", StatusBoardPage.as_view(), name="status-board"),
]
