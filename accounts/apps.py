from importlib import import_module
from typing import Any

from axes.apps import AppConfig as AxesConfig
from django.apps import AppConfig
from django.contrib.admin.apps import SimpleAdminConfig
from django.contrib.admin.checks import check_admin_app, check_dependencies
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.core import checks
from simple_history.signals import pre_create_historical_record

from agt.words import clock


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "People"

    def ready(self) -> None:
        from accounts.forms import say_what_to_do
        from accounts.signing_in import sessions

        say_what_to_do()
        pre_create_historical_record.connect(_by_our_clock)
        user_logged_in.connect(sessions.begin)
        user_login_failed.connect(sessions.refused)


def _by_our_clock(sender, history_instance, **kwargs) -> None:
    """History is written by the tracker's clock, like everything else."""
    history_instance.history_date = clock.now()


class SignInsConfig(AxesConfig):
    """What counts wrong passwords, under a name that an administrator understands."""

    verbose_name = "Sign-in"


class TrackerAdminConfig(SimpleAdminConfig):
    """Django's admin, open to those whom our roles let in.

    What it shows is imported with its addresses, when one of them is first asked for.
    """

    default_site = "accounts.admin_site.TrackerAdminSite"

    def ready(self) -> None:
        checks.register(check_dependencies, checks.Tags.admin)
        checks.register(_check_admin, checks.Tags.admin)


def _check_admin(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """The admin whole, as whoever asks for it meets it."""
    import_module("accounts.admin_urls")
    return check_admin_app(app_configs, **kwargs)
