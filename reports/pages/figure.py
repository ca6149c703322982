"""Why this number? What a figure is made of, and what the papers say of it."""

from dataclasses import replace
from functools import cached_property

from django.core.paginator import Paginator
from django.http import Http404
from django.views.generic import TemplateView

from portfolios.models import ProgrammePlace
from reports.pages.again import Again
from reports.pages.base import FiguresPage
from reports.quantities import POSTS, Measure, Quantity
from reports.reconciliation import Unit, printed
from savings.models import Fund, SavingsLine
from workforce.models import PostReduction

LINES_A_PAGE = 200
UNITS = {
    Measure.PROGRAMMES: Unit.COUNT,
    Measure.PORTFOLIOS: Unit.COUNT,
    Measure.SAVING: Unit.MONEY,
    Measure.TRANSFERRED_IN: Unit.MONEY,
    Measure.TRANSFERRED_OUT: Unit.MONEY,
}


class FigurePage(Again, FiguresPage, TemplateView):
    template_name = "reports/figure.html"

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
        printed = replace(
            quantity,
            portfolio=quantity.portfolio and self.ask.book.label(quantity.portfolio),
            programme=place.printed_label if place else "",
        )
        return str(printed)

    def breadcrumbs(self):
        return [{"label": "Why this number?", "url": ""}]

    def get_context_data(self, **kwargs):
        quantity, book = self.quantity, self.ask.book
        value = book.figure(quantity)
        computed = book.compute(quantity)
        unit = UNITS.get(quantity.measure, Unit.FTE)
        return {
            **super().get_context_data(**kwargs),
            "quantity": self.in_words(),
            "value": None if value is None else printed(unit, value),
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
