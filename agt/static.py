"""The files beside the pages: which are collected, and how a worker serves them."""

from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.contrib.staticfiles.apps import StaticFilesConfig
from django.http import HttpRequest, HttpResponseBase

Answers = Callable[[HttpRequest], HttpResponseBase]


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


def files(get_response: Answers) -> Answers:
    """Middleware: WhiteNoise, which lists the files there are, once one of them is asked for."""

    @cache
    def listed() -> Answers:
        from whitenoise.middleware import WhiteNoiseMiddleware

        return WhiteNoiseMiddleware(get_response)

    def middleware(request: HttpRequest) -> HttpResponseBase:
        static = request.path.startswith(settings.STATIC_URL)
        return listed()(request) if static else get_response(request)

    return middleware
