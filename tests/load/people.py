"""Those who edit and those who read: what each does, and how long they think."""

import random
import re
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from tests.endurance.site import Answer, Visitor

# Read by everyone, in the rough measure in which they are
PAGES = (
    *("/", "/", "/", "/?position=working", "/?position=working", "/?position=working"),
    *("/programmes/?position=working", "/programmes/?position=working", "/programmes/?search=a"),
    *("/portfolios/?position=working", "/savings/?position=working", "/savings/delivery/"),
    *("/reports/savings-profile/?position=working", "/reports/finance-confidence/", "/reports/"),
    *("/reports/movement/?position=working", "/reconciliation/", "/governance/", "/benefits/"),
    *("/governance/since/", "/milestones/", "/governance/risks/", "/workforce/", "/history/"),
)
A_POUND = 100  # pence
CELL = re.compile(r'name="(cell-[^"]+)" value="([^"]+)"')


@dataclass(frozen=True)
class Saved:
    """A save that was acknowledged: of which cell, from how much to how much more, and why."""

    programme: str
    cell: str
    before: int
    added: int
    note: str


@dataclass
class Seen:
    """What one person asked for, and what was wrong with the answers."""

    took: dict[str, list[float]] = field(default_factory=lambda: {"read": [], "save": []})
    unchanged: int = 0
    somebody_was_first: int = 0
    saved: list[Saved] = field(default_factory=list)
    unanswered: list[Saved] = field(default_factory=list)  # which are there or not
    errors: list[str] = field(default_factory=list)


class Person(threading.Thread):
    """Does something, thinks for half to one and a half times ``think`` seconds, goes on."""

    def __init__(
        self, number: int, port: int, session: str, *, think: float, over: threading.Event
    ) -> None:
        super().__init__(name=f"{type(self).__name__} {number}")
        self.number, self.think, self.over = number, think, over
        self.random, self.seen = random.Random(self.name), Seen()
        self.browser = Visitor(port)
        self.browser.until = float("inf")  # the run says when it is over
        self.browser.cookies["sessionid"] = session

    def run(self) -> None:
        self.over.wait(self.random.uniform(0, self.think))  # nobody comes at the same second
        while not self.over.is_set():
            try:
                self.step()
            except Exception as error:  # whatever it is, the run has to hear of it
                self.seen.errors.append(f"{self.name}: {error!r}")
            self.pause()

    def pause(self) -> None:
        self.over.wait(self.think * self.random.uniform(0.5, 1.5))

    def step(self) -> None:
        raise NotImplementedError

    def told(self, kind: str, ask: Callable[[], Answer], *fine: int) -> Answer:
        answer = ask()
        if answer.status in fine:
            self.seen.took[kind].append(answer.took)
        else:
            self.seen.errors.append(f"{self.name}: {answer.status}\n{answer.page[:500]}")
        return answer


class Viewer(Person):
    """Goes from page to page, as a browser that keeps what it has been given."""

    def __init__(self, *words: object, **named: object) -> None:
        super().__init__(*words, **named)  # type: ignore[arg-type]
        self.tags: dict[str, str] = {}

    def step(self) -> None:
        page = self.random.choice(PAGES)
        tag = self.tags.get(page, "")
        answer = self.told("read", lambda: self.browser.get(page, tag=tag), 200, 304)
        self.seen.unchanged += answer.status == 304
        if answer.tag:
            self.tags[page] = answer.tag


class Editor(Person):
    """Opens a programme, thinks, adds to one of its figures, saves, looks at it again.

    Each adds pounds of their own number: whoever types what somebody has just saved saves nothing.
    """

    programmes: tuple[str, ...] = ()

    def step(self) -> None:
        programme = self.programmes[self.number % len(self.programmes)]
        address = f"/programmes/{programme}/?position=working&unit=k"
        page = self.told("read", lambda: self.browser.get(address), 200)
        if page.status != 200:
            return
        cells = CELL.findall(page.page)
        if not cells:
            self.seen.errors.append(f"{self.name}: no figures of {programme}")
            return
        self.pause()
        if self.over.is_set():
            return
        cell, typed = self.random.choice(cells)
        before = int(Decimal(typed.replace(",", "").replace("−", "-")) * 100_000)
        note = uuid.uuid4().hex
        added = A_POUND * (self.number + 1)
        form = page.hidden | {cell: f"{Decimal(before + added) / 100_000}", "note": note}
        at = f"/programmes/{programme}/grid/?position=working"
        answer = self.told("save", lambda: self.browser.post(at, form), 302, 409)
        save = Saved(programme, cell, before, added, note)
        if answer.status == 302:
            self.seen.saved.append(save)
            self.told("read", lambda: self.browser.get(answer.leads_to), 200)
        elif answer.status == 0:
            self.seen.unanswered.append(save)
        self.seen.somebody_was_first += answer.status == 409
