"""Savings this year and next: what each portfolio's budget feels now and a year on."""

from agt.words.money import in_millions
from agt.words.years import FinancialYear
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
    figure,
    named,
    print_notes,
)


def build(ask: Ask) -> ReportTable:
    this_year = FinancialYear.of(ask.position.as_at)
    years = [this_year, this_year + 1]
    rows = [
        Row(
            Role.BODY,
            {
                "portfolio": named(portfolio),
                **_figures(ask.book, portfolio.name, years),
            },
            series=portfolio.colour,
        )
        for portfolio in ask.portfolios
    ]
    total = _figures(ask.book, ask.whole, years)
    rows.append(Row(Role.TOTAL, {"portfolio": Cell("Total"), **total}))
    columns = (
        Column("portfolio", "Portfolio"),
        Column("expected", "Current Expected Saving", Kind.MONEY),
        *(Column(str(year), f"In {year}", Kind.MONEY) for year in years),
    )
    return ask.table(
        REPORT,
        columns=columns,
        rows=tuple(rows),
        notes=(
            "Amounts of a year are cumulative: the effect on that year's budget.",
            *print_notes(ask, rows, columns),
        ),
        finding=_finding(rows[-1], years),
    )


def _figures(book: Book, portfolio: str, years: list[FinancialYear]) -> dict[str, Cell]:
    return {
        "expected": figure(book, Quantity(portfolio=portfolio)),
        **{
            str(year): figure(book, Quantity(portfolio=portfolio, year=year, cumulative=True))
            for year in years
        },
    }


def _finding(total: Row, years: list[FinancialYear]) -> str:
    now, following = (total.cells[str(year)].number for year in years)
    if now is None or following is None:
        return "Savings by year are not published at this position"
    return f"{in_millions(now)} in {years[0]}, {in_millions(following)} in {years[1]}"


REPORT = Report(
    slug="savings-in-year",
    title="Savings this year and next",
    question="What do the budgets of this year and the next count on?",
    subject=Subject.SAVINGS,
    build=build,
)
