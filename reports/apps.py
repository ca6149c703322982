from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self) -> None:
        from reports import freeze, rollups, versions

        for kept_by_the_database in (freeze, rollups, versions):
            post_migrate.connect(kept_by_the_database.install, sender=self)
