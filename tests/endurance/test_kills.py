"""Two hundred saves while processes are killed: what was acknowledged is held, and nothing by half.

Four people save five cells at a time, each in a programme of their own, as a browser does. Whoever
gets no answer sends the same form again, or gives up and looks at the page anew. Meanwhile the
workers, the whole server or the database are killed at random moments, and come back.
"""

import random
import re
import signal
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest

from savings.grid_form import typed_as
from tests.endurance.site import Answer, Served, Visitor
from tests.endurance.telling import told

pytestmark = pytest.mark.slow

PEOPLE, SAVES, CELLS = 4, 50, 5
STRIKES, ENOUGH = 8, 4
SAID = {503: "cannot reach its database", 507: "no room left"}
VERSION = re.compile(r'data-grid.*?name="version" value="(\d+)"', re.DOTALL)


@dataclass
class Save:
    """A form that was sent: what it would make of the cells, and whether somebody said it did."""

    note: str
    amounts: dict[str, int]
    acknowledged: bool = False


class Person:
    """Somebody, signed in, who saves a programme's figures again and again."""

    def __init__(self, port: int, slug: str, held: dict, *, errors_may_be: bool) -> None:
        self.slug, self.errors_may_be = slug, errors_may_be
        self.cells = dict(list(held["lines"].items())[:CELLS])
        self.version: int | None = held["version"]
        self.random = random.Random(slug)
        self.saves: list[Save] = []
        self.unanswered = 0
        self.browser = Visitor(port)
        assert self.browser.sign_in("editor").status == 302

    def work(self) -> None:
        for number in range(1, SAVES + 1):
            self._save(number)
            time.sleep(self.random.uniform(0, 0.1))  # people take a breath

    def _look(self) -> int:
        """The version the page shows."""
        while True:
            answer = self.browser.get(f"/programmes/{self.slug}/?position=working")
            if answer.status == 200:
                return int(VERSION.search(answer.page)[1])
            self._bear(answer)

    def _save(self, number: int) -> None:
        """Send until it is acknowledged; now and then give up when there is no answer."""
        amounts = {cell: pence + number for cell, pence in self.cells.items()}
        save = Save(f"save {number} of {self.slug}", amounts)
        self.saves.append(save)
        fields = {cell: typed_as(pence, "k") for cell, pence in amounts.items()}
        fields |= {"unit": "k", "note": save.note, "opened_at": "2025-03-01T09:00:00Z"}
        token = uuid.uuid4()
        while not save.acknowledged:
            if self.version is None:
                self.version, token = self._look(), uuid.uuid4()
            answer = self.browser.post(
                f"/programmes/{self.slug}/grid/?position=working",
                {**fields, "version": self.version, "token": token},
            )
            if answer.status == 302:
                save.acknowledged = True
                self.version += 1
            elif answer.status == 409:
                # of a save that was given up, and came through after the page was looked at
                self.version = None
            else:
                self._bear(answer)
                if self.random.random() < 0.3:
                    self.version = None
                    return

    def _bear(self, answer: Answer) -> None:
        """No answer is what happens here; a page that says why is, of a database that is away."""
        borne = self.errors_may_be and SAID.get(answer.status)
        assert answer.status == 0 or (borne and borne in answer.page), f"{self.slug}: {answer}"
        self.unanswered += 1
        time.sleep(0.05)


def save_under(served: Served, strike: Callable[[], None], *, errors_may_be: bool = False) -> None:
    """Two hundred saves while ``strike`` falls now and again; then check what is held.

    Errors are borne where ``errors_may_be``: while there is no database.
    """
    before = told(served.url)
    slugs = [slug for slug, held in before["programmes"].items() if len(held["lines"]) > CELLS][
        :PEOPLE
    ]
    served.start()
    try:
        people = [
            Person(served.port, slug, before["programmes"][slug], errors_may_be=errors_may_be)
            for slug in slugs
        ]
        with ThreadPoolExecutor(PEOPLE) as pool:
            working = [pool.submit(person.work) for person in people]
            strikes = 0
            while strikes < STRIKES and not all(one.done() for one in working):
                time.sleep(random.uniform(0.1, 1))
                strike()
                strikes += 1
        for one in working:
            one.result()
    finally:
        served.stop()
    assert strikes >= ENOUGH
    assert sum(person.unanswered for person in people) > 0, "nobody noticed: this tried nothing"
    check(before, told(served.url), people)


def check(before: dict, after: dict, people: list[Person]) -> None:
    done = 0
    for person in people:
        was, now = (told["programmes"][person.slug] for told in (before, after))
        sent = {save.note: save for save in person.saves}
        made = {why: cells for why, cells in now["saves"].items() if why not in was["saves"]}
        done += len(made)
        assert len(sent) == SAVES
        # each acknowledged save is in history, and nothing that nobody sent
        assert {note for note, save in sent.items() if save.acknowledged} <= made.keys()
        assert made.keys() <= sent.keys()
        # each as a whole, and once
        for note, cells in made.items():
            assert {cell: cells.get(cell) for cell in person.cells} == sent[note].amounts, note
        assert now["twice"] == []
        assert now["version"] - was["version"] == len(made)
        # what is held is the last that came through, beside what nobody touched
        last = list(made)[-1]
        assert now["lines"] == was["lines"] | sent[last].amounts
        assert now["latest"] == now["lines"]
    assert after["tokens"] - before["tokens"] == done
    others = before["programmes"].keys() - {person.slug for person in people}
    assert all(before["programmes"][slug] == after["programmes"][slug] for slug in others)


@pytest.fixture
def served(url, tmp_path) -> Served:
    random.seed(url.partition(":")[0])
    return Served(url, tmp_path / "server.log")


def test_workers_killed_while_they_save_lose_nothing(served):
    save_under(served, served.kill_a_worker)


def test_a_server_killed_while_it_saves_loses_nothing(served):
    save_under(served, served.kill_it_all)


def test_a_database_killed_while_it_saves_loses_nothing(on_postgres, postgres, tmp_path):
    def kill() -> None:
        postgres.stop(signal.SIGQUIT)
        time.sleep(0.3)
        postgres.start()

    served = Served(on_postgres, tmp_path / "server.log")
    save_under(served, kill, errors_may_be=True)
