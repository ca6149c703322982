"""The lists of a synthetic organisation: what is risked, planned, decided and consulted on."""

import datetime
from itertools import cycle, islice

from agt.words import clock
from agt.words.fte import HUNDREDTHS
from agt.words.money import PENCE_PER_MILLION
from agt.words.years import FinancialYear
from governance.models import (
    Board,
    BoardAction,
    Decision,
    DeliveryStatus,
    Dependency,
    ImpactAssessment,
    Meeting,
    Milestone,
    Risk,
    RiskScore,
)
from governance.models.delivery_status import first_of, months_back
from governance.steps import TENTHS
from portfolios.models import Portfolio, Programme
from workforce.models import (
    Consultation,
    Engagement,
    Redeployment,
    RedundancyEstablishment,
    RedundancyProposal,
    Restructure,
    RouteOutcome,
)

MEETINGS, HELD = 24, 22  # of boards, and how many of them were held before today
MOST_RISKS, MOST_DEPENDENCIES, MOST_MILESTONES = 500, 2000, 5000
MILESTONES, MONTHS = 2, 2  # a programme's milestones, and the months it has a status of
PROGRAMMES_A_CONSULTATION = 14
PORTFOLIOS = 7
FIRST_YEAR = FinancialYear(2024)
NEWEST = datetime.date(2024, 12, 31)
UNIT = PENCE_PER_MILLION // 100  # what a paper printing two decimals of a million counts in
BATCH = 5000


