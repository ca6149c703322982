"""What this build is known by: it changes with any line of code or template, or a setting."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

SHOWN = (".py", ".html", ".css", ".js", ".json")
COMPILED = "__pycache__"
PACKAGES = [
    "accounts",
    "agt",
    "governance",
    "portfolios",
    "reports",
    "savings",
    "workforce",
    "templates",
    "static",
]
LINKED = "staticfiles/staticfiles.json"  # what the collected files are called


def build_of(root: Path, *settings: object) -> str:
    """A short digest of the files that make a page, by name, size and time, and of ``settings``."""
    files = sorted(file for package in PACKAGES for file in _files(str(root / package)))
    linked = root / LINKED
    links = linked.read_bytes() if linked.is_file() else b""
    return hashlib.sha256(repr((settings, files, links)).encode()).hexdigest()[:16]


def _files(folder: str) -> Iterator[tuple[str, int, int]]:
    """Path, bytes and time of each file that is shown, asked of its folder: of each is dear."""
    if not os.path.isdir(folder):
        return
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(SHOWN):
                stat = entry.stat()
                yield entry.path, stat.st_size, stat.st_mtime_ns
            elif entry.name != COMPILED and entry.is_dir():
                yield from _files(entry.path)
