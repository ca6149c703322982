"""Impact assessments: equality and safety, and privacy, of each programme; missing ones told."""

from governance.models import ImpactAssessment
from reports.book import ProgrammeFigure
from reports.definitions.living import BASIS, as_at_today, basis, of_programme, programmes
from reports.table import Ask, Cell, Column, Report, ReportTable, Role, Row, Subject

MISSING = "missing"
KINDS = ImpactAssessment.Kind
COLUMNS = (
    Column("portfolio", "Portfolio"),
    Column("programme", "Programme Name"),
    *(
        column
        for kind in KINDS
        for column in (
            Column(kind.value, str(kind.label)),
            Column(f"{kind.value}_kept", f"{kind.label}: where it is kept, or why not needed"),
        )
    ),
    BASIS,
)
Held = dict[str, ImpactAssessment]


def by_programme(ask: Ask) -> list[tuple[ProgrammeFigure, Held]]:
    """The programmes that are covered, each with its assessments by kind; one query."""
    within = ask.portfolio.portfolio if ask.portfolio else None
    rows = ImpactAssessment.objects.placed_at(
        ask.position, visible_to=ask.library.viewer, within=within
    )
    held: dict[int, Held] = {}
    for assessment in rows.in_order():
        held.setdefault(assessment.programme_id, {})[assessment.kind] = assessment
    return [(one, held.get(one.programme_id, {})) for one in programmes(ask)]


def is_missing(assessment: ImpactAssessment | None) -> bool:
    """None there, or one that nobody has started."""
    return assessment is None or assessment.state == ImpactAssessment.State.NOT_STARTED


def count_missing(rows: list[tuple[ProgrammeFigure, Held]]) -> int:
    return sum(is_missing(held.get(kind)) for _, held in rows for kind in KINDS)


def build(ask: Ask) -> ReportTable:
    found = by_programme(ask)
    return ask.table(
        REPORT,
        columns=COLUMNS,
        rows=tuple(
            Row(Role.BODY, {**of_programme(ask.book, one), **_cells(held)}) for one, held in found
        ),
        notes=(as_at_today("Impact assessments"),),
        finding=finding(found),
    )


def _cells(held: Held) -> dict[str, Cell]:
    cells = {}
    for kind in KINDS:
        one = held.get(kind)
        cells[kind.value] = Cell(one.words if one else MISSING)
        cells[f"{kind.value}_kept"] = Cell((one.reason or one.kept_at) if one else "")
    samples = any(one.illustrative for one in held.values())
    return {**cells, "basis": basis(samples) if held else Cell("")}


def finding(found: list[tuple[ProgrammeFigure, Held]]) -> str:
    missing = count_missing(found)
    if not missing:
        return "No impact assessment is missing"
    return f"{missing:,} of {len(found) * len(KINDS):,} impact assessments are not started"


REPORT = Report(
    slug="impact-assessments",
    title="Impact assessments",
    question="Is it known what each programme does to people, and to their data?",
    subject=Subject.GOVERNANCE,
    build=build,
    lives_on=True,
)
