"""The savings grid of a programme's page: its form, and its rows and totals in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.forms import BoundField

from agt.words.money import in_millions
from agt.words.years import FinancialYear
from portfolios.models import ProgrammePlace
from savings.grid import Grid
from savings.grid_form import GridForm
from savings.models import Saving, SavingsLine


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row of the form, for the template to draw."""

    label: str
    confidence: str
    fields: list[BoundField]


@dataclass(frozen=True, slots=True)
class TotalRow:
    """A row of totals, in words."""

    role: str
    label: str
    amounts: list[str]
    total: str


def grid_rows(form: GridForm) -> list[GridRow]:
    return [
        GridRow(
            ", ".join(filter(None, [row.saving_name, row.fund.label])),
            row.confidence.value,
            [form[cell.name] for cell in row.cells(form.years)],
        )
        for row in form.rows
    ]


def total_rows(grid: Grid, before: Grid, years: list[FinancialYear]) -> list[TotalRow]:
    """What the grid adds up to, and what it did before where that differs."""
    rows = [
        TotalRow(
            "body",
            confidence.label,
            [in_millions(pence) for pence in amounts.values()],
            in_millions(sum(amounts.values())),
        )
        for confidence, amounts in grid.by_confidence_and_year(years).items()
    ]
    rows.append(_total("total", "Total", grid, years))
    rows.append(
        TotalRow(
            "subtotal",
            "Cumulative",
            [in_millions(pence) for pence in grid.cumulative(years).values()],
            in_millions(grid.total),
        )
    )
    if grid.changes_from(before):
        rows.append(_total("earlier", "Total as saved", before, years))
    return rows


def _total(role: str, label: str, grid: Grid, years: list[FinancialYear]) -> TotalRow:
    amounts = [in_millions(pence) for pence in grid.by_year(years).values()]
    return TotalRow(role, label, amounts, in_millions(grid.total))


def grid_form(
    place: ProgrammePlace,
    *,
    asked: Mapping[str, str],
    data: Mapping[str, str] | None = None,
    lines: Iterable[SavingsLine] | None = None,
) -> GridForm:
    """The form of a programme's grid; ``asked`` is the page's query, ``data`` what was sent.

    ``lines`` are the programme's, where they are at hand.
    """
    return GridForm(
        data,
        place=place,
        lines=SavingsLine.objects.of(place) if lines is None else lines,
        savings=list(Saving.objects.filter(programme=place.programme).order_by("pk")),
        unit="k" if asked.get("unit") == "k" else "m",
        all_funds=asked.get("funds") == "all",
    )


def grid_context(form: GridForm) -> dict:
    """What ``partials/grid.html`` draws."""
    return {
        "form": form,
        "grid_rows": grid_rows(form),
        "totals": total_rows(form.grid, form.before, form.years),
    }
