from agt.late import path
from reports.pages.late import Page

urlpatterns = [
    path(
        "decisions/", Page("governance.decision_list.DecisionListPage"), name="governance-decisions"
    ),
    path(
        "decisions.<suffix:suffix>",
        Page("governance.decision_list.DecisionListFile"),
        name="governance-decisions-file",
    ),
    path(
        "decisions/<int:pk>/", Page("governance.decision.DecisionPage"), name="governance-decision"
    ),
    path(
        "decisions/<int:pk>/<slug:act>/",
        Page("governance.decision.DecisionActPage"),
        name="governance-decision-act",
    ),
    path(
        "forward-plan/",
        Page("governance.forward_plan.ForwardPlanPage"),
        name="governance-forward-plan",
    ),
    path("meetings/", Page("governance.meetings.MeetingListPage"), name="governance-meetings"),
    path("meetings/<int:pk>/", Page("governance.meetings.MeetingPage"), name="governance-meeting"),
    path(
        "actions/", Page("governance.board_actions.BoardActionListPage"), name="governance-actions"
    ),
    path(
        "actions.<suffix:suffix>",
        Page("governance.board_actions.BoardActionListFile"),
        name="governance-actions-file",
    ),
    path(
        "assessments/",
        Page("governance.assessments.AssessmentsPage"),
        name="governance-assessments",
    ),
]
