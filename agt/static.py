"""Which of the files that libraries bring are served: a worker lists each of them as it starts."""

from django.contrib.staticfiles.apps import StaticFilesConfig


class StaticConfig(StaticFilesConfig):
    """Collects what our pages and the admin's ask for, and not what else is in the boxes."""

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        "django_htmx/ext/*",  # pages ask for htmx-2.min.js alone
        "django_htmx/django-htmx.js",
        "django_htmx/htmax-*",
        "django_htmx/htmx-2.js",
        "django_htmx/htmx-4*",
        "django_tables2/*",  # its themes
        "admin/img/gis/*",
        "admin/js/vendor/select2/i18n/*",  # a widget that our admin does not use, in 59 languages
    ]
