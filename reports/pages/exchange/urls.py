from django.urls import path

from reports.pages.exchange.pages import MapPage, PreviewPage, SavePage, TakePage, UploadPage

urlpatterns = [
    path("", UploadPage.as_view(), name="import"),
    path("<uuid:pk>/", MapPage.as_view(), name="import-map"),
    path("<uuid:pk>/preview/", PreviewPage.as_view(), name="import-preview"),
    path("<uuid:pk>/take/", TakePage.as_view(), name="import-take"),
    path("<uuid:pk>/keep/", SavePage.as_view(), name="import-keep"),
]
