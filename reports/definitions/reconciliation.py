"""Reconciliation: every number the papers state, and what is found of it; breaks first."""

from collections import Counter

from reports.reconciliation import Result, State, place_of, printed
from reports.table import Ask, Cell, Column, Kind, Report, ReportTable, Role, Row, Subject

COLUMNS = (
    Column("state", "State", Kind.STATE),
    Column("stated_position", "Position"),
    Column("row", "Of"),
    Column("column", "Figure"),
    Column("stated", "Stated"),
    Column("paper", "Paper and place"),
    Column("expected", "Should be"),
    Column("check", "Check"),
    Column("against", "Against"),
    Column("explanation", "Explanation"),
)


def in_scope(ask: Ask) -> list[Result]:
    """The results the report covers, the worst first, as printed within a state."""
    results = [
        r
        for r in ask.library.reconciled
        if ask.portfolio is None or r.figure.row.partition(" / ")[0] == ask.portfolio.name
    ]
    return sorted(results, key=lambda r: -r.state.severity)


def counts(results: list[Result]) -> dict[State, int]:
    """How many figures stand in each state, worst first."""
    found = Counter(result.state for result in results)
    return {state: found[state] for state in sorted(State, key=lambda s: -s.severity)}


def build(ask: Ask) -> ReportTable:
    results = in_scope(ask)
    names = {position.pk: position.name for position in ask.library.positions}
    found = counts(results)
    return ask.table(
        REPORT,
        columns=COLUMNS,
        rows=tuple(Row(Role.BODY, _cells(result, names)) for result in results),
        notes=(
            "All positions whose figures a paper states are covered, whichever one is shown.",
            "A total may differ from its parts by half a unit of its last printed place for itself "
            "and for each rounded number beneath it.",
        ),
        finding=", ".join(f"{number} {state}" for state, number in found.items()),
    )


def _cells(result: Result, names: dict[int, str]) -> dict[str, Cell]:
    figure, check = result.figure, result.worst
    expected = check.expected if check else None
    return {
        "state": Cell(str(result.state)),
        "stated_position": Cell(names[figure.position_id]),
        "row": Cell(figure.row),
        "column": Cell(figure.column),
        "stated": Cell(figure.printed),
        "paper": Cell(place_of(figure)),
        "expected": Cell("" if expected is None else printed(figure.unit, expected)),
        "check": Cell(check.name if check else "none"),
        "against": Cell(check.against if check else "nothing we hold or the papers repeat"),
        "explanation": Cell(figure.explanation),
    }


REPORT = Report(
    slug="reconciliation",
    title="Reconciliation",
    question="Do the printed numbers agree with what they are made of?",
    subject=Subject.SAVINGS,
    build=build,
)
