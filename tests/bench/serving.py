"""Databases of the run's own, and the tracker served from each by two gunicorn workers."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from time import monotonic
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[2]
ENDS = monotonic() + 1500  # a run that is not over by then is given up
SIGN_IN = """
from django.test import Client; from accounts.models import User; client = Client()
client.force_login(User.objects.get(username="{}")); print(client.cookies["sessionid"].value)
"""
CSRF = "c" * 32  # the server asks only that cookie and field agree


def environment(database: Path) -> dict[str, str]:
    return os.environ | {"DATABASE_URL": f"sqlite:///{database}"}


def manage(database: Path, *words: str) -> str:
    """Run a management command and give what it prints."""
    command, env = [sys.executable, "manage.py", *words], environment(database)
    run = subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE, text=True)
    return run.stdout


def fill(database: Path, *words: str) -> Path:
    """Make a database, filled by the command ``words``, with the demo users."""
    for command in (("migrate", "-v0"), words, ("demo_users",)):
        manage(database, *command)
    return database


def session(database: Path, name: str) -> str:
    """The session of a demo user who is signed in."""
    return manage(database, "shell", "-v0", "-c", SIGN_IN.format(name)).split()[-1]


class Site:
    """A server, as one signed-in person asks it and another saves."""

    def __init__(self, address: tuple[str, int], reader: str, editor: str) -> None:
        self.address = address
        self.round = 0
        self.tagged = ""
        self.reads = {"Cookie": f"sessionid={reader}", "Accept-Encoding": "br, gzip"}
        self.saves = {
            "Cookie": f"sessionid={editor}; csrftoken={CSRF}",
            "Content-Type": "application/x-www-form-urlencoded",
        }

    def get(self, url: str) -> tuple[bytes, str]:
        """The body and its content encoding; anything but a page ends the run."""
        return self._ask("GET", url, None, self.reads, 200)

    def cold(self, url: str) -> tuple[bytes, str]:
        """The same from a server that has forgotten all it kept."""
        return self._ask("GET", url, None, {**self.reads, "X-Bench-Cold": "1"}, 200)

    def forget(self) -> None:
        """From here on a worker forgets all it kept when it is next asked for anything."""
        self.round += 1
        self.reads["X-Bench-Round"] = str(self.round)

    def tag(self, url: str) -> str:
        """The tag of a page: a page without one ends the run."""
        self._ask("GET", url, None, self.reads, 200)
        if not self.tagged:
            raise SystemExit(f"{url} has no tag.")
        return self.tagged

    def again(self, url: str, tag: str) -> None:
        """Ask for a page that one has: anything but being told so ends the run."""
        self._ask("GET", url, None, {**self.reads, "If-None-Match": tag}, 304)

    def post(self, url: str, fields: dict[str, object]) -> None:
        """Save a form; anything but being sent on ends the run."""
        body = urlencode({"csrfmiddlewaretoken": CSRF, **fields})
        self._ask("POST", url, body, self.saves, 302)

    def _ask(
        self, verb: str, url: str, body: str | None, headers: dict[str, str], expected: int
    ) -> tuple[bytes, str]:
        if monotonic() > ENDS:
            raise SystemExit("The bench ran out of time.")
        connection = HTTPConnection(*self.address, timeout=30)
        try:
            connection.request(verb, url, body, headers)
            response = connection.getresponse()
            answer = response.read()
        finally:
            connection.close()
        if response.status != expected:
            raise SystemExit(f"{url} answered {response.status} {response.reason}.")
        self.tagged = response.getheader("ETag", "")
        return answer, response.getheader("Content-Encoding", "")


@contextmanager
def served(database: Path) -> Iterator[Site]:
    """Serve ``database`` on a free port, to somebody who may export and somebody who may edit."""
    sessions = [session(database, name) for name in ("analyst", "editor")]
    with socket.create_server(("127.0.0.1", 0)) as listener:
        handle, address = listener.fileno(), listener.getsockname()
        command = [sys.executable, "-m", "gunicorn", "agt.wsgi:application", "--workers", "2"]
        command += ["--bind", f"fd://{handle}", "--no-control-socket", "--log-level", "warning"]
        env = environment(database) | {"LOG_LEVEL": "WARNING"}
        server = subprocess.Popen(command, cwd=ROOT, env=env, pass_fds=[handle])
    try:
        yield Site(address, *sessions)
    finally:
        server.terminate()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
