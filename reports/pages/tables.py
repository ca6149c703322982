"""Several registered tables together on a page; savings is one."""

from django.urls import reverse
from django.views.generic import TemplateView

from reports.pages.again import Again
from reports.pages.base import FiguresPage
from reports.pages.headlines import saving
from reports.quantities import Quantity
from reports.registry import REPORTS

BESIDE_A_CHART = 7  # a table of more columns stands below its chart


class TablesPage(FiguresPage, TemplateView):
    """A page of several registered tables, each with its charts."""

    title: str
    lead: str
    slugs: tuple[str, ...]
    edits_here = False  # whether something is changed from here
    only_with_rows: tuple[str, ...] = ()  # those of them that are left out while they are empty
    template_name = "reports/tables.html"

    def breadcrumbs(self):
        return [{"label": self.title, "url": ""}]

    def headlines(self) -> list:
        return []

    def links(self) -> list[tuple[str, str]]:
        """What stands beside the tables: (label, address)."""
        return []

    def get_context_data(self, **kwargs):
        sections = []
        for slug in self.slugs:
            table = self.table(slug)
            if slug in self.only_with_rows and not table.rows:
                continue
            charts = [self.chart(name, table) for name in REPORTS[slug].charts]
            beside = bool(charts) and len(table.columns) <= BESIDE_A_CHART
            sections.append({"table": self.draw(table), "charts": charts, "beside": beside})
        return {
            **super().get_context_data(**kwargs),
            "title": self.title,
            "lead": self.lead,
            "headlines": self.headlines(),
            "links": self.links(),
            "sections": sections,
            "locked": self.locked() if self.edits_here else "",
        }


class SavingsPage(Again, TablesPage):
    title = "Savings"
    lead = "What is expected, how sure it is, when it lands, and what has moved."
    slugs = (
        "savings-by-portfolio",
        "finance-confidence",
        "savings-profile",
        "savings-in-year",
        "movement",
    )

    def headlines(self) -> list:
        return [saving(self.ask, "Expected saving", Quantity(), lead=True)]

    def links(self) -> list[tuple[str, str]]:
        pages = [
            ("Delivery", "savings-delivery"),
            ("Cost and gap", "savings-cost"),
            ("Double counting", "savings-double"),
            ("Transfers", "transfers"),
        ]
        return [(label, reverse(name) + self.query()) for label, name in pages]
