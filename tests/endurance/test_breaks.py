"""An import or a publication on its way when something breaks: it is there whole, or not at all.

Each is done once in calm, which says how long it takes and what all of it is. Then it is done again
and again, and somewhere on its way the workers or the database are killed, or the disk is full.
Nobody may find a part of it; what was acknowledged is there; and the same form sent again does it,
once.
"""

import resource
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from tests.endurance.site import Answer, Served, Visitor
from tests.endurance.test_kills import SAID, save_under
from tests.running import databases

pytestmark = pytest.mark.slow

MOMENTS = (0.3, 0.8)  # of the way
CSV = "Portfolio,Programme,RAG,2025/26,2026/27\n" + "".join(
    f"Part {row % 7},Scheme {row},Amber,{row}000,{row}500\n" for row in range(1, 400)
)
# Tables, and how a row of each says which position it is of
PARTS = {
    "reports_publishedtable": "position_id",
    "reports_publishedfile": "position_id",
    "reports_statedfigure": "position_id",
    "portfolios_portfolioplace": "position_id",
    "portfolios_programmeplace": "position_id",
    "savings_savingsline": "(SELECT position_id FROM portfolios_programmeplace p "
    "WHERE p.id = place_id)",
}
LOST = (
    "SELECT COUNT(*) FROM portfolios_programme WHERE id NOT IN "
    "(SELECT programme_id FROM portfolios_programmeplace)",
    "SELECT COUNT(*) FROM savings_savingsline WHERE id NOT IN "
    "(SELECT id FROM savings_historicalsavingsline)",
)


# --- what is held --------------------------------------------------------------------------------


