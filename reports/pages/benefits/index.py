"""What the Benefits Realisation Group looks at first."""

from typing import Any

from django.urls import reverse
from django.views.generic import TemplateView

from agt.words import clock
from reports.definitions import benefits as covered
from reports.pages.again import Again
from reports.pages.benefits.base import BenefitsPage
from reports.quantities import Quantity
from savings.models import Benefit
from savings.trajectory import Standing

MOST = 8  # of a list; the table below has them all
OFF = (Standing.OFF_TRACK, Standing.BEHIND)


class BenefitsIndexPage(Again, BenefitsPage, TemplateView):
    title = "Benefits"
    template_name = "benefits/index.html"

    def breadcrumbs(self):
        return [{"label": "Benefits", "url": ""}]

    def get_context_data(self, **kwargs):
        benefits = list(covered.benefits(self.ask))
        measures = covered.measures(self.ask)
        month = clock.today()
        missing = [one for one in measures if one.reading_in(month) is None]
        return {
            **super().get_context_data(**kwargs),
            "counts": [
                {
                    "label": state.label,
                    "number": sum(benefit.state == state for benefit in benefits),
                    "url": reverse("benefits-register") + self.query(state=state.value),
                }
                for state in Benefit.State
            ],
            "off": [one for one in measures if one.standing in OFF],
            "missing": missing[:MOST],
            "missing_count": len(missing),
            "month": month,
            "measured": len(measures),
            "beside": self.beside(benefits, measures),
            "summary": self.draw(self.table("benefits-summary")),
            "table": self.draw(self.table("benefit-measures"), hide=("portfolio", "unit", "leads")),
            "samples": any(row.illustrative for row in benefits),
        }

    def beside(self, benefits: list[Benefit], measures: list[Any]) -> list[tuple[str, int | None]]:
        """Amounts in pence that stand side by side and are never added: (what, pence)."""
        cash = [benefit for benefit in benefits if benefit.cash_releasing]
        worth = [one.worth for one in measures if one.worth is not None]
        promised = [b.full_year_value for b in cash if b.full_year_value is not None]
        verified = [b.verified_value for b in cash if b.verified_value is not None]
        return [
            (f"Expected savings, {self.position.name}", self.ask.book.figure(Quantity())),
            ("Cash-releasing benefits promised, a full year", sum(promised) if promised else None),
            ("Of these verified by Finance", sum(verified) if verified else None),
            ("What the newest readings are worth", sum(worth) if worth else None),
        ]
