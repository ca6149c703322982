"""The savings grid: one programme's lines as a spreadsheet, confidence × fund down, years across.

A ``Grid`` is a value. It knows the cells, adds them up, and says how it differs from another; it
neither reads nor writes the database.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from agt.words.years import FinancialYear
from savings.models import Confidence, Fund, SavingsLine

# A sum over a grid: on which fund (None: all of them), in which year (None: all of them).
Sum = tuple[Fund | None, FinancialYear | None]


@dataclass(frozen=True, order=True, slots=True)
class Cell:
    """Where an amount stands: which saving, how sure, on whose budget, in which year."""

    saving: int
    confidence: Confidence
    fund: Fund
    year: FinancialYear

    @property
    def name(self) -> str:
        """The cell as the name of a field."""
        return f"cell-{self.saving}-{self.confidence}-{self.fund}-{self.year.start}"

    @classmethod
    def of(cls, line: SavingsLine) -> Self:
        return cls(line.saving_id, Confidence(line.confidence), Fund(line.fund), line.year)


def in_words(cell: Cell, saving: str = "") -> str:
    """A cell but for its rating, which a page draws; a saving is named where there are several."""
    return ", ".join(filter(None, [saving, cell.fund.label, str(cell.year)]))


@dataclass(frozen=True)
class Change:
    """One cell's amount before and after, in whole pence; 0 is an empty cell."""

    cell: Cell
    before: int
    after: int


@dataclass(frozen=True)
class Grid:
    """Amounts by cell, in whole pence; an empty cell is not there."""

    amounts: Mapping[Cell, int]

    @classmethod
    def of_lines(cls, lines: Iterable[SavingsLine]) -> Self:
        return cls({Cell.of(line): line.amount for line in lines})

    @classmethod
    def from_rows(cls, rows: Iterable[Iterable]) -> Self:
        """The grid that ``as_rows`` told."""
        return cls(
            {
                Cell(saving, Confidence(confidence), Fund(fund), FinancialYear(year)): pence
                for saving, confidence, fund, year, pence in rows
            }
        )

    def as_rows(self) -> list[list]:
        """Its cells as what JSON can hold: [saving, confidence, fund, first year, pence]."""
        return [
            [cell.saving, cell.confidence.value, cell.fund.value, cell.year.start, pence]
            for cell, pence in sorted(self.amounts.items())
        ]

    def sums(self) -> Counter[Sum]:
        """Pence in total and by year, of all funds together and of each."""
        sums: Counter[Sum] = Counter()
        for cell, pence in self.amounts.items():
            for fund in (None, cell.fund):
                for year in (None, cell.year):
                    sums[fund, year] += pence
        return sums

    @property
    def total(self) -> int:
        return sum(self.amounts.values())

    def by_year(self, years: Iterable[FinancialYear]) -> dict[FinancialYear, int]:
        return {year: self._sum(year=year) for year in years}

    def cumulative(self, years: Iterable[FinancialYear]) -> dict[FinancialYear, int]:
        """The effect on each year's budget."""
        running, cumulative = 0, {}
        for year, pence in self.by_year(years).items():
            running += pence
            cumulative[year] = running
        return cumulative

    def by_confidence_and_year(
        self, years: Iterable[FinancialYear]
    ) -> dict[Confidence, dict[FinancialYear, int]]:
        years = list(years)
        return {
            confidence: {year: self._sum(confidence=confidence, year=year) for year in years}
            for confidence in Confidence
        }

    def changes_from(self, before: "Grid") -> list[Change]:
        """What differs from ``before``, in the order of the grid."""
        cells = sorted({*self.amounts, *before.amounts}, key=_in_grid_order)
        changes = (
            Change(cell, before.amounts.get(cell, 0), self.amounts.get(cell, 0)) for cell in cells
        )
        return [change for change in changes if change.before != change.after]

    def _sum(self, **of: object) -> int:
        return sum(
            pence
            for cell, pence in self.amounts.items()
            if all(getattr(cell, name) == value for name, value in of.items())
        )


_SUREST_FIRST = {confidence: rank for rank, confidence in enumerate(Confidence)}
_FUNDS = {fund: rank for rank, fund in enumerate(Fund)}


def _in_grid_order(cell: Cell) -> tuple:
    return cell.saving, _FUNDS[cell.fund], _SUREST_FIRST[cell.confidence], cell.year
