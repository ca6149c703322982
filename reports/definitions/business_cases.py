"""Business case status: where each programme's case stands, as far as a paper says."""

from portfolios.models import BusinessCase
from reports.table import (
    Ask,
    Cell,
    Column,
    Report,
    ReportTable,
    Role,
    Row,
    Subject,
    programme_named,
)

COLUMNS = (
    Column("portfolio", "Portfolio"),
    Column("programme", "Programme Name"),
    Column("level", "Level"),
    Column("state", "State"),
    Column("scope", "Scope"),
    Column("decided", "Decided by, on"),
    Column("stated_in", "Stated in"),
)


def build(ask: Ask) -> ReportTable:
    cases = {case.programme_id: case for case in BusinessCase.objects.at(ask.position)}
    covered = {p.name for p in ask.portfolios}
    rows = tuple(
        Row(
            Role.BODY,
            {
                "portfolio": Cell(ask.book.label(programme.portfolio)),
                "programme": programme_named(programme),
                **_case(cases.get(programme.programme_id)),
            },
        )
        for programme in ask.book.programmes
        if programme.portfolio in covered
    )
    approved = sum(row.cells["state"].value == BusinessCase.State.APPROVED.label for row in rows)
    return ask.table(
        REPORT,
        columns=COLUMNS,
        rows=rows,
        notes=("Not stated means that no paper says: it does not mean unapproved.",),
        finding=f"{approved} of {len(rows)} programmes have an approved business case",
    )


def _case(case: BusinessCase | None) -> dict[str, Cell]:
    if case is None:
        return dict.fromkeys(("level", "state", "scope", "decided", "stated_in"), Cell("")) | {
            "state": Cell(BusinessCase.State.NOT_STATED.label)
        }
    decided = f"{case.body}, {case.decided_on:%-d %B %Y}" if case.decided_on else case.body
    return {
        "level": Cell(case.get_level_display()),
        "state": Cell(case.get_state_display()),
        "scope": Cell(case.scope_note),
        "decided": Cell(decided),
        "stated_in": Cell(case.stated_in),
    }


REPORT = Report(
    slug="business-cases",
    title="Business case status",
    question="Which programmes have an approved business case?",
    subject=Subject.DELIVERY,
    build=build,
)
