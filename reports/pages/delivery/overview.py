"""Delivery: plan, forecast and delivered by portfolio, and the way to each programme's months."""

from django.urls import reverse
from django.views.generic import TemplateView

from reports.definitions.delivered_against_plan import Delivered, by_programme
from reports.pages.again import Again
from reports.pages.delivery.base import DeliveryPage
from reports.renderers.words import print_cell
from reports.table import Cell, Column, Kind

MONEY = Column("pence", "", Kind.MONEY)
NOT_STATED = "not stated"


class DeliveryOverview(Again, DeliveryPage, TemplateView):
    title = "Delivery"
    template_name = "delivery/overview.html"

    def get_context_data(self, **kwargs):
        table = self.table("delivered-against-plan")
        held = by_programme(self.ask)
        return {
            **super().get_context_data(**kwargs),
            "table": self.draw(table),
            "chart": self.chart("delivery", table),
            "year": self.year,
            "programmes": [
                {"programme": p, "url": self.url(p.slug), **_words(p.slug, held[p.slug])}
                for p in self.ask.book.programmes
                if p.slug in held
            ],
            "others": [
                (p.label, self.url(p.slug)) for p in self.ask.book.programmes if p.slug not in held
            ],
        }

    def url(self, slug: str) -> str:
        return reverse("savings-delivery-programme", args=[slug]) + self.query()


def _words(slug: str, one: Delivered) -> dict:
    claimed = {
        "delivered": one.counted,
        "waiting": one.waiting,
        "so_far": one.so_far,
        "cashable": one.cashable,
    }
    amounts = {k: _print(v if one.has_claims else None) for k, v in claimed.items()}
    return {**amounts, "forecast": _print(one.forecasts.get(slug)), "sample": one.has_samples}


def _print(pence: int | None) -> str:
    return print_cell(MONEY, Cell(NOT_STATED if pence is None else pence))
