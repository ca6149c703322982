"""A release to come: a migration more of two apps, on the tables that most triggers stand on.

It is there to be run forward and back with data. Its column has a default in the database, so that
the code of today goes on working beside it.
"""

from importlib import import_module
from pkgutil import iter_modules

from django.db import migrations, models
from django.db.models import F

NAME, COLUMN, MADE_FROM = "9999_later", "later", 1_000_000


def last_of(app: str) -> tuple[str, str]:
    """The last migration that the code of today has of an app."""
    folder = import_module(f"{app}.migrations")
    return app, max(module.name for module in iter_modules(folder.__path__))


def a_column_more(app: str, *names: str) -> list:
    """Add a column to each model, and fill it from each row, published or not."""

    def fill(apps, editor):
        for name in names:
            apps.get_model(app, name).objects.update(**{COLUMN: F("id") + MADE_FROM})

    field = models.BigIntegerField(default=0, db_default=0)
    added = [migrations.AddField(name, COLUMN, field) for name in names]
    return [*added, migrations.RunPython(fill, migrations.RunPython.noop)]
