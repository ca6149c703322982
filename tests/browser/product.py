"""The product, started as a person starts it: a server of its own on a database of its own."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 60


def environment(url: str) -> dict[str, str]:
    """What a program of the product's own needs to work on the database at ``url``."""
    known = {**os.environ, "AGT_MODE": "test", "DATABASE_URL": url, "PYTHONPATH": str(ROOT)}
    return {**known, "DJANGO_SETTINGS_MODULE": "agt.settings"}


def fill(url: str) -> None:
    """Put the published figures, the samples and the demo users into an empty database."""
    commands = (
        ["migrate", "--noinput"],
        ["load_published"],
        ["load_illustrative"],
        ["demo_users"],
    )
    for command in commands:
        subprocess.run(
            [sys.executable, "-W", "error", "manage.py", *command],
            cwd=ROOT,
            env=environment(url),
            check=True,
            capture_output=True,
        )


def start(url: str, port: int, log: Path) -> subprocess.Popen:
    """Serve the database at ``url`` on ``port``; what the server says is added to ``log``."""
    with log.open("ab") as out:
        server = subprocess.Popen(
            [
                *(sys.executable, "-m", "gunicorn", "agt.wsgi:application"),
                *("--bind", f"127.0.0.1:{port}", "--workers", "2", "--no-control-socket"),
            ],
            cwd=ROOT,
            env=environment(url),
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    _wait_for(f"http://127.0.0.1:{port}/sign-in/", server, log)
    return server


def stop(server: subprocess.Popen) -> None:
    server.terminate()
    try:
        server.wait(timeout=20)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


@contextmanager
def running(folder: Path, filled: Path | None = None) -> Iterator[str]:
    """Serve the published figures and the demo users from ``folder``; give the address.

    With a ``filled`` database, a copy of it. The server is ended by its own process, and whatever
    it said stands in ``server.log``.
    """
    database = folder / "browser.sqlite3"
    url = f"sqlite:///{database}"
    if filled:
        shutil.copy(filled, database)
    else:
        fill(url)
    port = free_port()
    server = start(url, port, folder / "server.log")
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        stop(server)


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def _wait_for(url: str, server: subprocess.Popen, log: Path) -> None:
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310 - our own address
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    stop(server)
    raise RuntimeError(f"The product did not start:\n{log.read_text(errors='replace')}")


def launch_arguments() -> dict:
    """How to start a Chromium that talks to nobody but the product."""
    from tests.browser import chromium

    arguments = ["--disable-background-networking", "--no-first-run"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        arguments.append("--no-sandbox")
    return {"executable_path": chromium.find(), "args": arguments}


def sign_in(page, address: str, username: str, password: str) -> None:
    """Sign in on the page, as a person does."""
    page.goto(f"{address}/sign-in/")
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{address}/")


def settle(page) -> None:
    """Wait until the page is loaded and every chart on it is drawn."""
    page.wait_for_load_state("load")
    charts = page.locator("[data-chart]").count()
    if charts:
        page.wait_for_function(
            "n => document.querySelectorAll('.chart--drawn').length === n", arg=charts
        )
