"""The product on a port of its own, and somebody in a browser: what the programs here share."""

import html
import os
import random
import re
import subprocess
import time
import uuid
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from signal import SIGKILL
from urllib.parse import urlencode

from accounts.demo import PASSWORD
from tests.browser import product

CSRF = "c" * 32  # the server asks only that cookie and field agree
SECONDS = 180  # for all that one person does
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
COOKIE = re.compile(r"(sessionid|messages)=([^;]*)")
FORM = "application/x-www-form-urlencoded"


@dataclass
class Served:
    """The product on a port of its own; it can be killed and started again."""

    url: str
    log: Path
    port: int = field(default_factory=product.free_port)

    def start(self) -> None:
        self.server = product.start(self.url, self.port, self.log)

    def stop(self) -> None:
        product.stop(self.server)

    def workers(self) -> list[int]:
        said = subprocess.run(["pgrep", "-P", str(self.server.pid)], capture_output=True, text=True)
        return [int(pid) for pid in said.stdout.split()]

    def kill_a_worker(self) -> None:
        for pid in random.sample(self.workers(), 1):
            _kill(pid)

    def kill_the_workers(self) -> None:
        for pid in self.workers():
            _kill(pid)

    def kill_it_all(self) -> None:
        workers = self.workers()
        self.server.kill()
        self.server.wait()
        for pid in workers:
            _kill(pid)
        self.start()


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, SIGKILL)


@dataclass(frozen=True)
class Answer:
    """What came back; status 0 is that nothing did."""

    status: int = 0
    page: str = ""
    tag: str = ""
    leads_to: str = ""
    took: float = 0

    @property
    def hidden(self) -> dict[str, str]:
        """The hidden fields of the page's forms."""
        return {name: html.unescape(value) for name, value in HIDDEN.findall(self.page)}


class Visitor:
    """Somebody in a browser: one connection for each request, and the cookies of all before."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies = {"csrftoken": CSRF}
        self.until = time.monotonic() + SECONDS

    def sign_in(self, username: str, password: str = PASSWORD) -> Answer:
        return self.post("/sign-in/", {"username": username, "password": password})

    def get(self, url: str, *, tag: str = "") -> Answer:
        return self._ask("GET", url, None, {"If-None-Match": tag} if tag else {})

    def post(self, url: str, fields: dict) -> Answer:
        body = urlencode({"csrfmiddlewaretoken": CSRF, **fields}).encode()
        return self._ask("POST", url, body, {"Content-Type": FORM})

    def send(self, url: str, name: str, content: bytes, **fields: str) -> Answer:
        """Send a file in the field ``file``, and other fields beside it."""
        edge = uuid.uuid4().hex
        told = 'Content-Disposition: form-data; name="{}"'.format
        beside = {"csrfmiddlewaretoken": CSRF, **fields}
        parts = [
            *(f"--{edge}\r\n{told(n)}\r\n\r\n{v}\r\n".encode() for n, v in beside.items()),
            f'--{edge}\r\n{told("file")}; filename="{name}"\r\n\r\n'.encode(),
            content,
            f"\r\n--{edge}--\r\n".encode(),
        ]
        form = {"Content-Type": f"multipart/form-data; boundary={edge}"}
        return self._ask("POST", url, b"".join(parts), form)

    def _ask(self, verb: str, url: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        assert time.monotonic() < self.until, f"{url}: out of time"
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        connection, began = HTTPConnection("127.0.0.1", self.port, timeout=60), time.monotonic()
        try:
            connection.request(verb, url, body, {"Cookie": cookies, **headers})
            answer = connection.getresponse()
            page = answer.read().decode()
            took = time.monotonic() - began
        except (OSError, HTTPException):
            return Answer()
        finally:
            connection.close()
        for set_now in answer.headers.get_all("Set-Cookie", []):
            if found := COOKIE.match(set_now):
                self.cookies[found[1]] = found[2]
        there = answer.headers
        return Answer(answer.status, page, there.get("ETag", ""), there.get("Location", ""), took)
