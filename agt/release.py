"""Builds the archive of a release: ``python -m agt.release FOLDER``.

What runs is in it, with static files collected, and the lock; no tests, no tools, no libraries.
"""

import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from agt.version import VERSION

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ["accounts", "agt", "docs", "fixtures", "governance", "portfolios", "reports", "savings"]
FOLDERS += ["static", "templates", "workforce"]
FILES = [
    "manage.py",
    "README.md",
    "pyproject.toml",
    "requirements/base.in",
    "requirements/base.txt",
]
COLLECTING = {
    "AGT_MODE": "demo",
    "DATABASE_URL": "sqlite://:memory:",
    "DJANGO_SETTINGS_MODULE": "agt.settings",
}
LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.pyc", ".*", "screenshots")


def build(target: Path) -> Path:
    """Write the archive into ``target`` and give its path."""
    name = f"tracker-{VERSION}"
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        stage = Path(folder) / name
        for part in FOLDERS:
            shutil.copytree(ROOT / part, stage / part, ignore=LEFT_OUT)
        for part in FILES:
            (stage / part).parent.mkdir(exist_ok=True)
            shutil.copy2(ROOT / part, stage / part)
        subprocess.run(
            [sys.executable, "-B", "manage.py", "collectstatic", "--noinput", "--verbosity", "0"],
            cwd=stage,
            env={**os.environ, **COLLECTING},
            check=True,
        )
        archive = target / f"{name}.tar.gz"
        with tarfile.open(archive, "w:gz") as out:
            out.add(stage, name, filter=_nobodys)
    return archive


def _nobodys(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Owned by whoever unpacks it."""
    member.uid = member.gid = 0
    member.uname = member.gname = "root"
    return member


if __name__ == "__main__":
    print(build(Path(sys.argv[1])))
