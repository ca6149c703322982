"""Forward plan: what is for decision, the soonest first, with the notice that it needs."""

from agt.words import clock
from agt.words.days import long_day
from governance.models import Decision, DecisionPeriod
from governance.notice import State
from reports.definitions.boards import AHEAD, ahead_cells
from reports.definitions.living import as_at_today
from reports.table import Ask, Report, ReportTable, Role, Row, Subject

CLEAR = "Clear days count neither the day of notice nor the day of the meeting. These are prompts."


def build(ask: Ask) -> ReportTable:
    today = clock.today()
    portfolios = {place.portfolio_id: place for place in ask.portfolios}
    held = Decision.objects.at(ask.position).for_decision()
    if not ask.covers_all:
        held = held.filter(home__in=portfolios)
    decisions = list(held.soonest_first().for_reading())
    periods = DecisionPeriod.objects.in_force(today)
    late = sum(_is_late(decision, periods) for decision in decisions)
    return ask.table(
        REPORT,
        columns=AHEAD,
        rows=tuple(Row(Role.BODY, ahead_cells(d, portfolios, periods)) for d in decisions),
        notes=(CLEAR, as_at_today("Decisions")),
        finding=finding(decisions, late),
    )


def _is_late(decision: Decision, periods) -> bool:
    prompt = decision.notice(periods)
    return bool(prompt and prompt.state is State.LATE)


def finding(decisions: list[Decision], late: int) -> str:
    """How many wait, when the next is taken, and whether notice is late for some."""
    ahead = [d for d in decisions if not d.is_unrecorded]
    waiting = len(decisions) - len(ahead)
    if not decisions:
        return "Nothing is for decision"
    told = f"{len(ahead):,} for decision"
    if ahead:
        told += f", the next on {long_day(ahead[0].meeting.held_on)}"
    if late:
        told += f"; notice is late for {late:,}"
    return f"{told}; {waiting:,} to be recorded" if waiting else told


REPORT = Report(
    slug="forward-plan",
    title="Forward plan",
    question="What is for decision, where and when, and which notice does it need?",
    subject=Subject.GOVERNANCE,
    build=build,
    lives_on=True,
)
