"""Dependencies by portfolio: what each gives and waits for, within, between and to operations."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from agt.words import clock
from governance.models import Dependency
from reports.table import Ask, Cell, Column, Kind, Report, ReportTable, Role, Row, Subject, named

COLUMNS = (
    Column("portfolio", "Portfolio"),
    Column("within", "Within itself", Kind.COUNT, "Gives"),
    Column("others", "To other portfolios", Kind.COUNT, "Gives"),
    Column("operations", "To operations", Kind.COUNT, "Gives"),
    Column("needs", "Needs from others", Kind.COUNT),
    Column("late", "Late, of those it gives", Kind.COUNT),
    Column("amount", "At stake in those it gives", Kind.MONEY),
    Column("posts", "Posts at stake", Kind.FTE),
)
Group = dict[str, Any]
NUMBERS = [column.key for column in COLUMNS if column.kind.is_number]


def build(ask: Ask) -> ReportTable:
    covered = [p.portfolio_id for p in ask.portfolios]
    groups = Dependency.objects.at(ask.position).open().by_portfolio(clock.today())
    dependencies = [
        group
        for group in groups
        if group["gives_from"] in covered or group["takes_in"] in covered or ask.covers_all
    ]
    tallies = {p.portfolio_id: _tally(p.portfolio_id, dependencies) for p in ask.portfolios}
    rows = tuple(
        Row(
            Role.BODY,
            {"portfolio": named(portfolio), **_cells(tallies[portfolio.portfolio_id])},
            series=portfolio.colour,
        )
        for portfolio in ask.portfolios
    )
    total = sum(tallies.values(), Counter[str]())
    return ask.table(
        REPORT,
        columns=COLUMNS,
        rows=(*rows, Row(Role.TOTAL, {"portfolio": Cell("Total"), **_cells(total)})),
        notes=_notes(ask, dependencies, covered),
        finding=_finding(total),
    )


def _tally(portfolio: int, groups: Iterable[Group]) -> Counter[str]:
    """What one portfolio gives and needs, by column."""
    tally: Counter[str] = Counter()
    for group in groups:
        giver, taker = group["gives_from"], group["takes_in"]
        if taker == portfolio and giver != portfolio:
            tally["needs"] += group["count"]
        if giver != portfolio:
            continue
        to = "within" if taker == portfolio else "operations" if group["to_service"] else "others"
        tally[to] += group["count"]
        tally["late"] += group["late"]
        tally["amount"] += group["pence"]
        tally["posts"] += group["fte"]
    return tally


def _cells(tally: Counter[str]) -> dict[str, Cell]:
    return {key: Cell(tally[key]) for key in NUMBERS}


def _notes(ask: Ask, groups: list[Group], covered: list[int]) -> tuple[str, ...]:
    notes = [
        "Open dependencies alone. One is late when the day it was needed has passed, or when it is "
        "promised for after that day."
    ]
    total = sum(group["count"] for group in groups)
    unplaced = [group for group in groups if group["gives_from"] not in covered]
    nowhere = sum(group["count"] for group in unplaced) if ask.covers_all else 0
    if nowhere:
        notes.append(
            f"{nowhere} of {total} are given by a programme that {ask.position.name} "
            "does not place; no row counts them as given."
        )
    samples = sum(group["samples"] for group in groups)
    if samples:
        notes.append(f"{samples} of {total} are illustrative samples: no paper says so.")
    return tuple(notes)


def _finding(total: Counter[str]) -> str:
    given = total["within"] + total["others"] + total["operations"]
    if not given:
        return "No open dependency is given"
    noun = "open dependency crosses" if given == 1 else "open dependencies cross"
    return (
        f"{total['others']} of {given} {noun} from one portfolio to another, "
        f"{total['operations']} to operations; {total['late']} late"
    )


REPORT = Report(
    slug="dependencies-by-portfolio",
    title="Dependencies by portfolio",
    question="Which portfolios do others wait for, and what is late?",
    subject=Subject.GOVERNANCE,
    build=build,
    lives_on=True,
)
