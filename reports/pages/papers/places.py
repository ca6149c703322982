"""A paper to be written: every place of it, what is in it, and what is still to do."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.views.generic import TemplateView

from reports.models import PaperBlock
from reports.pages.papers.base import Writes
from reports.papers.compose import Place


class PlacesPage(Writes, TemplateView):
    title = "Write"
    template_name = "papers/places.html"

    def way(self):
        return [self.paper_crumb]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if not self.may_edit_some():
            raise PermissionDenied(f"The words of {self.position} can no longer be changed.")
        mine = [place for place in self.composed.places if self.may_write(place)]
        groups: dict[str, list[dict]] = {}
        for place in mine:
            title = place.portfolio.printed_label if place.portfolio else place.part.title
            groups.setdefault(title, []).append(self.told(place))
        needed = [place for place in mine if place.words.needed]
        done = [p for p in needed if p.block and p.block.state == PaperBlock.State.FINAL]
        return {
            **super().get_context_data(**kwargs),
            "groups": groups,
            "needed": len(needed),
            "done": len(done),
            "problems": self.composed.problems,
        }

    def told(self, place: Place) -> dict[str, Any]:
        broken = [p for p in self.composed.problems if p.section == place.title]
        return {"place": place, "url": self.write_url(place), "broken": broken}
