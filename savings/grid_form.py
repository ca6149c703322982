"""The savings grid as a form: what a person types, read as money, with each refusal by its cell."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django import forms

from accounts.forms import LARGEST_VERSION, OnceForm
from agt.words import clock
from agt.words.money import PENCE_PER_POUND, in_millions, parse_money
from agt.words.years import FinancialYear
from portfolios.models import ProgrammePlace
from savings.grid import Cell, Change, Grid, in_words
from savings.models import Confidence, Fund, Saving, SavingsLine

UNITS = {"m": 1_000_000 * PENCE_PER_POUND, "k": 1_000 * PENCE_PER_POUND}
LONGEST = 40  # characters of a cell; what is longer is not read


def typed_as(pence: int, unit: str) -> str:
    """An amount as it stands in a cell whose bare numbers count in ``unit``; nothing is rounded."""
    if pence == 0:
        return ""
    whole, _, part = f"{Decimal(pence) / UNITS[unit]:,f}".partition(".")
    return f"{whole}.{part}".rstrip("0").rstrip(".") if part else whole


class GridForm(OnceForm):
    """Every cell of one programme's grid, a bare number counting in £m or in £k as chosen."""

    unit = forms.ChoiceField(
        widget=forms.HiddenInput, choices=[("m", "£m"), ("k", "£k")], initial="m"
    )
    version = forms.IntegerField(widget=forms.HiddenInput, max_value=LARGEST_VERSION)
    opened_at = forms.DateTimeField(
        widget=forms.HiddenInput, initial=lambda: clock.now().isoformat()
    )
    note = forms.CharField(
        label="Why has it changed?",
        max_length=300,
        required=False,
        widget=forms.TextInput,
        help_text="Asked for when the programme's total changes.",
    )

    def __init__(
        self,
        data=None,
        *,
        place: ProgrammePlace,
        lines: Iterable[SavingsLine],
        savings: list[Saving],
        unit: str = "m",
        all_funds: bool = False,
    ) -> None:
        self.place, self.savings = place, savings
        self.years = place.position.years
        self.before = Grid.of_lines(lines)
        self.all_funds = all_funds
        if data is not None:
            data = {**self._standing(data.get("unit", "m")), **dict(data.items())}
        super().__init__(data, initial={"unit": unit, "version": place.version})
        for row in self.rows:
            for cell in row.cells(self.years):
                self.fields[cell.name] = forms.CharField(
                    required=False,
                    max_length=LONGEST,
                    label=f"{row.label}, {cell.year}",
                    initial=typed_as(self.before.amounts.get(cell, 0), unit),
                    widget=forms.TextInput(
                        attrs={"inputmode": "decimal", "aria-label": f"{row.label}, {cell.year}"}
                    ),
                )

    @cached_property
    def rows(self) -> list["Row"]:
        """The rows of the grid: each saving's funds in use, and under each the three ratings."""
        used = {(cell.saving, cell.fund) for cell in self.before.amounts}
        return [
            Row(saving.pk, confidence, fund, self._names[saving.pk])
            for saving in self.savings
            for fund in Fund
            if self.all_funds or fund is Fund.GENERAL_FUND or (saving.pk, fund) in used
            for confidence in Confidence
        ]

    @cached_property
    def _names(self) -> dict[int, str]:
        """The name of each saving, where there is more than one to be told apart."""
        named = len(self.savings) > 1
        return {saving.pk: saving.name if named else "" for saving in self.savings}

    def _standing(self, unit: str) -> dict[str, str]:
        """What stands in each cell: one that was not on the page that was sent stays as it is."""
        unit = unit if unit in UNITS else "m"
        return {
            cell.name: typed_as(self.before.amounts.get(cell, 0), unit)
            for row in self.rows
            for cell in row.cells(self.years)
        }

    def clean(self):
        cleaned = super().clean() or {}
        for name, error in self._unread.items():
            if name not in self.errors:
                self.add_error(name, error)
        grid = self.grid
        if not self.errors and grid.total != self.before.total and not cleaned.get("note"):
            was, now = in_millions(self.before.total), in_millions(grid.total)
            self.add_error("note", f"The total goes from {was} to {now}: say why.")
        return cleaned

    @cached_property
    def _read(self) -> tuple[dict[Cell, int], dict[str, str]]:
        """The amounts that can be read of what is typed, and the sentence for each that cannot.

        What has no cell, in a year that the position does not show, stays as it is.
        """
        data = self.data or {}
        unit = data.get("unit", "m")
        held = self.before.amounts
        amounts = {cell: pence for cell, pence in held.items() if cell.name not in data}
        unread: dict[str, str] = {}
        for row in self.rows:
            for cell in row.cells(self.years):
                typed = data[cell.name].strip()
                if len(typed) > LONGEST:
                    unread[cell.name] = f"Type it in {LONGEST} characters or fewer."
                    continue
                try:
                    pence = parse_money(typed, unit=unit if unit in UNITS else "m") if typed else 0
                except ValueError as error:
                    unread[cell.name] = str(error)
                else:
                    amounts |= {cell: pence} if pence else {}
        return amounts, unread

    @property
    def _unread(self) -> dict[str, str]:
        return self._read[1]

    @property
    def grid(self) -> Grid:
        """What is typed, as far as it can be read; before anything is typed, what is held."""
        return Grid(self._read[0]) if self.is_bound else self.before

    def changes(self) -> list[Change]:
        return self.grid.changes_from(self.before)

    def in_words(self, cell: Cell) -> str:
        """A cell of any year, but for its rating."""
        return in_words(cell, self._names[cell.saving])


@dataclass(frozen=True)
class Row:
    """A row of the grid."""

    saving: int
    confidence: Confidence
    fund: Fund
    saving_name: str

    @property
    def label(self) -> str:
        """What the row is, for a reader who sees only its cells."""
        return ", ".join(filter(None, [self.saving_name, self.fund.label, self.confidence.label]))

    def cells(self, years: Iterable[FinancialYear]) -> list[Cell]:
        return [Cell(self.saving, self.confidence, self.fund, year) for year in years]
