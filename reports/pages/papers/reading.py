"""Papers to read: those of a position, and each as a page that prints."""

from django.urls import reverse
from django.views.generic import TemplateView

from reports.models import PaperBlock, Restatement
from reports.pages.again import Again
from reports.pages.papers.base import OnePaper, PapersPage
from reports.papers.compose import trimmed
from reports.papers.formats import FORMATS
from reports.papers.shelf import PAPERS
from reports.renderers import paper_page
from reports.restated import Restated, restated


class PaperListPage(Again, PapersPage, TemplateView):
    title = "Papers"
    template_name = "papers/paper_list.html"

    def breadcrumbs(self):
        reports = {"label": "Reports", "url": reverse("report-list") + self.query()}
        return [reports, {"label": self.title, "url": ""}]

    def get_context_data(self, **kwargs):
        told = PaperBlock.objects.filter(position=self.position).written()
        states = list(told.values_list("paper", "state"))
        edits = self.may_edit_some()
        return {
            **super().get_context_data(**kwargs),
            "papers": [
                {
                    "outline": outline,
                    "url": reverse("report-paper", args=[outline.slug]) + self.query(),
                    "write": reverse("report-paper-places", args=[outline.slug]) + self.query()
                    if edits
                    else "",
                    "written": sum(paper == outline.slug for paper, _ in states),
                    "drafts": states.count((outline.slug, PaperBlock.State.DRAFT)),
                    "files": self.files(outline.slug),
                }
                for outline in PAPERS.values()
            ],
        }

    def files(self, slug: str) -> list[tuple[str, str]]:
        """(label, link) of each file that the reader may take away."""
        if not self.may_export:
            return []
        return [
            (made.label, reverse("report-paper-file", args=[slug, suffix]) + self.query())
            for suffix, made in FORMATS.items()
        ]


class PaperPage(Again, OnePaper, TemplateView):
    template_name = "papers/paper.html"

    @property
    def title(self) -> str:  # type: ignore[override]
        return self.outline.title

    def get_context_data(self, **kwargs):
        composed = self.composed
        places: dict[str, list[dict]] = {}
        for place in composed.places:
            if self.may_write(place):
                told = {"place": place, "url": self.write_url(place)}
                places.setdefault(place.anchor, []).append(told)
        drawn = paper_page.render(
            composed.paper if places else trimmed(composed.paper), query=self.query()
        )
        of = self.query()
        has_exempt = any(section.exempt for section in composed.paper.sections)
        return {
            **super().get_context_data(**kwargs),
            "paper": composed.paper,
            "drawn": drawn,
            "sections": [(s, places.get(s.anchor, [])) for s in drawn.sections],
            "has_exempt": has_exempt,
            "problems": composed.problems if places else (),
            "may_write": bool(places),
            "drafts": sum(
                bool(p.block and p.block.text and p.block.state == PaperBlock.State.DRAFT)
                for p in composed.places
            ),
            "files": [
                (made.label, reverse("report-paper-file", args=[self.outline.slug, suffix]) + of)
                for suffix, made in FORMATS.items()
            ]
            if self.may_export
            else [],
            "comparable": bool(self.library.comparable(self.position)),
            "restatements": self.restatements(),
        }

    def restatements(self) -> list[Restated]:
        """What has been restated of the position since it was published, in the reader's scope."""
        if not self.position.is_published:
            return []
        here = self.ask.book.by_name
        rows = Restatement.objects.filter(position=self.position).select_related("position", "by")
        return [restated(r) for r in rows if self.library.sees_all or r.of.portfolio in here]
