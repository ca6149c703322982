from agt.late import path
from reports.pages.late import Page

urlpatterns = [
    path("", Page("workforce.overview.WorkforcePage"), name="workforce"),
    path("posts/", Page("workforce.posts.PostsPage"), name="workforce-posts"),
    path(
        "consultations/",
        Page("workforce.consultations.ConsultationListPage"),
        name="workforce-consultations",
    ),
    path(
        "consultations/<int:pk>/",
        Page("workforce.consultations.ConsultationPage"),
        name="workforce-consultation",
    ),
    path("clock/", Page("workforce.clock.ClockPage"), name="workforce-clock"),
    path("outcomes/", Page("workforce.outcomes.OutcomesPage"), name="workforce-outcomes"),
]
