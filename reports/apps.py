from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self) -> None:
        from reports import freeze, rollups, triggers, versions

        pre_migrate.connect(triggers.make_way, sender=self)
        for kept_by_the_database in (freeze, rollups, versions):
            post_migrate.connect(kept_by_the_database.install, sender=self)
