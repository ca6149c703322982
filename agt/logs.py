"""Log lines: JSON for machines, plain for people; each of a request carries its id.

A line says which person (by key) and which address, never what was typed: an exception is told by
its kind and where it happened, as its message may hold a name or a figure.
"""

import json
import logging
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.db import OperationalError
from django.http import HttpRequest


class Under(NamedTuple):
    """The request that is answered just now."""

    id: str
    request: HttpRequest


UNDER: ContextVar[Under | None] = ContextVar("under", default=None)
EXTRAS = ("method", "path", "status", "ms")


def request_id() -> str:
    """The id of the request that is answered just now; empty outside of one."""
    under = UNDER.get()
    return under.id if under else ""


def _user_pk() -> Any:
    under = UNDER.get()
    user = getattr(under.request, "_cached_user", None) if under else None  # asks no database
    return getattr(user, "pk", None)


def _trace(error: BaseException) -> list[str]:
    return [
        f"{frame.filename}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]


def _error(record: logging.LogRecord) -> dict[str, Any]:
    error = record.exc_info[1] if record.exc_info else None
    if error is None:
        return {}
    told: dict[str, Any] = {"error": type(error).__name__, "trace": _trace(error)}
    if isinstance(error, OperationalError):  # its first line is the server's own, of no row
        told["said"] = str(error).partition("\n")[0]
    return told


def told(record: logging.LogRecord) -> dict[str, Any]:
    """What a line says, by name."""
    line: dict[str, Any] = {
        "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "logger": record.name,
        "message": record.getMessage(),
    }
    if request_id():
        line |= {"request_id": request_id(), "user": _user_pk()}
    line |= {name: getattr(record, name) for name in EXTRAS if hasattr(record, name)}
    return line | _error(record)


class Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(told(record), ensure_ascii=False, default=str)


class Plain(logging.Formatter):
    """The same, to be read: one line, and the way to an error beneath it."""

    def format(self, record: logging.LogRecord) -> str:
        line = told(record)
        trace = line.pop("trace", [])
        head = [line.pop("at")[11:19], line.pop("level"), line.pop("message")]
        del line["logger"]
        rest = [f"{name}={value}" for name, value in line.items() if name not in ("method", "path")]
        return "\n    ".join([" ".join(map(str, head + rest)), *trace])


def config(form: str, level: str) -> dict[str, Any]:
    """Python's logging, for ``form`` json or plain: all of it to the error stream."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"told": {"()": Json if form == "json" else Plain}},
        "handlers": {"stream": {"class": "logging.StreamHandler", "formatter": "told"}},
        "root": {"handlers": ["stream"], "level": "WARNING"},
        "loggers": {
            "tracker": {"level": level},
            "django": {"handlers": [], "level": "WARNING"},
            # the line of the request says its status; what is logged of 4xx says no more
            "django.request": {"level": "ERROR"},
            "axes": {"level": "ERROR"},  # its lines name people; its table keeps the same
            "gunicorn.error": {"handlers": [], "level": "INFO", "propagate": True},
        },
    }
