"""Serves the product with two workers, lets people at it, and says what they met.

``python -m tests.load --minutes 10`` prints the lines of docs/performance.md, and exits 1 on an
error, a lost update or memory that grows. ``--postgres`` does it on a PostgreSQL that it starts.
"""

import argparse
import datetime
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests import postgres
from tests.browser import product
from tests.endurance.site import Served
from tests.endurance.telling import told
from tests.load.people import Editor, Person, Saved, Viewer

MOST_MINUTES = 30
GROWTH_MB = 12  # of both workers, from the end of the first third to the end
SAMPLED = 2  # seconds
COME_IN = """
import sys, uuid
import django; django.setup()
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from accounts.models import User
for role, number in zip(sys.argv[1::2], sys.argv[2::2]):
    for _ in range(int(number)):
        user = User.objects.create_user(f"{role}-{uuid.uuid4().hex[:12]}", role=role)
        session = import_module(settings.SESSION_ENGINE).SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = "accounts.signing_in.who.People"
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.create()
        print(session.session_key)
"""


@dataclass(frozen=True)
class Load:
    """How many people, for how long, and how long they think between two steps."""

    minutes: float
    editors: int = 50
    viewers: int = 200
    think: float = 20  # seconds of a reader; an editor takes half as long again

    def run(self, url: str, folder: Path) -> "Met":
        """Let them at the product on the database at ``url``, which is filled."""
        before = told(url)
        sessions = _python(url, COME_IN, "pmo_editor", self.editors, "viewer", self.viewers).split()
        served, over = Served(url, folder / "server.log"), threading.Event()
        Editor.programmes = tuple(s for s, held in before["programmes"].items() if held["lines"])
        served.start()
        try:
            people: list[Person] = [
                (Editor if number < self.editors else Viewer)(
                    number,
                    served.port,
                    session,
                    think=self.think * (1.5 if number < self.editors else 1),
                    over=over,
                )
                for number, session in enumerate(sessions)
            ]
            memory = self._watched(served, people, over)
        finally:
            over.set()
            served.stop()
        return Met(self, people, memory, before, told(url))

    def _watched(
        self, served: Served, people: list[Person], over: threading.Event
    ) -> list[tuple[float, float]]:
        """Let them work, and give (seconds since the beginning, megabytes of the workers)."""
        workers, began = served.workers(), time.monotonic()
        for person in people:
            person.start()
        memory = []
        while (at := time.monotonic() - began) < self.minutes * 60:
            memory.append((at, sum(map(_megabytes, workers))))
            time.sleep(SAMPLED)
        over.set()
        for person in people:
            person.join(90)
        assert served.workers() == workers, "a worker ended"
        return memory


@dataclass(frozen=True)
class Met:
    """What all of them met, and what was held before and after."""

    load: Load
    people: list[Person]
    memory: list[tuple[float, float]]
    before: dict
    after: dict

    @property
    def errors(self) -> list[str]:
        return [error for person in self.people for error in person.seen.errors]

    @property
    def saved(self) -> list[Saved]:
        return [save for person in self.people for save in person.seen.saved]

    @property
    def lost(self) -> list[str]:
        """Each save that was acknowledged and is not held as it was made, and what nobody made."""
        unanswered = [save for person in self.people for save in person.seen.unanswered]
        return [*lost_updates(self.before, self.after, self.saved, unanswered)]

    @property
    def grown(self) -> float:
        """How many megabytes more the workers hold at the end than when a third was over."""
        a_third, nearly = self.load.minutes * 20, self.load.minutes * 54
        then = [mb for at, mb in self.memory if a_third <= at < a_third + self.load.minutes * 6]
        end = [mb for at, mb in self.memory if at >= nearly]
        return statistics.median(end) - statistics.median(then)

    @property
    def is_good(self) -> bool:
        return not self.errors and not self.lost and self.grown <= GROWTH_MB

    def lines(self) -> Iterator[str]:
        """What was met, as a table of docs/performance.md."""
        load, seen = self.load, [person.seen for person in self.people]
        yield "| what | met |"
        yield "|---|---|"
        yield f"| people | {load.editors} editing, {load.viewers} reading |"
        yield f"| for how long | {load.minutes:g} minutes |"
        yield f"| between two steps | {load.think:g} s; of editors {load.think * 1.5:g} s |"
        for kind in ("read", "save"):
            took = sorted(second for s in seen for second in s.took[kind])
            p50, p95 = (took[int(len(took) * at)] * 1000 for at in (0.5, 0.95))
            yield f"| {kind}: number, p50, p95 | {len(took):,}, {p50:,.0f} ms, {p95:,.0f} ms |"
        yield f"| told that a page is unchanged (304) | {sum(s.unchanged for s in seen):,} |"
        yield f"| told that somebody was first | {sum(s.somebody_was_first for s in seen):,} |"
        yield f"| saves acknowledged; lost | {len(self.saved):,}; {len(self.lost)} |"
        yield f"| errors | {len(self.errors)} |"
        most = max(megabytes for _, megabytes in self.memory)
        yield f"| both workers: most memory; growth | {most:.0f} MB; {self.grown:+.1f} MB |"


