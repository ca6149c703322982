"""The files of a paper: what they are called, and which are kept when a position is published."""

from collections.abc import Iterator

from portfolios.models import Position
from reports.models import PaperBlock
from reports.papers.compose import compose, public, trimmed
from reports.papers.formats import FORMATS
from reports.papers.outline import Outline
from reports.papers.shelf import PAPERS
from reports.papers.value import Paper
from reports.renderers.words import file_name
from reports.table import Ask

WITH_EXEMPT = "with-exempt"
File = tuple[str, str, bytes, bool]  # name, content type, content, whether below portfolio level


def name_of(outline: Outline, position: Position, suffix: str, *, exempt: bool = False) -> str:
    """What a paper's file is called."""
    words = (f"{outline.slug}-paper", position.name, WITH_EXEMPT if exempt else "")
    return f"{file_name(*words)}.{suffix}"


def kept_files(ask: Ask) -> Iterator[File]:
    """The papers of a Cabinet position that somebody wrote, as they go out on the day.

    With what is exempt too where there is any, for those who may read that.
    """
    if ask.position.kind != Position.Kind.QUARTERLY_CABINET:
        return
    told = PaperBlock.objects.filter(position=ask.position).written()
    begun = set(told.values_list("paper", flat=True))
    for outline in PAPERS.values():
        if outline.slug in begun:
            paper = compose(outline, ask, living=True).paper
            yield from _made(outline, ask.position, paper)


def _made(outline: Outline, position: Position, paper: Paper) -> Iterator[File]:
    outs = [(public(paper), False)]
    if any(section.exempt for section in paper.sections):
        outs.append((trimmed(paper), True))
    for out, exempt in outs:
        for suffix, made in FORMATS.items():
            name = name_of(outline, position, suffix, exempt=exempt)
            yield name, made.content_type, made.render(out, drawn=True), exempt
