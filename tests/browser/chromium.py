"""A Chromium for the browser tests: the one that is installed, else one that is installed now.

``python -m tests.browser.chromium`` prints its path, or says in a sentence why there is none.
"""

import functools
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"]
APPLICATIONS = [
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
]
INSTALL_SECONDS = 300
NONE_FOUND = (
    "The browser tests need a Chromium: none is installed and none could be installed here. "
    "Install Chromium or Chrome, or name one in CHROMIUM=/path/to/it, "
    "or go without the browser tests: BROWSER=0 make test"
)


@functools.cache
def find() -> str | None:
    """The path of a Chromium that starts, or None. Installs nothing."""
    return next((path for path in _candidates() if _starts(path)), None)


def find_or_install() -> str | None:
    for install in (_from_debian, _from_playwright):
        if path := find():
            return path
        install()
        find.cache_clear()
    return find()


def _candidates() -> Iterator[str]:
    if named := os.environ.get("CHROMIUM"):
        yield named
        return  # who names one wants no other
    for name in NAMES:
        if path := shutil.which(name):
            yield path
    yield from (path for path in APPLICATIONS if Path(path).is_file())
    if path := _playwrights_own():
        yield path


def _starts(path: str) -> bool:
    """Some systems ship a stand-in that only prints where to get the browser."""
    try:
        command = [path, "--version"]
        return subprocess.run(command, capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _playwrights_own() -> str | None:
    """Where Playwright keeps its own. Asked in a child: its sync API holds on to the thread."""
    code = (
        "from playwright.sync_api import sync_playwright\n"
        "with sync_playwright() as p: print(p.chromium.executable_path)"
    )
    try:
        asked = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, timeout=60
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    path = asked.stdout.strip()
    return path if path and Path(path).is_file() else None


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _from_debian() -> None:
    if not (_is_root() and shutil.which("apt-get")):
        return
    wait = ["-o", "DPkg::Lock::Timeout=120"]
    _run("apt-get", *wait, "-q", "update")
    _run("apt-get", *wait, "-q", "install", "-y", "--no-install-recommends", "chromium")


def _from_playwright() -> None:
    # --no-shell: the whole browser, whose path Playwright tells. Its system libraries need root.
    libraries = ["--with-deps"] if _is_root() else []
    _run(sys.executable, "-m", "playwright", "install", *libraries, "--no-shell", "chromium")


def _run(*command: str) -> None:
    """Try one step; what it says goes to stderr, and its failure is seen by what is missing."""
    print("Looking for a Chromium:", " ".join(command), file=sys.stderr, flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        subprocess.run(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr,
            timeout=INSTALL_SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired) as problem:
        print(problem, file=sys.stderr)


def main() -> int:
    path = find_or_install()
    print(path or NONE_FOUND, file=sys.stdout if path else sys.stderr)
    return 0 if path else 1


if __name__ == "__main__":
    sys.exit(main())
