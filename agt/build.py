"""What this build is known by: it changes with any line of code or template, or a setting."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

SHOWN = {".py", ".html", ".css", ".js", ".json"}
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
    digest = hashlib.sha256(repr(settings).encode())
    for package in PACKAGES:
        for said in sorted(_files(str(root / package))):
            digest.update(f"{said}\n".encode())
    if (root / LINKED).is_file():
        digest.update((root / LINKED).read_bytes())
    return digest.hexdigest()[:16]


def _files(folder: str) -> Iterator[str]:
    """Name, size and time of each file that is shown. Asked of the folder: of each file is dear."""
    if not os.path.isdir(folder):
        return
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                yield from _files(entry.path)
            elif os.path.splitext(entry.name)[1] in SHOWN:
                stat = entry.stat()
                yield f"{entry.path} {stat.st_size} {stat.st_mtime_ns}"
