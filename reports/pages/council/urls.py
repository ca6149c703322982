from django.urls import path

from reports.pages.council.serving import CouncilLogo, CouncilStyle
from reports.pages.council.settings import SettingsPage

urlpatterns = [
    path("settings/", SettingsPage.as_view(), name="settings"),
    path("council.css", CouncilStyle.as_view(), name="council-style"),
    path("council/logo", CouncilLogo.as_view(), name="council-logo"),
]
