"""Dependencies by portfolio: what each gives and waits for, within, between and to operations."""

from collections import Counter
from collections.abc import Iterable

from governance.models import Dependency
from reports.table import Ask, Cell, Column, Kind, Report, ReportTable, Role, Row, named

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
NUMBERS = [column.key for column in COLUMNS if column.kind.is_number]


def build(ask: Ask) -> ReportTable:
    covered = [p.pk for p in ask.portfolios]
    dependencies = [
        d
        for d in Dependency.objects.at(ask.position).open()
        if d.gives_from in covered or d.takes_in in covered or ask.covers_all
    ]
    tallies = {p.pk: _tally(p.pk, dependencies) for p in ask.portfolios}
    rows = tuple(
        Row(
            Role.BODY,
            {"portfolio": named(portfolio), **_cells(tallies[portfolio.pk])},
            series=portfolio.order,
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


def _tally(portfolio: int, dependencies: Iterable) -> Counter[str]:
    """What one portfolio gives and needs, by column."""
    tally: Counter[str] = Counter()
    for d in dependencies:
        if d.takes_in == portfolio and d.gives_from != portfolio:
            tally["needs"] += 1
        if d.gives_from != portfolio:
            continue
        to = "within" if d.takes_in == portfolio else "others" if d.taker_id else "operations"
        tally[to] += 1
        tally["late"] += bool(d.late)
        tally["amount"] += d.amount or 0
        tally["posts"] += d.posts or 0
    return tally


def _cells(tally: Counter[str]) -> dict[str, Cell]:
    return {key: Cell(tally[key]) for key in NUMBERS}


def _notes(ask: Ask, dependencies: list, covered: list[int]) -> tuple[str, ...]:
    notes = [
        "Open dependencies alone. One is late when the day it was needed has passed, or when it is "
        "promised for after that day."
    ]
    nowhere = sum(d.gives_from not in covered for d in dependencies) if ask.covers_all else 0
    if nowhere:
        notes.append(
            f"{nowhere} of {len(dependencies)} are given by a programme that {ask.position.name} "
            "does not place; no row counts them as given."
        )
    samples = sum(d.illustrative for d in dependencies)
    if samples:
        notes.append(
            f"{samples} of {len(dependencies)} are illustrative samples: no paper says so."
        )
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
    build=build,
    lives_on=True,
)
