"""The transfers ledger: what was moved between programmes, who agreed it, and what it does."""

from collections import defaultdict
from dataclasses import dataclass

from django.urls import reverse
from django.views.generic import TemplateView

from portfolios.edit_window import may_edit
from portfolios.models import ProgrammePlace
from reports.editable import EDITABLE
from reports.pages.base import FiguresPage
from reports.quantities import Quantity
from savings.models import Transfer


@dataclass(frozen=True, slots=True)
class Effect:
    """A portfolio's saving in pence, and what transfers not yet in the figures would make it."""

    portfolio: str
    now: int
    net: int

    @property
    def after(self) -> int:
        return self.now + self.net


class TransfersPage(FiguresPage, TemplateView):
    template_name = "reports/transfers.html"

    def breadcrumbs(self):
        savings = {"label": "Savings", "url": reverse("savings") + self.query()}
        return [savings, {"label": "Transfers", "url": ""}]

    def get_context_data(self, **kwargs):
        names = self.ask.book.by_name.keys()
        places = ProgrammePlace.objects.at(self.position)
        rows = list(places.values_list("programme", "portfolio__name", "printed_label"))
        portfolio_of = defaultdict(str, {pk: portfolio for pk, portfolio, _ in rows})
        labels = {pk: label for pk, _, label in rows}
        transfers = [
            t
            for t in Transfer.objects.filter(position=self.position).select_related(
                "from_programme", "to_programme"
            )
            if names & {portfolio_of[t.from_programme_id], portfolio_of[t.to_programme_id]}
        ]
        return {
            **super().get_context_data(**kwargs),
            "transfers": [
                (
                    labels.get(t.from_programme_id, t.from_programme.name),
                    labels.get(t.to_programme_id, t.to_programme.name),
                    t,
                )
                for t in transfers
            ],
            "effects": self.effects(transfers, portfolio_of),
            "may_edit": self.library.sees_all and self.may_edit_some(),
            "editable": self.editable(transfers),
            "locked": self.locked(),
        }

    def editable(self, transfers: list[Transfer]) -> set[int]:
        """Those that the reader may change, by id."""
        if self.may_edit():
            return {t.pk for t in transfers}
        if not (self.library.sees_all and self.may_edit_some()):
            return set()
        touches = EDITABLE["transfer"].touches
        return {t.pk for t in transfers if may_edit(self.reader, self.position, *touches(t))}

    def effects(self, transfers: list[Transfer], portfolio_of: dict[int, str]) -> list[Effect]:
        """Each portfolio before and after what is proposed or agreed, where that moves it."""
        net: dict[str, int] = defaultdict(int)
        for t in transfers:
            if t.state != Transfer.State.REFLECTED:
                net[portfolio_of[t.to_programme_id]] += t.amount
                net[portfolio_of[t.from_programme_id]] -= t.amount
        book = self.ask.book
        return [
            Effect(p.printed_label, book.figure(Quantity(portfolio=p.name)) or 0, net[p.name])
            for p in book.portfolios
            if net[p.name]
        ]
