"""Ten editors of one programme at once, on each kind of database, with the product's own settings.

Each is a program of its own: this file, run as one. They read, add to the figures, save, and begin
again from what is held whenever somebody else was first.
"""

import json
import math
import subprocess
import sys
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.browser import product

pytestmark = pytest.mark.slow

PLACE = {"position__slug": "working", "programme__slug": "homelessness-prevention"}
EDITORS, SAVES = 10, 5
SECONDS = 120


def program(url: str, *words: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-m", "tests.endurance.test_editors", *words],
        cwd=product.ROOT,
        env=product.environment(url),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def told(url: str) -> dict:
    """What is held now."""
    out, err = program(url, "tell").communicate(timeout=SECONDS)
    assert err == ""
    return json.loads(out)


@contextmanager
def editing(url: str, verb: str, *, programs: int) -> Iterator[list[subprocess.Popen]]:
    """Ten editors in so many programs, let go together."""
    names, share = [f"{number}" for number in range(EDITORS)], EDITORS // programs
    running = [program(url, verb, *names[at : at + share]) for at in range(0, EDITORS, share)]
    try:
        for one in running:
            assert one.stdout.readline() == "ready\n", one.stderr.read()
        for one in running:
            one.stdin.write("go\n")
            one.stdin.flush()
        yield running
    finally:
        for one in running:
            one.kill()
            one.wait()


def ended(running: list[subprocess.Popen]) -> int:
    """Wait until all are done, and none with an error; give what they counted."""
    said = [one.communicate(timeout=SECONDS) for one in running]
    assert [err for _, err in said if err] == []
    assert [one.returncode for one in running] == [0] * len(running)
    return sum(int(out) for out, _ in said)


def let_them_edit(url: str, *, programs: int) -> tuple[dict, dict, int]:
    """What was held before and after, and how often an editor had to begin again."""
    before = told(url)
    with editing(url, "edit", programs=programs) as running:
        again = ended(running)
    return before, told(url), again


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


def test_ten_editors_in_one_server_lose_nothing(url):
    before, after, _ = let_them_edit(url, programs=1)
    check(before, after)


def test_ten_editors_in_ten_servers_lose_nothing(url):
    before, after, again = let_them_edit(url, programs=EDITORS)
    check(before, after)
    assert again > 0, "nobody met anybody: this tried nothing"


def test_a_publication_among_editors_keeps_exactly_what_they_left(url):
    before = told(url)
    with editing(url, "edit-until-refused", programs=2) as running:
        assert ended([program(url, "publish")]) > 0
        ended(running)
    after = told(url)
    assert after["version"] > before["version"], "nobody had saved yet: this tried nothing"
    assert after["latest"] == after["lines"]
    kept, _ = program(url, "compare").communicate(timeout=SECONDS)
    assert json.loads(kept) == []


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


def _edit(name: str, again: list[int], *, saves: float) -> None:
    """Save so often, or until refused; begin again from what is held when somebody was first."""
    from django.core.exceptions import PermissionDenied
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
    while saved < saves:
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
        except PermissionDenied:
            assert saves == math.inf
            break
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


def _publish() -> int:
    """Publish the position; give how many tables were kept of it."""
    from portfolios.models import Position
    from reports.actions.publish_position import publish_position

    position = publish_position(position=Position.objects.get(slug="working"), by=None)
    return position.tables.count()


def _compare() -> list[str]:
    """The tables kept of the published position that the lines held now do not make."""
    from accounts.viewer import SYSTEM
    from portfolios.models import Position
    from reports.asking import all_tables
    from reports.library import Library
    from reports.renderers.as_json import as_dict
    from reports.table import Ask

    position = Position.objects.select_related("establishment").get(slug="working")
    held = Library(SYSTEM, Position.objects.select_related("establishment"))
    made = {
        table.slug: json.loads(json.dumps(as_dict(table)))
        for table in all_tables(Ask(held, position))
    }
    kept = {table.slug: table.content for table in position.tables.all()}
    assert made.keys() == kept.keys()
    return [slug for slug in made if made[slug] != kept[slug]]


def _main(verb: str, *names: str) -> None:
    import django

    django.setup()
    if verb in (say := {"tell": _tell, "publish": _publish, "compare": _compare}):
        print(json.dumps(say[verb]()))
        return
    saves = SAVES if verb == "edit" else math.inf
    again: list[int] = []
    failed: list[BaseException] = []

    def edit(name: str) -> None:
        try:
            _edit(name, again, saves=saves)
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
