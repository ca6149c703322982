from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "People"


class TrackerAdminConfig(AdminConfig):
    """Django's admin, open to those whom our roles let in."""

    default_site = "accounts.admin_site.TrackerAdminSite"
