"""How gunicorn serves the tracker: ``gunicorn -c python:agt.serving agt.wsgi:application``.

Its own log goes the way of ours, and the counters of a worker that has ended are let go.
"""

import os
import shutil
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
