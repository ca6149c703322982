from agt.late import path
from reports.pages.late import Page

urlpatterns = [
    path("governance/pipeline/", Page("governance.pipeline.PipelinePage"), name="pipeline"),
    path(
        "governance/pipeline/<slug:of>.<suffix:suffix>",
        Page("governance.pipeline.PipelineFile"),
        name="pipeline-file",
    ),
    path(
        "governance/pipeline/proposals/<int:pk>/",
        Page("governance.pipeline.ProposalPage"),
        name="pipeline-proposal",
    ),
    path(
        "governance/pipeline/proposals/<int:pk>/<slug:does>/",
        Page("governance.pipeline_acts.ProposalActPage"),
        name="pipeline-proposal-act",
    ),
    path(
        "governance/pipeline/reviews/<int:pk>/",
        Page("governance.pipeline.ReviewPage"),
        name="pipeline-review",
    ),
    path(
        "governance/pipeline/pilots/<int:pk>/",
        Page("governance.pipeline.PilotPage"),
        name="pipeline-pilot",
    ),
    path(
        "programmes/<slug:slug>/close/",
        Page("governance.pipeline_acts.CloseProgrammePage"),
        name="programme-close",
    ),
    path(
        "programmes/<slug:slug>/reopen/",
        Page("governance.pipeline_acts.ReopenProgrammePage"),
        name="programme-reopen",
    ),
]
