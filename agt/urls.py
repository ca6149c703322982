from django.urls import URLResolver, include, path
from django.urls.resolvers import RoutePattern


class Late(URLResolver):
    """Addresses in a namespace, imported with all that they show when one is first asked for."""

    def _populate(self) -> None:
        """The addresses around ask nothing of those within but their namespace."""


urlpatterns = [
    Late(RoutePattern("admin/"), "accounts.admin_urls", app_name="admin", namespace="admin"),
    path("", include("accounts.urls")),
    path("", include("reports.urls")),
]

handler500 = "agt.errors.broken"
