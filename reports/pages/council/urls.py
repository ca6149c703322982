from agt.late import path
from reports.pages.late import Page

urlpatterns = [
    path("settings/", Page("council.settings.SettingsPage"), name="settings"),
    path("council.css", Page("council.serving.CouncilStyle"), name="council-style"),
    path("council/logo", Page("council.serving.CouncilLogo"), name="council-logo"),
]
