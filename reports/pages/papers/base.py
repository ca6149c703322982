"""What every page of papers shares."""

from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from accounts.roles import State, Verb, require
from portfolios.council import say
from reports.pages.base import Crumb, FiguresPage
from reports.papers.compose import Composed, Place, compose
from reports.papers.outline import Outline
from reports.papers.shelf import find_paper
from reports.table import Ask


class PapersPage(FiguresPage):
    """A page about the papers of the position shown: its tables, those of posts among them."""

    title = ""
    stays_nowhere = True

    @cached_property
    def ask(self) -> Ask:
        """Asked for the whole, whatever the link says beside its position."""
        return Ask(self.library, self.position)

    def breadcrumbs(self) -> list[Crumb]:
        reports = {"label": "Reports", "url": reverse("report-list") + self.query()}
        papers = {"label": "Papers", "url": reverse("report-papers") + self.query()}
        return [reports, papers, *self.way(), {"label": say(self.title), "url": ""}]

    def way(self) -> list[Crumb]:
        return []


class OnePaper(PapersPage):
    """A page about one paper."""

    @cached_property
    def outline(self) -> Outline:
        return find_paper(self.kwargs["paper"])

    @cached_property
    def composed(self) -> Composed:
        return compose(self.outline, self.ask)

    @property
    def paper_crumb(self) -> Crumb:
        here = reverse("report-paper", args=[self.outline.slug])
        return {"label": self.outline.title, "url": here + self.query()}

    def may_write(self, place: Place) -> bool:
        return self.may_edit(place.portfolio.portfolio if place.portfolio else None)

    def write_url(self, place: Place) -> str:
        """Where a place is written in."""
        of = {"portfolio": place.portfolio.slug} if place.portfolio else {}
        asked = urlencode({"position": self.position.slug, **of})
        here = reverse("report-paper-write", args=[self.outline.slug, place.words.key])
        return f"{here}?{asked}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "outline": self.outline}


class Writes(OnePaper):
    """A page for those who write: refused to others before anything is looked up."""

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            require(request.user, Verb.EDIT, state=State.WORKING)
        return super().dispatch(request, *args, **kwargs)
