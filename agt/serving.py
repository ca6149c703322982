"""How gunicorn serves the tracker: ``gunicorn -c python:agt.serving agt.wsgi:application``.

Its own log goes the way of ours, and the counters of a worker that has ended are let go. A worker
that stands still for ``timeout`` seconds is ended; one that is sending a long file is not.
"""

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from agt import logs

control_socket_disable = True
preload_app = False
timeout = 60
graceful_timeout = 30
max_requests = 5000
max_requests_jitter = 500
_plain = os.environ.get("LOG_FORMAT") == "plain"
logconfig_dict = logs.config("plain" if _plain else "json", "INFO")
_counters = os.environ.get("METRICS_DIR", "")


def on_starting(server: Any) -> None:
    """Counters of another run are not of this one."""
    if _counters:
        shutil.rmtree(_counters, ignore_errors=True)
        Path(_counters).mkdir(parents=True)


def child_exit(server: Any, worker: Any) -> None:
    """What a worker that has ended was doing just now is nothing."""
    if _counters:
        from prometheus_client.multiprocess import mark_process_dead

        mark_process_dead(worker.pid, path=_counters)


class Sent:
    """What is answered, piece by piece: each says that the worker is still at work."""

    def __init__(self, pieces: Iterable[bytes], still_here: Callable[[], None]) -> None:
        self.pieces, self.still_here = pieces, still_here

    def __iter__(self) -> Iterator[bytes]:
        for piece in self.pieces:
            self.still_here()
            yield piece

    def close(self) -> None:
        if hasattr(self.pieces, "close"):
            self.pieces.close()


def post_worker_init(worker: Any) -> None:
    """A worker says that it lives between requests only: here also within one, as it sends."""
    application = worker.wsgi

    def answered(environ: dict[str, Any], start: Callable) -> Any:
        answer = application(environ, start)
        if isinstance(answer, environ["wsgi.file_wrapper"]):
            return answer
        return Sent(answer, worker.notify)

    worker.wsgi = answered
