"""A programme's months: what is claimed, what Finance says, and the ledger beside it."""

import datetime
from functools import cached_property

from django import forms
from django.http import Http404
from django.urls import reverse
from django.views.generic import TemplateView

from accounts.roles import Verb
from agt.words.money import in_pounds
from portfolios.actions.hold_row import version_of
from reports.living_rows import shown_on, without_samples
from reports.pages.delivery.base import OfProgramme
from reports.pages.governance.acting import ActPage, VersionForm
from savings.actions.judge_claim import judge_claim
from savings.claims import BY_FINANCE, MOVES, moves_from
from savings.models import (
    BudgetRemoval,
    DeliveredSaving,
    DeliveryForecast,
    LedgerEntry,
    RecoveryPlan,
    SavingBudgetLine,
)
from savings.models.delivered_saving import months_of


class MonthsPage(OfProgramme, TemplateView):
    template_name = "delivery/months.html"

    @property
    def title(self) -> str:  # type: ignore[override]
        return self.place.printed_label

    def get_context_data(self, **kwargs):
        programme = self.place.programme
        claims: dict[datetime.date, list] = {}
        held = DeliveredSaving.objects.filter(programme=programme).in_year(self.year)
        for claim in without_samples(
            held.up_to(shown_on(self.position)), self.position
        ).select_related("saving", "claimed_by", "validated_by"):
            claims.setdefault(claim.month, []).append(claim)
        lines = self._rows(SavingBudgetLine, "line", "saving", "benefit")
        removals = self._rows(BudgetRemoval, "line")
        codes = {row.line.code for row in [*lines, *removals]}
        entries = LedgerEntry.objects.in_force().filter(cost_centre__in=codes)
        ledger = {month: (b, a) for month, b, a in entries.by_month()}
        return {
            **super().get_context_data(**kwargs),
            "programme": programme,
            "year": self.year,
            "earlier": self.year + -1,
            "later": self.year + 1,
            "months": [
                {
                    "month": month,
                    "claims": [
                        {"row": row, "moves": [(m, MOVES[m].label) for m in moves_from(row.state)]}
                        for row in claims.get(month, [])
                    ],
                    "ledger": ledger.get(month),
                }
                for month in months_of(self.year)
            ],
            "codes": sorted(codes),
            "forecasts": self._rows(DeliveryForecast)[::-1],
            "plans": self._rows(RecoveryPlan, "owner"),
            "removals": removals,
            "lines": lines,
            "claims_here": self.claims_here,
        }

    def _rows(self, model, *related: str) -> list:
        rows = model.objects.filter(programme=self.place.programme).select_related(
            "programme", *related
        )
        return list(without_samples(rows, self.position))


class JudgeForm(VersionForm):
    reason = forms.CharField(
        label="Why", max_length=300, required=False, help_text="Asked for where it is rejected."
    )


class JudgePage(ActPage):
    """Finance validates, rejects or banks a claim."""

    needs = Verb.CONFIRM
    form_class = JudgeForm

    @cached_property
    def move(self) -> str:
        if self.kwargs["move"] not in BY_FINANCE:
            raise Http404(f"A claim is not treated so. These are: {', '.join(BY_FINANCE)}.")
        return self.kwargs["move"]

    @cached_property
    def claim(self) -> DeliveredSaving:
        rows = DeliveredSaving.objects.select_related("programme", "saving", "claimed_by")
        found = rows.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404("There is no such claim in your portfolios.")
        return found

    @property
    def programme_slug(self) -> str:
        return self.claim.programme.slug

    @property
    def title(self) -> str:  # type: ignore[override]
        return f"{MOVES[self.move].label} a claim"

    @property
    def button(self) -> str:  # type: ignore[override]
        return MOVES[self.move].label

    @property
    def done(self) -> str:  # type: ignore[override]
        return MOVES[self.move].done

    @cached_property
    def back(self) -> str:
        return reverse("savings-delivery-programme", args=[self.programme_slug]) + self.query()

    def newest_version(self) -> int:
        return version_of(self.claim)

    def get_initial(self):
        return {"version": self.newest_version()}

    def facts(self) -> list[tuple[str, str]]:
        held = self.claim
        return [
            ("Month", f"{held.month:%B %Y}"),
            ("Achieved", in_pounds(held.amount)),
            ("Kind", "Cashable" if held.cashable else "Not cashable"),
            ("Evidence", held.evidence),
            ("Stands", held.get_state_display()),
            ("Claimed by", str(held.claimed_by or "a sample")),
        ]

    def act(self, form) -> None:
        cleaned = form.cleaned_data
        judge_claim(
            claim=self.claim,
            move=self.move,
            reason=cleaned["reason"],
            version=cleaned["version"],
            token=cleaned["token"],
            by=self.reader,
        )
