"""Why this number? What a figure is made of, and what the papers say of it."""

from functools import cached_property
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404
from django.views.generic import TemplateView

from accounts.roles import State, Verb, may
from portfolios.models import ProgrammePlace
from reports.models import Restatement
from reports.pages.again import Again
from reports.pages.base import FiguresPage
from reports.quantities import POSTS, Measure, Quantity
from reports.reconciliation import printed, unit_of
from reports.restated import restated
from savings.models import Fund, SavingsLine
from workforce.models import PostReduction

LINES_A_PAGE = 200


class QuantityPage(FiguresPage):
    """A page about one figure of the position shown: its link says of what."""

    @cached_property
    def quantity(self) -> Quantity:
        try:
            quantity = Quantity.from_query(self.request.GET)
        except ValueError as error:
            raise Http404(f"This link asks for a figure that is not known: {error}") from error
        if quantity.portfolio and quantity.portfolio not in self.ask.book.by_name:
            raise Http404(
                f"{self.position.name} has no portfolio “{quantity.portfolio[:60]}” in your scope."
            )
        if quantity.programme and self.place is None:
            raise Http404(f"{self.position.name} has no such programme in your portfolios.")
        return quantity

    @cached_property
    def place(self) -> ProgrammePlace | None:
        places = ProgrammePlace.objects.at(self.position).filter(
            portfolio__name=self.request.GET.get("portfolio", ""),
            programme__name=self.request.GET.get("programme", ""),
        )
        return places.first()

    def in_words(self) -> str:
        """What is asked for, under the names that the position prints."""
        quantity, place = self.quantity, self.place if self.quantity.programme else None
        printed = quantity._replace(
            portfolio=quantity.portfolio and self.ask.book.label(quantity.portfolio),
            programme=place.printed_label if place else "",
        )
        return str(printed)

    @cached_property
    def value(self) -> int | None:
        return self.ask.book.figure(self.quantity)

    @property
    def link(self) -> str:
        """The query that asks for this figure."""
        return f"?{urlencode({'position': self.position.slug, **self.quantity.as_query()})}"

    @property
    def may_restate(self) -> bool:
        has_one = self.position.is_published and self.value is not None
        return has_one and bool(may(self.reader, Verb.PUBLISH, state=State.WORKING))

    def get_context_data(self, **kwargs):
        unit, value = unit_of(self.quantity), self.value
        return {
            **super().get_context_data(**kwargs),
            "quantity": self.in_words(),
            "value": None if value is None else printed(unit, value),
            "link": self.link,
            "restatements": [
                restated(row)
                for row in Restatement.objects.filter(
                    position=self.position, quantity=self.quantity.as_query()
                ).select_related("position", "by")
            ],
        }


class FigurePage(Again, QuantityPage, TemplateView):
    template_name = "reports/figure.html"

    @property
    def stays_nowhere(self) -> bool:  # type: ignore[override]
        return self.request.GET.get("measure") in POSTS

    def breadcrumbs(self):
        return [{"label": "Why this number?", "url": ""}]

    def get_context_data(self, **kwargs):
        quantity = self.quantity
        computed = self.ask.book.compute(quantity)
        return {
            **super().get_context_data(**kwargs),
            "may_restate": self.may_restate,
            "formula": formula(quantity, is_computed=computed is not None),
            "lines": self.lines() if quantity.measure == Measure.SAVING and computed else None,
            "posts": self.posts() if quantity.measure in POSTS else [],
            "statements": [
                result
                for result in self.library.reconciled
                if result.quantity == quantity and result.figure.position_id == self.position.pk
            ],
        }

    def lines(self):
        """A page of the lines the figure is the sum of, in report order."""
        quantity = self.quantity
        lines = (
            SavingsLine.objects.at(self.position)
            .visible_to(self.reader)
            .filter(fund=Fund.GENERAL_FUND)
            .for_reading()
        )
        if quantity.portfolio:
            lines = lines.filter(place__portfolio__name=quantity.portfolio)
        if quantity.programme:
            lines = lines.filter(place__programme__name=quantity.programme)
        if quantity.confidence:
            lines = lines.filter(confidence=quantity.confidence)
        if quantity.year:
            years = {"year__lte" if quantity.cumulative else "year": quantity.year}
            lines = lines.filter(**years)
        return Paginator(lines, LINES_A_PAGE).get_page(self.request.GET.get("page"))

    def posts(self) -> list[tuple[str, PostReduction]]:
        """The post reductions the figure is the sum of, each with its portfolio."""
        rows, label = self.library.posts.get(self.position.pk, {}), self.ask.book.label
        return [(label(n), r) for n, r in rows.items() if self.quantity.portfolio in ("", n)]


def formula(quantity: Quantity, *, is_computed: bool) -> str:
    """How the figure is made, in a sentence."""
    if not is_computed:
        return "As a paper states it: this position has no lines of its own beneath it."
    match quantity.measure:
        case Measure.SAVING if quantity.year and quantity.cumulative:
            return f"The sum of the lines below: every year up to and including {quantity.year}."
        case Measure.SAVING if quantity.year:
            return f"The sum of the lines below: the annual amounts of {quantity.year}."
        case Measure.SAVING:
            return "The sum of the lines below: the annual amounts of all years."
        case Measure.OCCUPIED_LOW | Measure.OCCUPIED_HIGH:
            return "The end of the range, less vacant posts, of each portfolio below."
        case Measure.PROGRAMMES | Measure.PORTFOLIOS:
            return "Counted from the programmes that have a place in this position."
        case Measure.ESTABLISHMENT:
            return "As recorded for this position."
        case _:
            return "The sum of what is recorded below."
