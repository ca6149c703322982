from django.urls import path

from reports.pages.workforce.clock import ClockPage
from reports.pages.workforce.consultations import ConsultationListPage, ConsultationPage
from reports.pages.workforce.outcomes import OutcomesPage
from reports.pages.workforce.overview import WorkforcePage
from reports.pages.workforce.posts import PostsPage

urlpatterns = [
    path("", WorkforcePage.as_view(), name="workforce"),
    path("posts/", PostsPage.as_view(), name="workforce-posts"),
    path("consultations/", ConsultationListPage.as_view(), name="workforce-consultations"),
    path("consultations/<int:pk>/", ConsultationPage.as_view(), name="workforce-consultation"),
    path("clock/", ClockPage.as_view(), name="workforce-clock"),
    path("outcomes/", OutcomesPage.as_view(), name="workforce-outcomes"),
]
