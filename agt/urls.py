from django.urls.resolvers import RoutePattern

from accounts.urls import urlpatterns as of_people
from agt.late import LateAddresses
from reports.urls import urlpatterns as of_pages

# Listed, not included: Django reads what is included once more for each time it is.
urlpatterns = [
    LateAddresses(
        RoutePattern("admin/"), "accounts.admin_urls", app_name="admin", namespace="admin"
    ),
    *of_people,
    *of_pages,
]

handler500 = "agt.errors.broken"
