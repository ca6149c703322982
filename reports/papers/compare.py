"""Two papers compared: what changed in the figures, and what in the words around them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from reports.papers.tokens import How, in_prose
from reports.papers.value import Facts, Paper, Paragraph, Run, Section, TableBlock
from reports.quantities import Quantity

SAME, ADDED, REMOVED = "same", "added", "removed"
_WORDS = re.compile(r"\s*\S+\s*|\s+")  # with the space around them
ALIKE = 0.5  # from here on two paragraphs are one that was edited


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of a paragraph: the same in both papers, or of one of them."""

    state: str
    text: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A section whose words differ; its paragraphs, each in stretches."""

    title: str
    state: str  # added, removed, or the same section with other words
    paragraphs: tuple[tuple[Words, ...], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that both papers print and print differently, or that only one of them prints."""

    of: str
    old: str
    new: str
    quantity: Quantity


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a reader of the earlier paper has to know of the later one."""

    figures: tuple[Figure, ...]
    sections: tuple[Changed, ...]


def compare(old: Paper, new: Paper, old_slug: str, new_slug: str) -> Comparison:
    """Compare two papers of positions with these slugs. A figure counts as a figure, not as words:
    a sentence in which only figures changed is the same sentence."""
    return Comparison(tuple(_figures(old, new, old_slug, new_slug)), tuple(_sections(old, new)))


# --- figures -------------------------------------------------------------------------------------


def figures_of(paper: Paper, position: str) -> dict[Quantity, str]:
    """Every figure of its own position that a paper prints, in sentences and tables, in order."""
    found: dict[Quantity, str] = {}
    for run in (run for paragraph in _paragraphs(paper.blocks()) for run in paragraph.runs):
        if run.source and run.source.position == position and not _compares(run):
            found.setdefault(run.source.quantity, run.text)
    for block in paper.tables:
        for cell in (cell for row in block.table.rows for cell in row.cells.values()):
            if cell.source and cell.source.position == position and cell.number is not None:
                quantity = cell.source.quantity
                found[quantity] = in_prose(quantity, cell.number)
    return found


def _compares(run: Run) -> bool:
    """Whether a figure says how one stands to another position, and so is none of its own."""
    return any(f".{how}." in run.token for how in How)


def _figures(old: Paper, new: Paper, old_slug: str, new_slug: str) -> Iterator[Figure]:
    before, after = figures_of(old, old_slug), figures_of(new, new_slug)
    for quantity in [*after, *(q for q in before if q not in after)]:
        was, now = before.get(quantity, ""), after.get(quantity, "")
        if was != now:
            yield Figure(str(quantity), was, now, quantity)


# --- words ---------------------------------------------------------------------------------------


def _paragraphs(blocks: Iterable) -> Iterator[Paragraph]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        elif isinstance(block, Facts):
            for title, told in block.rows:
                yield Paragraph((Run(title, strong=True),))
                yield from told
        elif isinstance(block, TableBlock):
            yield Paragraph((Run(f"[{block.caption}]"),))


def _sections(old: Paper, new: Paper) -> Iterator[Changed]:
    before = {section.anchor: section for section in old.sections}
    after = {section.anchor for section in new.sections}
    for section in new.sections:
        was = before.get(section.anchor)
        changed = _section(was, section)
        if changed:
            state = SAME if was else ADDED
            yield Changed(section.title, state, changed)
    for section in old.sections:
        if section.anchor not in after:
            yield Changed(section.title, REMOVED, _section(section, None))


def _section(old: Section | None, new: Section | None) -> tuple[tuple[Words, ...], ...]:
    """The paragraphs that differ; those that are the same are left out."""
    was = [_shape(p) for p in _paragraphs(old.blocks if old else ())]
    now = [_shape(p) for p in _paragraphs(new.blocks if new else ())]
    keys = (
        [tuple(word for word, _ in shape) for shape in was],
        [tuple(word for word, _ in shape) for shape in now],
    )
    found: list[tuple[Words, ...]] = []
    for tag, i, j, k, m in SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
        if tag != "equal":
            found += _edited(was[i:j], now[k:m])
    return tuple(found)


Shape = list[tuple[str, str]]  # each word as it is compared, and as it is printed


def _shape(paragraph: Paragraph) -> Shape:
    """A paragraph in words; a figure is one word, compared by its token."""
    shape: Shape = []
    for run in paragraph.runs:
        if run.token:
            shape.append((f"[[{run.token}]]", run.text))
        else:
            shape += [(word.strip(), word) for word in _WORDS.findall(run.text)]
    return shape


def _edited(was: list[Shape], now: list[Shape]) -> Iterator[tuple[Words, ...]]:
    """Paragraphs that took the place of others: paired while they are alike."""
    for at in range(max(len(was), len(now))):
        one, other = was[at : at + 1], now[at : at + 1]
        if one and other and _alike(one[0], other[0]):
            yield tuple(_stretches(one[0], other[0]))
            continue
        yield from ((Words(REMOVED, _text(shape)),) for shape in one)
        yield from ((Words(ADDED, _text(shape)),) for shape in other)


def _alike(one: Shape, other: Shape) -> bool:
    keys = [word for word, _ in one], [word for word, _ in other]
    return SequenceMatcher(None, *keys, autojunk=False).ratio() >= ALIKE


def _stretches(was: Shape, now: Shape) -> Iterator[Words]:
    keys = [word for word, _ in was], [word for word, _ in now]
    for tag, i, j, k, m in SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Words(SAME, _text(now[k:m]))
            continue
        if j > i:
            yield Words(REMOVED, _text(was[i:j]))
        if m > k:
            yield Words(ADDED, _text(now[k:m]))


def _text(shape: Shape) -> str:
    return "".join(text for _, text in shape).strip()
