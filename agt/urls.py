from django.urls import URLResolver
from django.urls.resolvers import RoutePattern

from accounts.urls import urlpatterns as of_people
from reports.urls import urlpatterns as of_pages


class Late(URLResolver):
    """Addresses in a namespace, imported with all that they show when one is first asked for."""

    def _populate(self) -> None:
        """The addresses around ask nothing of those within but their namespace."""


# Listed, not included: Django reads what is included once more for each time it is.
urlpatterns = [
    Late(RoutePattern("admin/"), "accounts.admin_urls", app_name="admin", namespace="admin"),
    *of_people,
    *of_pages,
]

handler500 = "agt.errors.broken"
