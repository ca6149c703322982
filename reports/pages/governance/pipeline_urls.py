from django.urls import path

from reports.pages.governance.pipeline import (
    PilotPage,
    PipelineFile,
    PipelinePage,
    ProposalPage,
    ReviewPage,
)
from reports.pages.governance.pipeline_acts import (
    CloseProgrammePage,
    ProposalActPage,
    ReopenProgrammePage,
)

urlpatterns = [
    path("governance/pipeline/", PipelinePage.as_view(), name="pipeline"),
    path(
        "governance/pipeline/<slug:of>.<suffix:suffix>",
        PipelineFile.as_view(),
        name="pipeline-file",
    ),
    path(
        "governance/pipeline/proposals/<int:pk>/", ProposalPage.as_view(), name="pipeline-proposal"
    ),
    path(
        "governance/pipeline/proposals/<int:pk>/<slug:does>/",
        ProposalActPage.as_view(),
        name="pipeline-proposal-act",
    ),
    path("governance/pipeline/reviews/<int:pk>/", ReviewPage.as_view(), name="pipeline-review"),
    path("governance/pipeline/pilots/<int:pk>/", PilotPage.as_view(), name="pipeline-pilot"),
    path("programmes/<slug:slug>/close/", CloseProgrammePage.as_view(), name="programme-close"),
    path("programmes/<slug:slug>/reopen/", ReopenProgrammePage.as_view(), name="programme-reopen"),
]
