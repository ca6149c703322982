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
    figure,
    print_notes,
    total_of,
)


def build(ask: Ask) -> ReportTable:
    years = ask.position.years
    rows = [
        Row(
            Role.BODY,
            {
                "portfolio": Cell(
                    portfolio.name,
                    label=portfolio.short_name,
                    link=("portfolio-detail", portfolio.slug),
                ),
                **_years(ask, years, portfolio.name, cumulative=True),
            },
            series=portfolio.order,
        )
        for portfolio in ask.portfolios
    ]
    if ask.portfolio:
        annual = _years(ask, years, ask.portfolio.name, cumulative=False)
        total = {str(year): total_of(rows, str(year)) for year in years}
    else:
        annual = _years(ask, years, "", cumulative=False)
        total = _years(ask, years, "", cumulative=True)
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
    annual = {
        year: rows[-1].cells[str(year)].value
        for year in years
        if isinstance(rows[-1].cells[str(year)].value, int)
    }
    if not annual or not any(annual.values()):
        return "The profile is not published at this position"
    best = max(annual, key=lambda year: annual[year])
    total = rows[-2].cells[str(years[-1])].value
    return (
        f"{in_millions(annual[best])} of {in_millions(total)} lands in {best}, "
        "the largest step of the profile"
    )


REPORT = Report(
    slug="savings-profile",
    title="Savings profile",
    question="When do the savings land?",
    build=build,
    charts=("profile",),
)