def add_governance(programmes: list[Programme], *, crowded: bool) -> None:
    """A risk, a dependency and what is planned of each programme, up to what a council has.

    ``crowded`` is all that a council has, whatever the number of its programmes.
    """

    risks = MOST_RISKS if crowded else min(len(programmes), MOST_RISKS)
    dependencies = MOST_DEPENDENCIES if crowded else min(len(programmes), MOST_DEPENDENCIES)
    milestones = -(-MOST_MILESTONES // len(programmes)) if crowded else MILESTONES
    _add_risks(list(islice(cycle(programmes), risks)))
    _add_dependencies(programmes, dependencies)
    _add_milestones([(p, n) for p in programmes for n in range(milestones)][:MOST_MILESTONES])
    _add_statuses(programmes)
    _add_boards(programmes, list(islice(cycle(programmes), risks)))


def _add_risks(programmes: list[Programme]) -> None:
    today = clock.today()
    risks = Risk.objects.bulk_create(
        Risk(
            programme=programme,
            title=f"Risk {n}",
            likelihood=TENTHS * (1 + n % 5),
            impact=TENTHS * (1 + n // 5 % 5),
            owner_role="Programme manager",
            raised_on=today - datetime.timedelta(days=n % 90),
            review_on=today + datetime.timedelta(days=n % 60 - 10),
        )
        for n, programme in enumerate(programmes)
    )
    RiskScore.objects.bulk_create(
        RiskScore(
            risk=risk, on=risk.raised_on, likelihood=risk.likelihood, impact=risk.impact, why="x"
        )
        for risk in risks
    )


def _add_dependencies(programmes: list[Programme], many: int) -> None:
    """Of each programme in turn on another further on; every ninth is on a service."""
    today = clock.today()
    Dependency.objects.bulk_create(
        Dependency(
            giver=programme,
            taker=programmes[(n * 7 + 1 + n) % len(programmes)] if n % 9 else None,
            service="" if n % 9 else "A service",
            what=f"Dependency {n}",
            needed_by=today + datetime.timedelta(days=n % 90 - 5),
            amount=UNIT,
        )
        for n, programme in enumerate(islice(cycle(programmes), many))
        if n % 9 == 0 or programmes[(n * 7 + 1 + n) % len(programmes)] != programme
    )


def _add_milestones(planned: list[tuple[Programme, int]]) -> None:
    """One in three late and one in five done."""
    today, milestones = clock.today(), []
    for n, (programme, at) in enumerate(planned):
        baseline = today + datetime.timedelta(days=n * 7 % 700 - 100)
        forecast = baseline + datetime.timedelta(days=n % 40 if n % 3 == 0 else 0)
        milestones.append(
            Milestone(
                programme=programme,
                title=f"Milestone {at + 1}",
                baseline=baseline,
                first_baseline=baseline,
                forecast=forecast,
                actual=min(forecast, today) if n % 5 == 0 else None,
                owner_role="Programme manager",
                critical=n % 7 == 0,
                carries=None if n % 4 else UNIT,
                carries_year=None if n % 4 else FIRST_YEAR,
            )
        )
    Milestone.objects.bulk_create(milestones, batch_size=BATCH)


def _add_statuses(programmes: list[Programme]) -> None:
    """One for each of some months."""
    today = clock.today()
    late = {"reason": "It waits for a supplier.", "path": "The supplier has been changed."}
    DeliveryStatus.objects.bulk_create(
        (
            DeliveryStatus(
                programme=programme,
                month=months_back(first_of(today), back),
                overall="off_track" if n % 4 == 0 else "on_track",
                time="on_track",
                cost="on_track",
                benefits="on_track",
                resources="on_track",
                illustrative=True,
                **(late if n % 4 == 0 else {}),
            )
            for back in reversed(range(MONTHS))
            for n, programme in enumerate(programmes)
        ),
        batch_size=BATCH,
    )


def _add_boards(programmes: list[Programme], decided: list[Programme]) -> None:
    """Decisions of a meeting a month for two years; an action and an assessment of each."""
    today, month = clock.today(), datetime.timedelta(days=30)
    board, _ = Board.objects.get_or_create(name="Cabinet", defaults={"order": 1})
    meetings = Meeting.objects.bulk_create(
        Meeting(board=board, held_on=today + month * (n - HELD)) for n in range(MEETINGS)
    )
    decisions = Decision.objects.bulk_create(
        Decision(
            meeting=meetings[n % MEETINGS],
            programme=programme,
            title=f"Decision {n}",
            is_key=True,
            outcome="for_decision" if n % MEETINGS > HELD else "approved",
            decided="" if n % MEETINGS > HELD else "Approved.",
            pence=UNIT,
        )
        for n, programme in enumerate(decided)
    )
    BoardAction.objects.bulk_create(
        BoardAction(decision=decision, text="Do it", owner_role="Manager", due=today - month)
        for decision in decisions
    )
    ImpactAssessment.objects.bulk_create(
        ImpactAssessment(programme=programme, kind="privacy") for programme in programmes
    )


def add_people(programmes: list[Programme], portfolios: list[Portfolio]) -> None:
    """What lives on beside the positions: consultations with their people, and outcomes."""
    units = [RedundancyEstablishment.objects.create(name=f"Unit {p.name}") for p in portfolios]
    for n, programme in enumerate(programmes[::PROGRAMMES_A_CONSULTATION]):
        portfolio = portfolios[n % PORTFOLIOS]
        consultation = Consultation.objects.create(
            name=f"Consultation {n + 1}",
            portfolio=portfolio,
            establishment=units[n % PORTFOLIOS],
            raised_on=NEWEST,
            opens_on=NEWEST,
            dismissal_on=NEWEST + datetime.timedelta(days=60 + n),
        )
        RedundancyProposal.objects.create(
            consultation=consultation, programme=programme, posts_low=8, posts_high=10
        )
        Engagement.objects.create(
            consultation=consultation, kind="briefing", held_on=NEWEST, summary="A briefing."
        )
        restructure = Restructure.objects.create(
            name=f"Service {n + 1}",
            portfolio=portfolio,
            year=FIRST_YEAR,
            before=50 * HUNDREDTHS,
            after=40 * HUNDREDTHS,
        )
        RouteOutcome.objects.create(restructure=restructure, route="vacancy", fte=10 * HUNDREDTHS)
        Redeployment.objects.create(
            portfolio=portfolio,
            counted_on=NEWEST - datetime.timedelta(days=n),
            at_risk=10,
            in_trial=5,
        )
