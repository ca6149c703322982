"""Around every request: its id, its line in the log, what browsers may do with an answer, and
what a watchman asks.

This stands before everything else, so that ``/healthz`` and ``/readyz`` need no host name, no
session and no sign-in, and answer while the database is down.
"""

import logging
import re
import time
import uuid
from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse

from agt.logs import UNDER, Under

SANE = re.compile(r"[A-Za-z0-9._-]{8,64}\Z")
LOG = logging.getLogger("tracker.request")


class Watch:
    """Middleware, the first of all."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.asked: dict[str, Callable[[HttpRequest], HttpResponseBase]] = {
            "/healthz": healthy,
            "/readyz": ready,
        }
        self.count: Callable[[HttpRequest, HttpResponseBase, float], None] | None = None
        if settings.METRICS_TOKEN:
            from agt import metrics

            self.asked["/metrics"] = metrics.page
            self.count = metrics.count

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get("X-Request-ID", "")
        name = given if SANE.match(given) else uuid.uuid4().hex
        token = UNDER.set(Under(name, request))
        try:
            return self._answered(request, name)
        finally:
            UNDER.reset(token)

    def _answered(self, request: HttpRequest, name: str) -> HttpResponseBase:
        began = time.perf_counter()
        if request.path in self.asked:
            response = self.asked[request.path](request)
            response["Cache-Control"] = "no-store"
            response["X-Content-Type-Options"] = "nosniff"
            response["X-Request-ID"] = name
            return response
        response = self.get_response(request)
        took = time.perf_counter() - began
        response["X-Request-ID"] = name
        response["Content-Security-Policy"] = settings.CONTENT_SECURITY_POLICY
        response["Permissions-Policy"] = settings.PERMISSIONS_POLICY
        if not request.path.startswith(settings.STATIC_URL):
            LOG.info(
                "%s %s",
                request.method,
                request.path,
                extra={
                    "method": request.method,
                    "path": request.path,  # without its query: that may hold what was searched for
                    "status": response.status_code,
                    "ms": round(took * 1000, 1),
                },
            )
            if self.count:
                self.count(request, response, took)
        return response


def healthy(request: HttpRequest) -> HttpResponse:
    """The process is up; nothing else is asked."""
    return JsonResponse({"process": "up"})


def ready(request: HttpRequest) -> HttpResponse:
    """Whether this process can serve: its database answers, and has the migrations of this code."""
    from django.db.migrations.recorder import MigrationRecorder

    try:
        missing = sorted(wanted() - set(MigrationRecorder(connection).applied_migrations()))
    except Error:
        LOG.warning("not ready: the database cannot be reached", exc_info=True)
        return JsonResponse(
            {"database": "cannot be reached", "migrations": "not known"}, status=503
        )
    if missing:
        listed = [f"{app} {name}" for app, name in missing]
        return JsonResponse({"database": "reached", "migrations": f"missing: {listed}"}, status=503)
    return JsonResponse({"database": "reached", "migrations": "applied"})


@cache
def wanted() -> frozenset[tuple[str, str]]:
    """The last migrations of each app, as this code has them."""
    from django.db.migrations.loader import MigrationLoader

    return frozenset(MigrationLoader(None).graph.leaf_nodes())
