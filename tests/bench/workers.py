"""One gunicorn worker at a time: how long it takes to answer first, and what memory it has."""

import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from time import perf_counter

from tests.bench.serving import ROOT, environment

PIECE = 1 << 16
CHILDREN = "/proc/{0}/task/{0}/children"


@dataclass
class Worker:
    """A running worker, as one person asks it; ``answered`` is when its first answer was whole."""

    pid: int
    address: tuple[str, int]
    session: str
    answered: float = 0.0

    def read(self, url: str) -> None:
        """Ask, and let go of what comes; anything but a whole answer ends the run."""
        connection = HTTPConnection(*self.address, timeout=300)
        try:
            connection.request("GET", url, headers={"Cookie": f"sessionid={self.session}"})
            response = connection.getresponse()
            if response.status != 200:
                raise SystemExit(f"{url} answered {response.status} {response.reason}.")
            while response.read(PIECE):
                pass
        finally:
            connection.close()

    def memory(self, what: str, file: str = "smaps_rollup") -> float:
        """Megabytes, as /proc says of it."""
        told = Path(f"/proc/{self.pid}/{file}").read_text(encoding="ascii")
        found = re.search(rf"^{what}:\s+(\d+) kB", told, re.MULTILINE)
        return int(found[1]) * 1024 / 1_000_000 if found else 0.0

    def more(self, url: str) -> float:
        """Megabytes above what it had, at the height of answering."""
        Path(f"/proc/{self.pid}/clear_refs").write_text("5", encoding="ascii")
        before = self.memory("VmRSS", "status")
        self.read(url)
        return self.memory("VmHWM", "status") - before


@contextmanager
def started(
    database: Path, url: str, session: str, *, settings: str, application: str, timeout: int = 60
) -> Iterator[Worker]:
    """A worker of ``application``, from nothing to its answer to ``url``, and until it is let go.

    It is ended when it stands still for ``timeout`` seconds.
    """
    env = environment(database) | {"DJANGO_SETTINGS_MODULE": settings}
    # As on a machine where it is installed, where what is imported was compiled before.
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        handle, address = listener.fileno(), listener.getsockname()
        command = [sys.executable, "-m", "gunicorn", "-c", "python:agt.serving", application]
        command += ["--bind", f"fd://{handle}", "--workers", "1", "--timeout", str(timeout)]
        began = perf_counter()
        server = subprocess.Popen(
            command, cwd=ROOT, env=env, pass_fds=[handle], stderr=subprocess.DEVNULL
        )
        try:
            worker = Worker(0, address, session)
            worker.read(url)
            worker.answered = perf_counter() - began
            told = Path(CHILDREN.format(server.pid)).read_text(encoding="ascii")
            worker.pid = int(told.split()[0])
            yield worker
        finally:
            server.terminate()
            server.wait()
