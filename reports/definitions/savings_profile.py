"""Savings profile: when the savings land, as the cumulative amount at each year."""

from agt.words.money import in_millions
from agt.words.years import FinancialYear
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
    years = ask.position.years
    rows = [
        Row(
            Role.BODY,
            {
                "portfolio": named(portfolio, short=True),
                **_years(ask, years, portfolio.name, cumulative=True),
            },
            series=portfolio.colour,
        )
        for portfolio in ask.portfolios
    ]
    annual = _years(ask, years, ask.whole, cumulative=False)
    total = _years(ask, years, ask.whole, cumulative=True)
    rows.append(Row(Role.TOTAL, {"portfolio": Cell("Cumulative Amount"), **total}))
    rows.append(Row(Role.SUBTOTAL, {"portfolio": Cell("Annual Amount"), **annual}))
    columns = (
        Column("portfolio", "Financial Year - All Savings"),
        *(Column(str(year), year.short, Kind.MONEY) for year in years),
    )
    return ask.table(
        REPORT,
        columns=columns,
        rows=tuple(rows),
        notes=(
            "Amounts of portfolios are cumulative: the effect on that year's budget.",
            *print_notes(ask, rows, columns),
        ),
        finding=_finding(rows, years),
    )


def _years(
    ask: Ask, years: list[FinancialYear], portfolio: str, *, cumulative: bool
) -> dict[str, Cell]:
    return {
        str(year): figure(ask.book, Quantity(portfolio=portfolio, year=year, cumulative=cumulative))
        for year in years
    }


def _finding(rows: list[Row], years: list[FinancialYear]) -> str:
    cumulative, annual = rows[-2].cells, rows[-1].cells
    steps = {year: annual[str(year)].number or 0 for year in years}
    total = cumulative[str(years[-1])].number
    if total is None or not any(steps.values()):
        return "The profile is not published at this position"
    best = max(steps, key=lambda year: steps[year])
    landed = cumulative[str(best)].number or 0
    return f"{in_millions(landed)} of {in_millions(total)} is in place by {best}, the largest step"


REPORT = Report(
    slug="savings-profile",
    title="Savings profile",
    question="When do the savings land?",
    subject=Subject.SAVINGS,
    build=build,
    charts=("profile",),
)
