"""Double counting: claims on budget lines that cannot all stand, side by side, and the rulings."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django import forms
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import TemplateView

from accounts.forms import OnceForm
from accounts.roles import Verb
from agt.words.fte import in_fte
from agt.words.years import FinancialYear
from reports.definitions.posts_by_programme import parts_of
from reports.living_rows import without_samples
from reports.pages.actions import ActionPage
from reports.pages.delivery.base import DeliveryPage
from reports.pages.fields import DAY
from savings.actions.rule_on import claims_on, ids_of, rule_on
from savings.double_counting import Claimed, clashes
from savings.models import BudgetLine, Ruling, SavingBudgetLine
from workforce.models import Consultation, ProgrammePosts, RedundancyProposal


class DoublePage(DeliveryPage, TemplateView):
    stays_nowhere = True
    title = "Double counting"
    template_name = "delivery/double.html"

    def get_context_data(self, **kwargs):
        claims = SavingBudgetLine.objects.placed_at(self.position, visible_to=self.reader)
        claims = without_samples(claims, self.position).select_related("line", "saving", "benefit")
        held = {claim.pk: claim for claim in claims.order_by("line__code", "year", "pk")}
        found = clashes(
            (Claimed(c.pk, c.line_id, c.year, c.amount) for c in held.values()),
            {c.line_id: c.line.annual_budget for c in held.values()},
        )
        rulings: dict[Any, Ruling] = {
            (r.line_id, r.year): r for r in Ruling.objects.select_related("stands")
        }
        everyones = _everyones()
        rows = []
        for clash in found:
            own = [held[claim.key] for claim in clash.claims]
            ruling = rulings.get((clash.line, clash.year))
            holds = ruling is not None and ruling.claims == everyones[clash.line, clash.year]
            rows.append(
                {
                    "clash": clash,
                    "line": own[0].line,
                    "claims": own,
                    "ruling": ruling,
                    "holds": holds,
                    "stands": ruling.stands_id if ruling and holds else None,
                }
            )
        return {
            **super().get_context_data(**kwargs),
            "clashes": sorted(rows, key=lambda row: row["holds"]),
            "lines": BudgetLine.objects.all() if self.is_finance else [],
            "posts": self.posts() if self.reader.reads_posts() else [],
            "rules": self.is_finance and self.library.sees_all,
        }

    def posts(self) -> list[dict[str, Any]]:
        """Posts that are claimed more than once: whose they are, how many, and each claim."""
        parts: dict[int, list[ProgrammePosts]] = {}
        seen = ProgrammePosts.objects.at(self.position).visible_to(self.library.viewer)
        for part in seen.select_related("programme", "portfolio"):
            parts.setdefault(part.portfolio_id, []).append(part)
        wholes = self.library.posts.get(self.position.pk, {}).values()
        past = [
            {
                "whose": whole.portfolio,
                "has": f"{in_fte(whole.low)}–{in_fte(whole.high)} FTE",
                "claims": [
                    (
                        part.programme or "Portfolio-wide",
                        f"{in_fte(part.low)}–{in_fte(part.high)} FTE",
                    )
                    for part in held
                ],
            }
            for whole in wholes
            if (held := parts.get(whole.portfolio_id)) and not parts_of(whole, held)
        ]
        return past + self.consulted_twice(part for of in parts.values() for part in of)

    def consulted_twice(self, parts: Iterable[ProgrammePosts]) -> list[dict[str, Any]]:
        """Programmes that several consultations propose more posts of than it has people in."""
        counted = ((p, p.heads_high) for p in parts if p.programme_id)
        people = {p.programme_id: (p, heads) for p, heads in counted if heads is not None}
        proposed: dict[int, list[RedundancyProposal]] = {}
        seen = Consultation.objects.visible_to(self.library.viewer).values("pk")
        rows = RedundancyProposal.objects.filter(programme__in=people, consultation__in=seen)
        for row in without_samples(rows, self.position).select_related("consultation"):
            proposed.setdefault(row.programme_id, []).append(row)
        return [
            {
                "whose": part.programme,
                "has": f"{heads} heads",
                "claims": [(row.consultation, f"{row.posts_high} posts") for row in held],
            }
            for programme, held in proposed.items()
            for part, heads in [people[programme]]
            if len(held) > 1 and sum(row.posts_high for row in held) > heads
        ]


def _everyones() -> dict[Any, str]:
    """The ids of all claims by line and year, as a ruling keeps them: in nobody's scope alone."""
    ids: dict[Any, list[int]] = {}
    for line, year, pk in SavingBudgetLine.objects.order_by("pk").values_list("line", "year", "pk"):
        ids.setdefault((line, year), []).append(pk)
    return {key: ",".join(map(str, held)) for key, held in ids.items()}


class RulingForm(OnceForm):
    claims = forms.CharField(widget=forms.HiddenInput, max_length=500)
    stands = forms.ModelChoiceField(
        SavingBudgetLine.objects.none(),
        label="Which claim stands?",
        widget=forms.RadioSelect,
        empty_label=None,
    )
    why = forms.CharField(label="Why", max_length=300)
    body = forms.CharField(label="Who ruled", max_length=120, help_text="The group that decided.")
    ruled_on = forms.DateField(label="On", widget=forms.TextInput(), help_text=DAY)


class RulePage(DeliveryPage, ActionPage):
    """Records the group's ruling."""

    title = "Rule on a budget line"
    template_name = "delivery/rule.html"
    verb_needed = Verb.CONFIRM
    form_class = RulingForm

    @property
    def crumbs(self):
        return [{"label": "Double counting", "url": reverse("savings-double") + self.query()}]

    @cached_property
    def line(self) -> BudgetLine:
        found = BudgetLine.objects.filter(pk=self.kwargs["pk"]).first()
        if found is None or not self.library.sees_all or not self.claims:
            raise Http404("There is no such budget line for you to rule on.")
        return found

    @cached_property
    def claims(self) -> list[SavingBudgetLine]:
        try:
            year = FinancialYear(self.kwargs["year"])
        except ValueError:
            return []
        lines = BudgetLine.objects.filter(pk=self.kwargs["pk"])
        return [claim for line in lines for claim in claims_on(line, year)]

    def get_form(self, form_class=None):
        line = self.line
        form = super().get_form(form_class)
        form.fields["stands"].queryset = SavingBudgetLine.objects.filter(
            line=line, year=self.claims[0].year.start
        ).select_related("programme", "saving", "benefit", "line")
        return form

    def get_initial(self):
        return {"claims": ids_of(self.claims)}

    def get_context_data(self, **kwargs):
        return {
            **super().get_context_data(**kwargs),
            "line": self.line,
            "claims": self.claims,
            "year": self.claims[0].year,
            "back": reverse("savings-double") + self.query(),
        }

    def act(self, form) -> str:
        cleaned = form.cleaned_data
        rule_on(
            line=self.line,
            year=self.claims[0].year,
            claims=cleaned["claims"],
            stands=cleaned["stands"],
            why=cleaned["why"],
            body=cleaned["body"],
            ruled_on=cleaned["ruled_on"],
            token=cleaned["token"],
            by=self.reader,
        )
        return "The ruling is recorded."

    def done(self):
        return redirect(reverse("savings-double") + self.query())
