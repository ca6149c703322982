"""What may be written in a paper, by whom, and what stands in its way."""

from collections.abc import Iterable

from django.urls import reverse

from accounts.viewer import SYSTEM
from portfolios.models import Position
from reports.editable import Editable
from reports.library import Library
from reports.models import PaperBlock
from reports.papers.compose import places
from reports.papers.prose import Problem, read
from reports.papers.shelf import PAPERS
from reports.table import Ask

# Edited on a page of its own, where its tokens are checked, and told in the log as the others are.
BLOCK = Editable(
    "part of a paper",
    PaperBlock,
    ("text", "state", "exempt"),
    lambda row: row.portfolio,
    lambda row: reverse("report-paper", args=[row.paper]),
)


def ask_of_all(position: Position, positions: Iterable[Position]) -> Ask:
    """Asked with all eyes: whether a token answers does not depend on who reads it."""
    others = [p for p in positions if p.pk != position.pk]
    return Ask(Library(SYSTEM, [*others, position]), position)


def title_of(block: PaperBlock) -> str:
    """What the outline calls the place a block is in."""
    found = PAPERS[block.paper].place(block.section)
    return found[1].title if found else block.section


def problems(library: Library, position: Position) -> list[Problem]:
    """Every token in a position's papers that answers nothing, named by its place: two queries."""
    ask = Ask(library, position)
    labels = {place.portfolio_id: f"{place.printed_label}: " for place in ask.book.portfolios}
    found: list[Problem] = []
    for block in PaperBlock.objects.filter(position=position).written():
        of = labels.get(block.portfolio_id or 0, "")
        section = f"{block.get_paper_display()}, {of}{title_of(block)}"
        found += read(block.text, ask, section=section)[1]
    return found


def unfinished(library: Library, position: Position, paper: str) -> list[str]:
    """The places of a paper that are to be written or read again, by name."""
    ask, outline = Ask(library, position), PAPERS[paper]
    blocks = PaperBlock.objects.of(position, paper)
    held = {(block.section, block.portfolio_id): block for block in blocks}
    return [
        f"{place.title} ({'draft' if not place.is_empty else 'not written'})"
        for place in places(outline, ask, held)
        if (place.is_empty and place.words.needed)
        or (place.block and not place.is_empty and place.block.state != PaperBlock.State.FINAL)
    ]
