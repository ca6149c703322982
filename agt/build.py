"""What this build is known by: it changes with any line of code or template, or a setting."""

import hashlib
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
    "staticfiles",
]


def build_of(root: Path, *settings: object) -> str:
    """A short digest of the files that make a page, by name, size and time, and of ``settings``."""
    digest = hashlib.sha256(repr(settings).encode())
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*")):
            if path.suffix in SHOWN:
                stat = path.stat()
                digest.update(f"{path} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:16]
