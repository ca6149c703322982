from django.contrib import admin
from django.urls import include, path

admin.site.site_header = "tracker: people and settings"
admin.site.site_title = "tracker"
admin.site.index_title = "People, reference lists and a read-only look at the figures"

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("accounts.urls")),
    path("", include("reports.urls")),
]
