"""The twelve months of a year as a form: what is typed, with each refusal by its cell."""

import datetime
from collections.abc import Iterable
from functools import cached_property

from django import forms

from accounts.forms import LARGEST_VERSION, OnceForm
from agt.words.money import in_pounds, parse_money
from savings.actions.claim_months import Achieved
from savings.claims import MOVES
from savings.models import DeliveredSaving

LONGEST = 40


class ClaimForm(OnceForm):
    """A row for each month: achieved, cashable, evidence. What Finance has agreed is not typed."""

    version = forms.IntegerField(widget=forms.HiddenInput, max_value=LARGEST_VERSION)

    def __init__(
        self,
        data=None,
        *,
        months: Iterable[datetime.date],
        claims: Iterable[DeliveredSaving],
        version: int,
    ) -> None:
        super().__init__(data, initial={"version": version})
        self.months = list(months)
        self.held = {claim.month: claim for claim in claims}
        for month in self.months:
            if self.is_open(month):
                self._add(month, self.held.get(month))

    def is_open(self, month: datetime.date) -> bool:
        """Whether the month's claim may be typed: Finance has not agreed it."""
        held = self.held.get(month)
        return held is None or held.state in MOVES["claim"].before

    def _add(self, month: datetime.date, held: DeliveredSaving | None) -> None:
        label = f"{month:%B %Y}"

        def box(said: str, **attrs: str) -> forms.TextInput:
            return forms.TextInput(attrs={"aria-label": f"{said}, {label}", **attrs})

        self.fields[f"amount_{month}"] = forms.CharField(
            label=f"Achieved, {label}",
            required=False,
            max_length=LONGEST,
            initial=in_pounds(held.amount) if held else "",
            widget=box("Achieved", inputmode="decimal"),
        )
        self.fields[f"cashable_{month}"] = forms.BooleanField(
            label=f"Cashable, {label}",
            required=False,
            initial=held.cashable if held else True,
            widget=forms.CheckboxInput(attrs={"aria-label": f"Cashable, {label}"}),
        )
        self.fields[f"evidence_{month}"] = forms.CharField(
            label=f"Evidence, {label}",
            required=False,
            max_length=300,
            initial=held.evidence if held else "",
            widget=box("Evidence"),
        )

    def clean(self):
        cleaned = super().clean() or {}
        read: dict[datetime.date, Achieved | None] = {}
        for month in filter(self.is_open, self.months):
            typed = (cleaned.get(f"amount_{month}") or "").strip()
            evidence = (cleaned.get(f"evidence_{month}") or "").strip()
            if not typed and f"amount_{month}" not in self.errors:
                if evidence and month not in self.held:
                    self.add_error(f"amount_{month}", "Evidence of what? Type what was achieved.")
                read[month] = None
                continue
            if not evidence and f"evidence_{month}" not in self.errors:
                self.add_error(f"evidence_{month}", "Say where it can be seen.")
            try:
                pence = parse_money(typed) if typed else 0
            except ValueError as error:
                self.add_error(f"amount_{month}", str(error))
                continue
            read[month] = Achieved(pence, bool(cleaned.get(f"cashable_{month}")), evidence)
        cleaned["months"] = read
        return cleaned

    @cached_property
    def rows(self) -> list[dict]:
        """For the template: each month with its fields, or with the claim that stands."""
        return [
            {
                "month": month,
                "held": self.held.get(month),
                "fields": [self[f"{name}_{month}"] for name in ("amount", "cashable", "evidence")]
                if self.is_open(month)
                else [],
            }
            for month in self.months
        ]
