from agt.late import path
from reports.pages.late import Page

urlpatterns = [
    path("", Page("exchange.pages.UploadPage"), name="import"),
    path("<uuid:pk>/", Page("exchange.pages.MapPage"), name="import-map"),
    path("<uuid:pk>/preview/", Page("exchange.pages.PreviewPage"), name="import-preview"),
    path("<uuid:pk>/take/", Page("exchange.pages.TakePage"), name="import-take"),
    path("<uuid:pk>/keep/", Page("exchange.pages.SavePage"), name="import-keep"),
]
