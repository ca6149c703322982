from axes.apps import AppConfig as AxesConfig
from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.contrib.auth.signals import user_logged_in, user_login_failed
from simple_history.signals import pre_create_historical_record

from agt.words import clock


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "People"

    def ready(self) -> None:
        from accounts.signing_in import sessions

        pre_create_historical_record.connect(_by_our_clock)
        user_logged_in.connect(sessions.begin)
        user_login_failed.connect(sessions.refused)


def _by_our_clock(sender, history_instance, **kwargs) -> None:
    """History is written by the tracker's clock, like everything else."""
    history_instance.history_date = clock.now()


class SignInsConfig(AxesConfig):
    """What counts wrong passwords, under a name that an administrator understands."""

    verbose_name = "Sign-in"


class TrackerAdminConfig(AdminConfig):
    """Django's admin, open to those whom our roles let in."""

    default_site = "accounts.admin_site.TrackerAdminSite"
