"""What the files of docs/deploy name is there, and what they run can be run."""

import re
import shlex
import subprocess
import tomllib

import pytest
from django.core.management import get_commands

from agt import release, serving
from tests.browser.product import ROOT

DEPLOY = ROOT / "docs" / "deploy"
CONTAINERFILE = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
KNOWN = {"FROM", "RUN", "WORKDIR", "COPY", "USER", "ENV", "EXPOSE", "CMD"}


def instructions() -> list[tuple[str, str]]:
    """Each instruction and what it says, with its lines joined."""
    lines = re.sub(r"^#.*\n", "", CONTAINERFILE.replace("\\\n", " "), flags=re.M).splitlines()
    return [(line.split()[0], line.partition(" ")[2].strip()) for line in lines if line.strip()]


def said(name: str) -> list[str]:
    return [told for instruction, told in instructions() if instruction == name]


def commands_of(text: str) -> set[str]:
    """The management commands that a text runs."""
    return set(re.findall(r"manage\.py ([a-z_]+)", text))


def test_every_instruction_is_one_and_begins_with_the_base():
    names = [name for name, _ in instructions()]
    assert names[0] == "FROM"
    assert names[-1] == "CMD"
    assert set(names) <= KNOWN
    assert names.index("USER") < names.index("CMD"), "it would run as root"


def test_the_python_of_the_image_is_one_that_the_product_runs_on():
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    least = tuple(map(int, wanted["requires-python"].removeprefix(">=").split(".")))
    (base,) = said("FROM")
    assert tuple(map(int, re.search(r"python:(\d+)\.(\d+)", base).groups())) >= least


def test_what_is_copied_is_in_the_archive_of_a_release():
    for told in said("COPY"):
        *sources, _ = shlex.split(told)
        for source in sources:
            assert source == "." or source in release.FILES
            assert (ROOT / source).exists()


def test_what_is_installed_is_the_lock_with_its_hashes():
    (pip,) = [told for told in said("RUN") if told.startswith("pip ")]
    script = (DEPLOY / "install.sh").read_text(encoding="utf-8")
    for words in ("--require-hashes", "--only-binary :all:", "-r requirements/base.txt"):
        assert words in pip
        assert words in script
    assert "--hash=sha256:" in (ROOT / "requirements" / "base.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["Containerfile", "tracker.service", "install.sh"])
def test_the_commands_it_runs_are_commands(name):
    text = (DEPLOY / name).read_text(encoding="utf-8")
    assert commands_of(text) <= set(get_commands())
    for folders in re.findall(r"compileall -q (.+)", text):
        assert set(folders.split()) <= {*release.FOLDERS, "."}


def served_by() -> dict[str, list[str]]:
    (cmd,) = said("CMD")
    unit = (DEPLOY / "tracker.service").read_text(encoding="utf-8")
    start = re.search(r"^ExecStart=(.+)$", unit, re.M)[1]
    return {
        "Containerfile": re.findall(r'"([^"]+)"', cmd),
        "tracker.service": shlex.split(start.partition("-m ")[2]),
    }


@pytest.mark.parametrize("name", ["Containerfile", "tracker.service"])
def test_the_server_takes_the_words_it_is_started_with(name, monkeypatch):
    from gunicorn.app.wsgiapp import WSGIApplication

    program, *words = served_by()[name]
    assert program == "gunicorn"
    monkeypatch.setattr("sys.argv", [program, *words])
    made = WSGIApplication()
    assert made.cfg.settings["timeout"].get() == serving.timeout
    assert made.cfg.settings["workers"].get() == 2
    assert made.app_uri == "agt.wsgi:application"


def test_the_settings_of_the_unit_are_settings():
    lines = (DEPLOY / "tracker.env").read_text(encoding="utf-8").splitlines()
    named = {line.partition("=")[0] for line in lines if line and not line.startswith("#")}
    table = (ROOT / "docs" / "install.md").read_text(encoding="utf-8")
    assert {name for name in named if f"| `{name}` |" not in table} == set()


def test_the_script_is_one_that_a_shell_takes():
    subprocess.run(["sh", "-n", DEPLOY / "install.sh"], check=True)


def test_what_the_guide_tells_people_to_run_is_there():
    guide = (ROOT / "docs" / "install.md").read_text(encoding="utf-8")
    assert commands_of(guide) <= {*get_commands(), "createsuperuser"}
    for path in re.findall(r"docs/deploy/([\w.]+)", guide):
        assert (DEPLOY / path).exists(), path