def lost_updates(
    before: dict, after: dict, saved: Sequence[Saved], unanswered: Sequence[Saved] = ()
) -> Iterator[str]:
    """What is held against what was acknowledged: each save once, and nothing that nobody made.

    One that was not answered is there as a whole or not at all.
    """
    for programme, was in before["programmes"].items():
        now = after["programmes"][programme]
        made = {why: cells for why, cells in now["saves"].items() if why not in was["saves"]}
        came_through = [save for save in unanswered if save.note in made]
        mine = [save for save in (*saved, *came_through) if save.programme == programme]
        for save in mine:
            if made.get(save.note, {}).get(save.cell) != save.before + save.added:
                yield f"{programme}: {save} is not in history"
        if made.keys() - {save.note for save in mine}:
            yield f"{programme}: somebody saved what nobody sent"
        if now["version"] - was["version"] != len(mine):
            yield f"{programme}: {len(mine)} saves, {now['version'] - was['version']} versions"
        for cell, pence in was["lines"].items():
            added = sum(save.added for save in mine if save.cell == cell)
            if now["lines"].get(cell, 0) != pence + added:
                yield f"{programme} {cell}: {pence} and {added} make {now['lines'].get(cell, 0)}"
        if now["latest"] != now["lines"]:
            yield f"{programme}: its history does not end with what is held"


def _python(url: str, line: str, *words: object) -> str:
    run = subprocess.run(
        [sys.executable, "-c", line, *map(str, words)],
        cwd=product.ROOT,
        env=product.environment(url),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return run.stdout


def _megabytes(pid: int) -> float:
    """What a process holds, its share of what it shares with others."""
    told = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return int(told.partition("\nPss:")[2].split()[0]) / 1024


@contextmanager
def _filled(folder: Path, *, on_postgres: bool) -> Iterator[str]:
    if not on_postgres:
        url = f"sqlite:///{folder / 'tracker.sqlite3'}"
        product.fill(url)
        yield url
        return
    with postgres.running(durable=True) as server:
        url = server.create("tracker_load")
        product.fill(url)
        yield url


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.load", description=__doc__)
    asked.add_argument("--minutes", type=float, default=10)
    asked.add_argument("--editors", type=int, default=50)
    asked.add_argument("--viewers", type=int, default=200)
    asked.add_argument("--think", type=float, default=20, help="seconds of a reader, on average")
    asked.add_argument("--postgres", action="store_true")
    given = asked.parse_args()
    if not 0 < given.minutes <= MOST_MINUTES or given.editors + given.viewers > 1000:
        asked.error(f"At most {MOST_MINUTES} minutes and 1,000 people.")
    load = Load(given.minutes, given.editors, given.viewers, given.think)
    with (
        tempfile.TemporaryDirectory() as folder,
        _filled(Path(folder), on_postgres=given.postgres) as url,
    ):
        met = load.run(url, Path(folder))
    home = "PostgreSQL" if given.postgres else "SQLite"
    print(f"{home}, {datetime.date.today():%-d %B %Y}, {os.cpu_count()} cores:\n")
    print("\n".join(met.lines()))
    for wrong in [*met.errors[:10], *met.lost[:10]]:
        print(wrong, file=sys.stderr)
    return 0 if met.is_good else 1


if __name__ == "__main__":
    sys.exit(main())
