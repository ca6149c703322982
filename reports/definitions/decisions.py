"""Decisions: the newest that boards have made, and what they approved."""

from agt.words import clock
from agt.words.money import in_millions
from governance.models import Decision, DecisionPeriod
from reports.definitions.boards import MADE, made_cells
from reports.definitions.living import as_at_today
from reports.table import Ask, Report, ReportTable, Role, Row, Subject

MOST = 25


def build(ask: Ask) -> ReportTable:
    portfolios = {place.portfolio_id: place for place in ask.portfolios}
    held = Decision.objects.at(ask.position).decided()
    if not ask.covers_all:
        held = held.filter(home__in=portfolios)
    newest = list(held.newest_first().for_reading()[: MOST + 1])
    decisions = newest[:MOST]
    periods = DecisionPeriod.objects.in_force(clock.today())
    notes = [as_at_today("Decisions")]
    if len(newest) > MOST:
        notes.insert(0, f"The newest {MOST}: the log holds all.")
    return ask.table(
        REPORT,
        columns=MADE,
        rows=tuple(Row(Role.BODY, made_cells(d, portfolios, periods)) for d in decisions),
        notes=tuple(notes),
        finding=finding(decisions),
    )


def finding(decisions: list[Decision]) -> str:
    """How many of those listed approve something, and the saving they approved."""
    if not decisions:
        return "No decision is recorded"
    approved = [d for d in decisions if d.outcome == Decision.Outcome.APPROVED]
    told = f"{len(approved):,} of {len(decisions):,} approved"
    pence = sum(d.pence or 0 for d in approved)
    return f"{told}, with a saving of {in_millions(pence)}" if pence else told


REPORT = Report(
    slug="decisions",
    title="Decisions of the boards",
    question="What did the boards decide lately, and what did they approve?",
    subject=Subject.GOVERNANCE,
    build=build,
    lives_on=True,
)
