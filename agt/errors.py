"""What a reader is shown when the tracker could not finish: what happened, and what to do."""

import logging
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from agt.logs import request_id

LOG = logging.getLogger("tracker.errors")


def broken(request: HttpRequest) -> HttpResponse:
    """The page of an error nobody foresaw, or of a database that does not answer (503).

    Neither page asks the database for anything.
    """
    away = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    name, status = ("503.html", 503) if away else ("500.html", 500)
    response = HttpResponse(render_to_string(name, {"request_id": request_id()}), status=status)
    if away:
        LOG.error("the database cannot be used", exc_info=True)
        response["Retry-After"] = "30"
    return response
