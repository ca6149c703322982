"""A release, as somebody gets it: unpacked, installed with one command, started, looked at."""

import os
import re
import subprocess
import tarfile
import tomllib
import urllib.request
from pathlib import Path

import pytest

from agt import release
from agt.version import VERSION
from tests.browser.product import ROOT, _wait_for, free_port, stop


def test_a_version_is_said_alike_everywhere():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    changes = (ROOT / "docs" / "changelog.md").read_text(encoding="utf-8")
    assert project["version"] == VERSION
    assert re.findall(r"^## (.+)$", changes, re.M)[0] == VERSION
    assert f"tracker-{VERSION}.tar.gz" in (ROOT / "docs" / "install.md").read_text(encoding="utf-8")


def asked(url: str) -> tuple[int, str]:
    headers = {"Host": "tracker.example", "X-Forwarded-Proto": "https"}
    request = urllib.request.Request(url, headers=headers)  # noqa: S310 - our own address
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
        return answer.status, answer.read().decode()


@pytest.mark.slow
def test_it_installs_with_one_command_and_starts(tmp_path):
    archive = release.build(tmp_path)
    with tarfile.open(archive) as packed:
        names = {Path(name).parts[1] for name in packed.getnames() if len(Path(name).parts) > 1}
        packed.extractall(tmp_path, filter="data")
    assert names.isdisjoint({"tests", ".git", ".venv", "db.sqlite3"})
    home = tmp_path / f"tracker-{VERSION}"

    bare = {name: os.environ[name] for name in os.environ if name.startswith(("PIP_", "PATH"))}
    known = {**bare, "HOME": str(tmp_path), "CC": "/bin/false"}  # a compiler would fail it
    subprocess.run(["sh", "docs/deploy/install.sh"], cwd=home, env=known, check=True)

    python, port, log = home / ".venv" / "bin" / "python", free_port(), tmp_path / "server.log"
    known |= {
        "AGT_MODE": "production",
        "SECRET_KEY": "k" * 50,
        "ALLOWED_HOSTS": "tracker.example",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'tracker.sqlite3'}",
    }
    subprocess.run([python, "manage.py", "migrate", "-v0"], cwd=home, env=known, check=True)
    served = ["-m", "gunicorn", "-c", "python:agt.serving", "--bind", f"127.0.0.1:{port}"]
    with log.open("wb") as out:
        server = subprocess.Popen(
            [python, *served, "agt.wsgi:application"], cwd=home, env=known, stdout=out, stderr=out
        )
    at = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{at}/healthz", server, log)
        assert asked(f"{at}/readyz") == (200, '{"database": "reached", "migrations": "applied"}')
        status, page = asked(f"{at}/sign-in/")
        style = re.search(r'href="(/static/css/tracker\.[0-9a-f]{12}\.css)"', page)
        assert (status, asked(f"{at}{style[1]}")[0]) == (200, 200)
    finally:
        stop(server)
    lines = [line for line in log.read_text().splitlines() if '"path": "/sign-in/"' in line]
    assert '"status": 200' in lines[0]
