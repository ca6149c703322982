"""Counts and times of requests for Prometheus; imported only where METRICS_TOKEN is set.

Each worker writes its numbers into METRICS_DIR, and whichever is asked adds up those of all.
"""

import hmac

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram
from prometheus_client import generate_latest as written
from prometheus_client.multiprocess import MultiProcessCollector

REGISTRY = CollectorRegistry()
REQUESTS = Counter(
    "tracker_requests", "Requests answered.", ["view", "method", "status"], registry=REGISTRY
)
SECONDS = Histogram("tracker_request_seconds", "Time taken.", ["view"], registry=REGISTRY)
METHODS = {"GET", "HEAD", "POST"}


def count(request: HttpRequest, response: HttpResponseBase, took: float) -> None:
    """Count one request under the name of its view: names are few, addresses are not."""
    match = request.resolver_match
    view = (match.view_name if match else "") or "none"
    method = request.method if request.method in METHODS else "other"
    REQUESTS.labels(view, method, response.status_code).inc()
    SECONDS.labels(view).observe(took)


def page(request: HttpRequest) -> HttpResponse:
    """All numbers, for whoever bears the token."""
    given = request.headers.get("Authorization", "")
    if not hmac.compare_digest(given.encode(), f"Bearer {settings.METRICS_TOKEN}".encode()):
        return HttpResponse("Bear the token.\n", status=401, headers={"WWW-Authenticate": "Bearer"})
    registry = REGISTRY
    if settings.METRICS_DIR:
        registry = CollectorRegistry()
        MultiProcessCollector(registry, path=settings.METRICS_DIR)
    return HttpResponse(written(registry), content_type=CONTENT_TYPE_LATEST)
