"""Two papers side by side: what changed in the figures and in the words."""

from functools import cached_property

from django.urls import reverse
from django.views.generic import TemplateView

from portfolios.models import Position
from reports.asking import find_position
from reports.pages.again import Again
from reports.pages.papers.base import OnePaper
from reports.papers.compare import Figure, compare
from reports.papers.compose import compose, trimmed
from reports.papers.value import Paper
from reports.renderers.why import figure_url
from reports.table import Ask, Source


class ComparePage(Again, OnePaper, TemplateView):
    title = "What changed"
    template_name = "papers/compare.html"

    def way(self):
        return [self.paper_crumb]

    @cached_property
    def choices(self) -> list[Position]:
        return [book.position for book in self.library.comparable(self.position)]

    @cached_property
    def other(self) -> Position | None:
        asked = self.request.GET.get("with")
        if asked:
            return find_position(asked, self.choices)
        return self.choices[0] if self.choices else None

    def get_context_data(self, **kwargs):
        context = {
            **super().get_context_data(**kwargs),
            "choices": self.choices,
            "other": self.other,
            "paper_url": reverse("report-paper", args=[self.outline.slug]) + self.query(),
        }
        if self.other is None:
            return context
        earlier = self.paper_of(self.other)
        later = self.paper_of(self.position)
        compared = compare(earlier, later, self.other.slug, self.position.slug)
        return {
            **context,
            "figures": [self.drawn(figure) for figure in compared.figures],
            "sections": compared.sections,
        }

    def paper_of(self, position: Position) -> Paper:
        """The paper of a position, without the registers that are as at today in each."""
        return trimmed(compose(self.outline, Ask(self.library, position), living=False).paper)

    def drawn(self, figure: Figure) -> dict:
        here = Source(self.position.slug, figure.quantity)
        return {"figure": figure, "url": figure_url(here) if figure.new else ""}
