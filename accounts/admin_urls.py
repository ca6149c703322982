"""The admin's addresses, and with them all that it shows."""

from django.contrib import admin

admin.autodiscover()
urlpatterns = admin.site.urls[0]
