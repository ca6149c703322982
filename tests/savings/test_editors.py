"""Ten editors of one programme at once, on a database file, with the product's own settings.

Each is a program of its own: this file, run as one. They read, add to the figures, save, and begin
again from what is held whenever somebody else was first.
"""

import json
import os
import subprocess
import sys
import threading
import uuid
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PLACE = {"position__slug": "working", "programme__slug": "homelessness-prevention"}
EDITORS, SAVES = 10, 5
SECONDS = 120


def environment(folder: Path) -> dict[str, str]:
    held = {**os.environ, "AGT_MODE": "test", "PYTHONPATH": str(ROOT)}
    held["DATABASE_URL"] = f"sqlite:///{folder / 'editors.sqlite3'}"
    held["DJANGO_SETTINGS_MODULE"] = "agt.settings"
    return held


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """Where a database with the published figures is."""
    folder = tmp_path_factory.mktemp("editors")
    for command in ("migrate", "load_published", "demo_users"):
        subprocess.run(
            [sys.executable, "-W", "error", "manage.py", command, "--verbosity", "0"],
            cwd=ROOT,
            env=environment(folder),
            check=True,
            capture_output=True,
        )
    return folder


def program(folder: Path, *words: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-m", "tests.savings.test_editors", *words],
        cwd=ROOT,
        env=environment(folder),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def told(folder: Path) -> dict:
    """What is held now."""
    out, err = program(folder, "tell").communicate(timeout=SECONDS)
    assert err == ""
    return json.loads(out)


def let_them_edit(folder: Path, *, programs: int, threads: int) -> tuple[dict, dict, int]:
    """What was held before and after, and how often an editor had to begin again."""
    before = told(folder)
    names = [f"{number}" for number in range(EDITORS)]
    shares = [names[at : at + threads] for at in range(0, EDITORS, threads)]
    assert len(shares) == programs
    running = [program(folder, "edit", *share) for share in shares]
    try:
        for one in running:
            assert one.stdout.readline() == "ready\n", one.stderr.read()
        for one in running:
            one.stdin.write("go\n")
            one.stdin.flush()
        said = [one.communicate(timeout=SECONDS) for one in running]
    finally:
        for one in running:
            one.kill()
            one.wait()
    assert [err for _, err in said if err] == []
    assert [one.returncode for one in running] == [0] * programs
    return before, told(folder), sum(int(out) for out, _ in said)


def check(before: dict, after: dict) -> None:
    done = EDITORS * SAVES
    # no update is lost: all added a penny to one cell, and each to one of their own
    shared, *own = [after["cells"][at] - before["cells"][at] for at in range(EDITORS + 1)]
    assert shared == done
    assert own == [SAVES] * EDITORS
    assert after["total"] - before["total"] == 2 * done
    # nothing is half saved: one version, one token and two changes of history for each save
    assert after["version"] - before["version"] == done
    assert after["tokens"] - before["tokens"] == done
    assert after["changes"] - before["changes"] == 2 * done
    # what history says happened is what is held
    for state in (before, after):
        assert state["opened"] + state["changed"] == state["total"]
        assert state["latest"] == state["lines"]


def test_ten_editors_in_one_server_lose_nothing(folder):
    before, after, _ = let_them_edit(folder, programs=1, threads=EDITORS)
    check(before, after)


@pytest.mark.slow
def test_ten_editors_in_ten_servers_lose_nothing(folder):
    before, after, again = let_them_edit(folder, programs=EDITORS, threads=1)
    check(before, after)
    assert again > 0, "nobody met anybody: this tried nothing"


# --- the programs --------------------------------------------------------------------------------


def _place():
    from portfolios.models import ProgrammePlace

    return ProgrammePlace.objects.select_related("position", "portfolio", "programme").get(**PLACE)


def _cells(place) -> list:
    """The cell that all share, then one for each editor."""
    from savings.grid import Cell
    from savings.models import Confidence, Fund, Saving

    saving = Saving.objects.get(programme=place.programme).pk
    return [
        Cell(saving, confidence, Fund.GENERAL_FUND, year)
        for confidence in Confidence
        for year in place.position.years
    ][: EDITORS + 1]


def _edit(name: str, again: list[int]) -> None:
    """Save five times; begin again from what is held whenever somebody was first."""
    from django.db import connection

    from accounts.models import User
    from portfolios.actions.step_version import SomebodyElseSaved
    from savings.actions.save_grid import save_grid
    from savings.grid import Grid
    from savings.models import SavingsLine

    # a lead's scope is read before anything is written, which is where a lock is lost
    by = User.objects.get(username="lead" if int(name) % 2 else "editor")
    shared, *own = _cells(_place())
    saved = 0
    while saved < SAVES:
        place = _place()
        amounts = dict(Grid.of_lines(SavingsLine.objects.filter(place=place)).amounts)
        for cell in (shared, own[int(name)]):
            amounts[cell] = amounts.get(cell, 0) + 1
        try:
            save_grid(
                place=place,
                grid=Grid(amounts),
                version=place.version,
                note=f"by {name}",
                token=uuid.uuid4(),
                by=by,
            )
            saved += 1
        except SomebodyElseSaved:
            again.append(1)
    connection.close()


def _tell() -> dict:
    from accounts.models import Submission
    from savings.grid import Cell, Grid
    from savings.history import line_changes
    from savings.models import SavingsLine

    place = _place()
    lines = SavingsLine.objects.filter(place=place)
    held = Grid.of_lines(lines)
    records = SavingsLine.history.filter(place=place).order_by("history_date", "history_id")
    changes = line_changes(place)
    return {
        "cells": [held.amounts.get(cell, 0) for cell in _cells(place)],
        "total": held.total,
        "version": place.version,
        "tokens": Submission.objects.count(),
        "changes": len(changes),
        "changed": sum(change.after - change.before for change in changes),
        "opened": sum(
            r.amount for r in records if r.history_change_reason.startswith("opened from ")
        ),
        "latest": {Cell.of(r.instance).name: r.amount for r in records if r.history_type != "-"},
        "lines": {cell.name: pence for cell, pence in held.amounts.items()},
    }


def _main(verb: str, *names: str) -> None:
    import django

    django.setup()
    if verb == "tell":
        print(json.dumps(_tell()))
        return
    again: list[int] = []
    failed: list[BaseException] = []

    def edit(name: str) -> None:
        try:
            _edit(name, again)
        except BaseException as error:
            failed.append(error)
            raise

    editors = [threading.Thread(target=edit, args=[name]) for name in names]
    print("ready", flush=True)
    sys.stdin.readline()
    for editor in editors:
        editor.start()
    for editor in editors:
        editor.join()
    if failed:
        sys.exit(1)
    print(len(again))


if __name__ == "__main__":
    _main(*sys.argv[1:])
