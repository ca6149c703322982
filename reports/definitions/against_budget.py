"""Against the approved budget: what Full Council set, what is expected now, and the variance."""

from agt.words.money import in_millions
from portfolios.models import PortfolioPlace
from reports.book import Book
from reports.quantities import Quantity
from reports.table import (
    Ask,
    Cell,
    Column,
    Kind,
    Report,
    ReportTable,
    Role,
    Row,
    Subject,
    difference,
    figure,
    named,
)

ALL_YEARS = "All years"
NO_BUDGET = "There is no approved budget at or before this position's date"


def build(ask: Ask) -> ReportTable:
    budget = ask.library.budget_of(ask.position)
    if budget is None:
        return ask.table(
            REPORT,
            columns=_columns("Approved Budget"),
            rows=(),
            notes=(f"n/a: {NO_BUDGET[0].lower()}{NO_BUDGET[1:]}.",),
            finding=NO_BUDGET,
        )
    rows: list[Row] = []
    for portfolio in ask.portfolios:
        rows += _rows(ask, budget, portfolio)
    rows += _rows(ask, budget, None)
    name = budget.position.name
    return ask.table(
        REPORT,
        columns=_columns(f"{name} Approved Budget"),
        rows=tuple(rows),
        notes=(
            "Amounts of a year are cumulative: the effect on that year's budget. The variance is "
            f"the current expected saving less that of {name}.",
        ),
        finding=_finding(rows[-1], name),
    )


def _columns(budget: str) -> tuple[Column, ...]:
    return (
        Column("portfolio", "Portfolio"),
        Column("year", "Financial Year"),
        Column("budget", budget, Kind.MONEY),
        Column("expected", "Current Expected Saving", Kind.MONEY),
        Column("variance", "Variance", Kind.CHANGE),
    )


def _rows(ask: Ask, budget: Book, portfolio: PortfolioPlace | None) -> list[Row]:
    """A portfolio, or the whole, at each year and over all of them."""
    name = named(portfolio) if portfolio else Cell("Total")
    whole = Quantity(portfolio=portfolio.name if portfolio else ask.whole)
    quantities = {
        str(year): whole._replace(year=year, cumulative=True) for year in ask.position.years
    }
    rows = []
    for year, quantity in {**quantities, ALL_YEARS: whole}.items():
        was, now = figure(budget, quantity), figure(ask.book, quantity)
        role = Role.BODY if portfolio else Role.SUBTOTAL
        if year == ALL_YEARS:
            role = Role.SUBTOTAL if portfolio else Role.TOTAL
        cells = {
            "portfolio": name,
            "year": Cell(year),
            "budget": was,
            "expected": now,
            "variance": difference(now, was),
        }
        rows.append(Row(role, cells, series=portfolio.colour if portfolio else 0))
    return rows


def _finding(total: Row, budget: str) -> str:
    variance = total.cells["variance"].number
    if variance is None:
        return f"The total is not published in both this position and {budget}"
    if not variance:
        return f"The expected saving is as {budget} set it"
    how = "above" if variance > 0 else "below"
    return f"The expected saving is {in_millions(abs(variance))} {how} {budget}"


REPORT = Report(
    slug="against-budget",
    title="Against the approved budget",
    question="How far are expected savings from what Full Council approved?",
    subject=Subject.SAVINGS,
    build=build,
)
