from django.urls import path

from reports.pages.papers.comparing import ComparePage
from reports.pages.papers.files import PaperFile
from reports.pages.papers.picker import PickerPage
from reports.pages.papers.places import PlacesPage
from reports.pages.papers.reading import PaperListPage, PaperPage
from reports.pages.papers.writing import WritePage

urlpatterns = [
    path("", PaperListPage.as_view(), name="report-papers"),
    path("figures/", PickerPage.as_view(), name="report-paper-figures"),
    path("<slug:paper>/", PaperPage.as_view(), name="report-paper"),
    path("<slug:paper>.<slug:suffix>", PaperFile.as_view(), name="report-paper-file"),
    path("<slug:paper>/changes/", ComparePage.as_view(), name="report-paper-changes"),
    path("<slug:paper>/write/", PlacesPage.as_view(), name="report-paper-places"),
    path("<slug:paper>/write/<slug:section>/", WritePage.as_view(), name="report-paper-write"),
]