def asked(url: str, *queries: str) -> list:
    """The rows of each query, from the database itself."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as held:
            return [held.execute(query).fetchall() for query in queries]
    import psycopg

    at = urlsplit(url)
    named = {"host": unquote(at.hostname or ""), "user": at.username, "dbname": at.path[1:]}
    with psycopg.connect(**named) as held:
        return [held.execute(query).fetchall() for query in queries]


def parts_of(url: str, slug: str) -> dict[str, object]:
    """The state of a position and its rows of each kind; nothing when it is not there."""
    (found,) = asked(url, f"SELECT id, state FROM portfolios_position WHERE slug = '{slug}'")  # noqa: S608
    if not found:
        return {}
    ((pk, state),) = found
    counts = [f"SELECT COUNT(*) FROM {table} WHERE {of} = {pk}" for table, of in PARTS.items()]  # noqa: S608
    return {"state": state} | {
        table: rows[0][0] for table, rows in zip(PARTS, asked(url, *counts), strict=True)
    }


def settle(url: str) -> None:
    """Leave SQLite no file that has room in it from before."""
    if url.startswith("sqlite"):
        asked(url, "PRAGMA wal_checkpoint(TRUNCATE)")


# --- what is done --------------------------------------------------------------------------------


class Importing:
    """A plan of 399 programmes becomes a what-if, from the file to the last press."""

    def __init__(self, url: str, editor: Visitor) -> None:
        self.url, self.editor = url, editor

    def get_ready(self, number: int) -> None:
        self.slug = f"plan-{number}"
        sent = self.editor.send("/import/", "plan.csv", CSV.encode(), holds="plan")
        assert sent.status == 302, sent
        self.at = sent.leads_to
        shown = self.editor.get(f"{self.at}preview/")
        self.form = shown.hidden | {
            **{"name": f"Plan {number}", "short_name": f"Plan {number}"},
            **{"kind": "scenario", "as_at": "31/03/2025"},
        }
        self.before = asked(self.url, *LOST)

    def press(self) -> Answer:
        return self.editor.post(f"{self.at}take/", self.form)

    def held(self) -> dict[str, object]:
        assert asked(self.url, *LOST) == self.before
        return parts_of(self.url, self.slug)

    def not_yet(self, held: dict) -> bool:
        return held == {}


class Publishing:
    """The working position is published, with its tables and files; then the next one is opened."""

    slug = "working"

    def __init__(self, url: str, editor: Visitor) -> None:
        self.url, self.editor = url, editor

    def get_ready(self, number: int) -> None:
        if number > 0:  # the one before is published
            self._open(number)
        self.was, self.now = self.slug, f"published-{number}"
        self.before = parts_of(self.url, self.was)
        form = self.editor.get(f"/positions/{self.was}/publish/").hidden
        self.form = form | {
            **{"name": f"Published {number}", "short_name": f"Pub {number}"},
            **{"kind": "monthly_board", "as_at": f"{number + 1:02}/04/2025", "note": "agreed"},
        }

    def _open(self, number: int) -> None:
        form = self.editor.get("/positions/open/").hidden | {
            **{"name": f"Next {number}", "short_name": f"Next {number}"},
            **{"kind": "monthly_board", "source": self.now},
        }
        opened = self.editor.post("/positions/open/", form)
        assert opened.status == 302, opened
        self.slug = f"next-{number}"

    def press(self) -> Answer:
        return self.editor.post(f"/positions/{self.was}/publish/", self.form)

    def held(self) -> dict[str, object]:
        return parts_of(self.url, self.now) or parts_of(self.url, self.was)

    def not_yet(self, held: dict) -> bool:
        return held == self.before


# --- what breaks ---------------------------------------------------------------------------------


@dataclass
class Broken:
    """Something breaks, and comes back."""

    served: Served
    strike: Callable[[], None]
    mend: Callable[[], None]

    def try_at(self, act: Importing | Publishing, number: int, whole: dict, after: float) -> bool:
        """Press; break it ``after`` so many seconds; look; mend it; press the same form again.

        Give whether it was in time: the first press was not done.
        """
        act.get_ready(number)
        settle(self.served.url)
        with ThreadPoolExecutor(1) as pool:
            pressed = pool.submit(act.press)
            time.sleep(after)
            self.strike()
            try:
                answer = pressed.result()
            finally:
                self.mend()
        held, done = act.held(), answer.status == 302
        assert held == whole or (act.not_yet(held) and not done), (act, after, answer, held)
        if not done:
            assert answer.status == 0 or SAID.get(answer.status, "\0") in answer.page, answer
            for _ in range(50):  # until it is up again
                answer = act.press()
                if answer.status in (302, 404, 422):
                    break
                time.sleep(0.2)
            assert answer.status == 302, answer
            assert act.held() == whole
        return not done

    def try_all(self, url: str) -> None:
        self.served.start()
        try:
            editor = Visitor(self.served.port)
            assert editor.sign_in("editor").status == 302
            for act in (Importing(url, editor), Publishing(url, editor)):
                act.get_ready(0)
                calm = act.press()
                whole = act.held()
                assert calm.status == 302, calm
                assert not act.not_yet(whole)
                number = 0
                for moment in MOMENTS:
                    after = calm.took * moment
                    while not self.try_at(act, number := number + 1, whole, after):
                        after /= 2  # it was done before: earlier, then
                        assert number < 12, "it never hit: this tried nothing"
        finally:
            self.served.stop()
        checked = databases.manage(url, "check_integrity")
        assert (checked.returncode, checked.stderr) == (0, "")


def nothing() -> None:
    """What comes back by itself."""


def test_workers_killed_on_the_way_leave_all_or_nothing(url, tmp_path):
    served = Served(url, tmp_path / "server.log")
    Broken(served, served.kill_the_workers, nothing).try_all(url)


def test_a_database_killed_on_the_way_leaves_all_or_nothing(on_postgres, postgres, tmp_path):
    served = Served(on_postgres, tmp_path / "server.log")
    Broken(served, lambda: postgres.stop(signal.SIGKILL), postgres.start).try_all(on_postgres)


# --- a full disk ---------------------------------------------------------------------------------


class Disk:
    """A disk of 64 MB in memory, that can be filled to the last byte and emptied again."""

    def __init__(self, at: Path) -> None:
        self.at, self.filler = at, at / "filler"

    def fill(self) -> None:
        with self.filler.open("wb", buffering=0) as filler:
            try:
                while filler.write(bytes(1024**2)):
                    pass
            except OSError:  # there is no room left, which is what it is for
                return

    def empty(self) -> None:
        self.filler.unlink()


class Limits:
    """Where nobody may mount a disk: the system lets the workers write no file past a page."""

    def __init__(self, served: Served) -> None:
        self.served = served

    def _allow(self, size: int) -> None:
        for pid in self.served.workers():
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

    def fill(self) -> None:
        self._allow(4096)

    def empty(self) -> None:
        self._allow(resource.RLIM_INFINITY)


@contextmanager
def mounted(at: Path) -> Iterator[Disk]:
    at.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "tracker-test", at], check=True)
    try:
        yield Disk(at)
    finally:
        subprocess.run(["umount", at], check=True)
        at.rmdir()


def may_mount() -> bool:
    with tempfile.TemporaryDirectory() as folder:
        try:
            with mounted(Path(folder) / "disk"):
                return True
        except (OSError, subprocess.CalledProcessError):
            return False


@pytest.fixture
def on_a_small_disk(request, tmp_path) -> Iterator[tuple[Served, Disk | Limits]]:
    """The product, with its database on a disk of its own."""
    if not MOUNTS:
        served = Served(request.getfixturevalue("on_sqlite"), tmp_path / "server.log")
        yield served, Limits(served)
        return
    if request.param == "sqlite":
        with mounted(tmp_path / "disk") as disk:
            shutil.copy(request.getfixturevalue("filled_sqlite"), disk.at / "tracker.sqlite3")
            yield Served(f"sqlite:///{disk.at}/tracker.sqlite3", tmp_path / "server.log"), disk
        return
    server = request.getfixturevalue("filled_postgres")
    with mounted(server.folder / "disk") as disk:
        (disk.at / "small").mkdir()
        with server.copied_to(disk.at / "small", like="filled") as url:
            yield Served(url, tmp_path / "server.log"), disk


MOUNTS = may_mount()
on_each_disk = pytest.mark.parametrize(
    "on_a_small_disk", ["sqlite", "postgres"] if MOUNTS else ["sqlite"], indirect=True
)


@on_each_disk
def test_a_full_disk_on_the_way_leaves_all_or_nothing(on_a_small_disk):
    served, disk = on_a_small_disk
    Broken(served, disk.fill, disk.empty).try_all(served.url)


@on_each_disk
def test_a_disk_that_is_full_now_and_again_loses_no_save(on_a_small_disk):
    served, disk = on_a_small_disk

    def strike() -> None:
        disk.fill()
        time.sleep(0.7)
        disk.empty()

    save_under(served, strike, errors_may_be=True)
