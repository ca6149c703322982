from agt.late import path
from reports.pages.late import Page

urlpatterns = [
    path("", Page("papers.reading.PaperListPage"), name="report-papers"),
    path("figures/", Page("papers.picker.PickerPage"), name="report-paper-figures"),
    path("<slug:paper>/", Page("papers.reading.PaperPage"), name="report-paper"),
    path("<slug:paper>.<slug:suffix>", Page("papers.files.PaperFile"), name="report-paper-file"),
    path(
        "<slug:paper>/changes/", Page("papers.comparing.ComparePage"), name="report-paper-changes"
    ),
    path("<slug:paper>/write/", Page("papers.places.PlacesPage"), name="report-paper-places"),
    path(
        "<slug:paper>/write/<slug:section>/",
        Page("papers.writing.WritePage"),
        name="report-paper-write",
    ),
]
