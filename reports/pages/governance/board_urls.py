from django.urls import path

from reports.pages.governance.assessments import AssessmentsPage
from reports.pages.governance.board_actions import BoardActionListFile, BoardActionListPage
from reports.pages.governance.decision import DecisionActPage, DecisionPage
from reports.pages.governance.decision_list import DecisionListFile, DecisionListPage
from reports.pages.governance.forward_plan import ForwardPlanPage
from reports.pages.governance.meetings import MeetingListPage, MeetingPage

urlpatterns = [
    path("decisions/", DecisionListPage.as_view(), name="governance-decisions"),
    path("decisions.<suffix:suffix>", DecisionListFile.as_view(), name="governance-decisions-file"),
    path("decisions/<int:pk>/", DecisionPage.as_view(), name="governance-decision"),
    path(
        "decisions/<int:pk>/<slug:act>/", DecisionActPage.as_view(), name="governance-decision-act"
    ),
    path("forward-plan/", ForwardPlanPage.as_view(), name="governance-forward-plan"),
    path("meetings/", MeetingListPage.as_view(), name="governance-meetings"),
    path("meetings/<int:pk>/", MeetingPage.as_view(), name="governance-meeting"),
    path("actions/", BoardActionListPage.as_view(), name="governance-actions"),
    path("actions.<suffix:suffix>", BoardActionListFile.as_view(), name="governance-actions-file"),
    path("assessments/", AssessmentsPage.as_view(), name="governance-assessments"),
]
