"""What a reader is shown when the tracker could not finish: what happened, and what to do."""

import errno
import logging
import sqlite3
import sys
from collections.abc import Iterator
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from agt.logs import request_id

LOG = logging.getLogger("tracker.errors")
BROKEN, AWAY, FULL = 500, 503, 507
# What each says when there is no room: the system, PostgreSQL and SQLite
NO_ROOM: dict[str, set[Any]] = {
    "errno": {errno.ENOSPC, errno.EDQUOT, errno.EFBIG},
    "sqlstate": {"53100"},
    "sqlite_errorcode": {
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR_WRITE,
        sqlite3.SQLITE_IOERR_SHMSIZE,
    },
}


def broken(request: HttpRequest) -> HttpResponse:
    """The page of an error nobody foresaw, of a database that does not answer, or of a full disk.

    None of the pages asks the database for anything.
    """
    status = status_of(sys.exc_info()[1])
    said = render_to_string(f"{status}.html", {"request_id": request_id()})
    response = HttpResponse(said, status=status)
    if status == AWAY:
        LOG.error("the database cannot be used", exc_info=True)
        response["Retry-After"] = "30"
    elif status == FULL:
        LOG.critical("there is no room left on the disk", exc_info=True)
    return response


def status_of(error: BaseException | None) -> int:
    """Which page an error is told by."""
    if any(getattr(e, name, None) in NO_ROOM[name] for e in _causes(error) for name in NO_ROOM):
        return FULL
    return AWAY if isinstance(error, OperationalError | InterfaceError) else BROKEN


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """An error and those beneath it: what the database said stands below what Django did."""
    while error:
        yield error
        error = error.__cause__ or error.__context__
