"""Gate and case status: what each programme passed, what was approved, and what is next."""

from agt.words.days import long_day
from agt.words.money import in_millions
from governance.models import GateDecision
from governance.standing import Standing, standings
from portfolios.models import BusinessCase
from reports.book import ProgrammeFigure
from reports.definitions.living import BASIS, as_at_today, basis, of_programme, programmes
from reports.quantities import Quantity
from reports.table import (
    NOT_RECORDED,
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
)

COLUMNS = (
    Column("portfolio", "Portfolio"),
    Column("programme", "Programme Name"),
    Column("case", "Business case"),
    Column("passed", "Gates passed"),
    Column("next", "Next gate"),
    Column("decided", "Newest decision"),
    Column("approved", "Saving approved", Kind.MONEY),
    Column("expected", "Current Expected Saving", Kind.MONEY),
    Column("variance", "Variance", Kind.CHANGE),
    Column("fte_low", "Posts approved, from", Kind.FTE),
    Column("fte_high", "Posts approved, to", Kind.FTE),
    BASIS,
)


def build(ask: Ask) -> ReportTable:
    asked = "cases and gates", ask.position.pk
    cases, stands = ask.library.beside(asked, lambda: _cases_and_gates(ask))
    rows = tuple(
        Row(
            Role.BODY,
            {
                **of_programme(ask.book, programme),
                "case": Cell(case_words(cases.get(programme.programme_id))),
                **_cells(ask, programme, stands.get(programme.programme_id, stands[0])),
            },
        )
        for programme in programmes(ask)
    )
    return ask.table(
        REPORT,
        columns=COLUMNS,
        rows=rows,
        notes=(
            f"The business case is as {ask.position.name} reports it. Not stated means that no "
            "paper says: it does not mean unapproved.",
            "Variance is the current expected saving less the saving approved.",
            as_at_today("Gate decisions"),
        ),
        finding=_finding(rows),
    )


def _cases_and_gates(ask: Ask) -> tuple[dict[int, BusinessCase], dict[int, Standing]]:
    """The case of each programme at the position, and where its gates stand, by its id."""
    cases = {case.programme_id: case for case in BusinessCase.objects.at(ask.position)}
    return cases, standings(ask.position, visible_to=ask.library.viewer)


def case_words(case: BusinessCase | None) -> str:
    """A business case's level and state: Full, approved."""
    if case is None:
        return BusinessCase.State.NOT_STATED.label
    state = case.get_state_display()
    return f"{case.get_level_display()}, {state.lower()}" if case.level else state


def _cells(ask: Ask, programme: ProgrammeFigure, stands: Standing) -> dict[str, Cell]:
    of = Quantity(portfolio=programme.portfolio, programme=programme.name)
    expected = figure(ask.book, of, otherwise=_no_saving(programme))
    approved = _approved(stands.saving, "pence")
    return {
        "passed": Cell("; ".join(gate.name for gate in stands.passed)),
        "next": Cell(stands.next.name if stands.next else ""),
        "decided": Cell(_decided(stands.newest)),
        "approved": approved,
        "expected": expected,
        "variance": difference(expected, approved),
        "fte_low": _approved(stands.posts, "fte_low"),
        "fte_high": _approved(stands.posts, "fte_high"),
        "basis": basis(any(d.illustrative for d in stands.decisions))
        if stands.decisions
        else Cell(""),
    }


def _no_saving(programme: ProgrammeFigure) -> str:
    return "not published" if programme.shows == "money" else programme.shows


def _approved(decision: GateDecision | None, field: str) -> Cell:
    return Cell(getattr(decision, field)) if decision else Cell(NOT_RECORDED)


def _decided(decision: GateDecision | None) -> str:
    if decision is None:
        return ""
    day = decision.decided_on
    said = f"{decision.gate}: {decision.get_outcome_display().lower()}"
    return f"{said} by {decision.body}, {long_day(day)}"


def _finding(rows: tuple[Row, ...]) -> str:
    both = [
        (approved, expected)
        for row in rows
        for approved, expected in [(row.cells["approved"].number, row.cells["expected"].number)]
        if approved is not None and expected is not None
    ]
    if not both:
        return "No gate decision records an approved saving"
    approved, expected = (sum(side) for side in zip(*both, strict=True))
    return (
        f"{in_millions(approved)} is approved at gates for {len(both)} "
        f"programme{'' if len(both) == 1 else 's'}, which now expect {in_millions(expected)}"
    )


REPORT = Report(
    slug="gate-and-case-status",
    title="Gate and case status",
    question="Which gates are passed, what was approved there, and does it still hold?",
    subject=Subject.DELIVERY,
    build=build,
    lives_on=True,
)
