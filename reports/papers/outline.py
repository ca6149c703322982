"""The outline of a paper: which parts it has, what is written in each, and what is shown there."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.table import Role

if TYPE_CHECKING:
    from reports.papers.compose import Composer


@dataclass(frozen=True, slots=True)
class Words:
    """A place to write in; ``guide`` says what. One that is not ``needed`` may stay empty."""

    key: str
    title: str
    guide: str
    needed: bool = True


@dataclass(frozen=True, slots=True)
class Shows:
    """A registered report, whole or its rows of some ``roles``, and its ``chart`` below it."""

    report: str
    caption: str
    roles: tuple[Role, ...] = ()
    hide: tuple[str, ...] = ()
    chart: str = ""


@dataclass(frozen=True, slots=True)
class Says:
    """Sentences the tracker writes by itself, from what is held."""

    write: Callable[["Composer"], None]


Step = Words | Shows | Says


@dataclass(frozen=True, slots=True)
class Part:
    """A section: its heading, and its steps in order. One ``of_each`` portfolio is repeated."""

    anchor: str
    title: str
    level: int
    steps: tuple[Step, ...] = ()
    of_each: bool = False
    front: bool = False  # its words stand in a table of facts


@dataclass(frozen=True, slots=True)
class Outline:
    """A paper before it is of a position."""

    slug: str
    title: str
    question: str
    parts: tuple[Part, ...]

    def places(self) -> Iterator[tuple[Part, Words]]:
        """Every place to write in, in order, with the part it is in."""
        return (
            (part, step) for part in self.parts for step in part.steps if isinstance(step, Words)
        )

    def place(self, key: str) -> tuple[Part, Words] | None:
        return next(((part, words) for part, words in self.places() if words.key == key), None)
