"""Prose: what somebody typed, read into paragraphs with each token answered.

Text alone: paragraphs, points of a list, tokens. What is typed is never run and needs no escaping;
a token that answers nothing is named with its line, and stays in the text for all to see.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reports.papers.tokens import Answer, NoSuchFigure, answer
from reports.papers.value import Paragraph, Run
from reports.table import Ask

TOKEN = re.compile(r"\[\[([^\[\]\n]*)\]\]")
_HALF = re.compile(r"\[\[|\]\]")
SHOWN = 40  # characters of a mistake
BULLET = "- "
OUT_OF_SCOPE = "not among your portfolios"


@dataclass(frozen=True, slots=True)
class Problem:
    """A token that answers nothing: where it stands, and why."""

    section: str
    line: int
    token: str
    why: str

    def __str__(self) -> str:
        where = f"{self.section}, line" if self.section else "Line"
        return f"{where} {self.line}: {self.token}: {self.why}."


class BrokenTokens(ValueError):
    """Text that has tokens which answer nothing."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(" ".join(map(str, problems)))
        self.problems = problems


def resolve(text: str, ask: Ask, *, section: str = "") -> tuple[Paragraph, ...]:
    """Read a text, every token answered. Raises ``BrokenTokens`` with each that is not."""
    paragraphs, problems = read(text, ask, section=section)
    if problems:
        raise BrokenTokens(problems)
    return paragraphs


def read(
    text: str, ask: Ask, *, section: str = ""
) -> tuple[tuple[Paragraph, ...], tuple[Problem, ...]]:
    """Read a text and collect what is wrong with it.

    To a reader of some portfolios a token that answers nothing is of the others: no problem.
    """
    problems: list[Problem] = []
    paragraphs = []
    for bullet, lines in _paragraphs(text):
        runs: list[Run] = []
        for number, line in lines:
            if runs:
                runs.append(Run(" "))
            for run, why in _runs(line, ask):
                runs.append(run)
                if why:
                    problems.append(Problem(section, number, run.text[:SHOWN], why))
        paragraphs.append(Paragraph(tuple(runs), bullet))
    return tuple(paragraphs), tuple(problems)


def tokens_in(text: str) -> list[str]:
    """The addresses of the tokens of a text, as they stand in it."""
    return TOKEN.findall(text)


def _paragraphs(text: str) -> Iterator[tuple[bool, list[tuple[int, str]]]]:
    """Each paragraph with its numbered lines, and whether it is a point of a list."""
    held: list[tuple[int, str]] = []
    bullet = False
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip()
        starts = line.startswith(BULLET)
        if held and (not line or starts):
            yield bullet, held
            held = []
        if line:
            bullet = starts if not held else bullet
            held.append((number, line.removeprefix(BULLET).strip() if starts else line))
    if held:
        yield bullet, held


def _runs(line: str, ask: Ask) -> Iterator[tuple[Run, str]]:
    """The runs of a line, each with what is wrong with it."""
    end = 0
    for found in TOKEN.finditer(line):
        yield from _plain(line[end : found.start()])
        yield _figure(found[0], found[1], ask)
        end = found.end()
    yield from _plain(line[end:])


def _figure(token: str, address: str, ask: Ask) -> tuple[Run, str]:
    try:
        told: Answer = answer(address, ask)
    except NoSuchFigure as error:
        if not ask.library.sees_all:
            return Run(f"({OUT_OF_SCOPE})"), ""
        return Run(token, token=address), str(error)
    return Run(told.text, token=address.strip().lower(), source=told.source), ""


def _plain(text: str) -> Iterator[tuple[Run, str]]:
    """Text without a whole token; half of one is a mistake."""
    half = _HALF.search(text)
    if half:
        rest = text[half.start() :]
        yield from _plain(text[: half.start()])
        yield Run(rest, token=rest), "a figure is written [[like.this]]"
        return
    if text:
        yield Run(text), ""
