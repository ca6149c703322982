"""Cost and gap: what the programme costs, when it has paid, and the path to closing the gap."""

from typing import Any

from django.views.generic import TemplateView

from portfolios.edit_window import excepted
from reports.pages.delivery.base import DeliveryPage
from savings.models import BudgetPressure, FundingGap, Investment


def _in_order(row: Any) -> tuple:
    return row.portfolio, row.label, row.year, row.pk


class CostPage(DeliveryPage, TemplateView):
    title = "Cost and gap"
    template_name = "delivery/cost.html"

    def get_context_data(self, **kwargs):
        gap, payback = self.table("gap-coverage"), self.table("investment-and-payback")
        rows = Investment.objects.filter(position=self.position).placed_at(
            self.position, visible_to=self.reader
        )
        whole = self.may_edit()
        return {
            **super().get_context_data(**kwargs),
            "gap": self.draw(gap),
            "gap_rows": gap.rows,
            "chart": self.chart("path-to-closing", gap),
            "payback": self.draw(payback),
            "payback_rows": payback.rows,
            "investments": sorted(rows.select_related("source"), key=_in_order),
            "gaps": FundingGap.objects.at(self.position) if whole else [],
            "pressures": BudgetPressure.objects.at(self.position) if self.library.sees_all else [],
            "may_edit_whole": whole,
            "programmes": self.editable_programmes(whole=whole),
        }

    def editable_programmes(self, *, whole: bool) -> list[tuple[str, str]]:
        """(slug, label) of those whose investments the reader may change now."""
        if not self.may_edit_some() and not whole:
            return []
        programmes = self.ask.book.programmes
        if self.locked():
            still = set(excepted(self.position, self.reader).values_list("name", flat=True))
            programmes = [p for p in programmes if p.portfolio in still]
        return [(p.slug, p.label) for p in programmes]
