"""Every paper there is, by its slug. A new one is one line here and a choice of ``PaperBlock``."""

from reports.asking import Unknown
from reports.papers import cabinet, scrutiny
from reports.papers.outline import Outline

PAPERS: dict[str, Outline] = {
    outline.slug: outline for outline in (cabinet.OUTLINE, scrutiny.OUTLINE)
}


def find_paper(slug: str) -> Outline:
    """A paper by its slug."""
    if slug not in PAPERS:
        raise Unknown(f"There is no paper “{slug[:60]}”. The papers are: {', '.join(PAPERS)}.")
    return PAPERS[slug]
