from agt.late import path
from reports.pages.late import Page

urlpatterns = [
    path("cases/", Page("governance.cases.CaseListPage"), name="case-list"),
    path("cases.<suffix:suffix>", Page("governance.cases.CaseListFile"), name="case-list-file"),
    path(
        "programmes/<slug:slug>/case/<slug:does>/",
        Page("governance.cases.CaseMovePage"),
        name="programme-case",
    ),
    path(
        "programmes/<slug:slug>/gate/",
        Page("governance.cases.GateDecisionPage"),
        name="programme-gate",
    ),
    path(
        "programmes/<slug:slug>/plan/",
        Page("governance.plans.ProgrammePlanPage"),
        name="programme-plan",
    ),
    path(
        "programmes/<slug:slug>/status/",
        Page("governance.statuses.StatusPage"),
        name="programme-status",
    ),
    path(
        "portfolios/<slug:slug>/plan/",
        Page("governance.plans.PortfolioPlanPage"),
        name="portfolio-plan",
    ),
    path("milestones/", Page("governance.milestones.MilestoneListPage"), name="milestone-list"),
    path(
        "milestones.<suffix:suffix>",
        Page("governance.milestones.MilestoneListFile"),
        name="milestone-list-file",
    ),
    path(
        "milestones/<int:pk>/", Page("governance.milestones.MilestonePage"), name="milestone-detail"
    ),
    path(
        "milestones/<int:pk>/rebaseline/",
        Page("governance.milestones.RebaselinePage"),
        name="milestone-rebaseline",
    ),
    path("status/", Page("governance.statuses.StatusBoardPage"), name="status-board"),
]
