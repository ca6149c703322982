"""The savings side of a synthetic organisation: what is delivered, what it does and costs."""

import datetime

from agt.words import clock
from governance.models import Proposal
from portfolios.models import Portfolio, Position, Programme
from reports.synthetic_lists import BATCH, FIRST_YEAR, NEWEST, PORTFOLIOS, UNIT
from savings.models import (
    Benefit,
    BudgetLine,
    DeliveredSaving,
    DeliveryForecast,
    FundingGap,
    FundingSource,
    Investment,
    Measure,
    Reading,
    SavingBudgetLine,
    TargetPoint,
)

MOST = 500  # benefits, claims and lines: what a council has, whatever the number of its programmes
MONTHS = (datetime.date(2024, 11, 1), datetime.date(2024, 12, 1))


def add_savings(programmes: list[Programme], portfolios: list[Portfolio]) -> None:
    """Claims, forecasts, budget lines, benefits, proposals, and what each position costs."""
    some = programmes[:MOST]
    DeliveredSaving.objects.bulk_create(
        DeliveredSaving(
            programme=programme, month=month, amount=UNIT, evidence="Ledger", illustrative=True
        )
        for programme in some
        for month in MONTHS
    )
    DeliveryForecast.objects.bulk_create(
        DeliveryForecast(programme=programme, year=FIRST_YEAR, made_on=NEWEST, amount=UNIT)
        for programme in some
    )
    lines = BudgetLine.objects.bulk_create(
        BudgetLine(code=f"C{n}", name=f"Service {n}", annual_budget=10 * UNIT)
        for n in range(-(-len(some) // 2))
    )
    SavingBudgetLine.objects.bulk_create(
        SavingBudgetLine(programme=programme, line=lines[n // 2], year=FIRST_YEAR, amount=UNIT)
        for n, programme in enumerate(some)
    )
    _add_benefits(some, portfolios)
    Proposal.objects.bulk_create(
        Proposal(
            title=f"Proposal {n}",
            portfolio=portfolios[n % PORTFOLIOS],
            owner_role="Head of service",
            saving_low=UNIT,
            saving_high=2 * UNIT,
            saving_year=FIRST_YEAR,
        )
        for n in range(len(some))
    )
    source, _ = FundingSource.objects.get_or_create(name="Reserves")
    for position in Position.objects.all():
        Investment.objects.bulk_create(
            Investment(
                position=position, programme=programme, year=FIRST_YEAR, amount=UNIT, source=source
            )
            for programme in some
        )
        FundingGap.objects.create(position=position, year=FIRST_YEAR, amount=100 * UNIT)


def _add_benefits(programmes: list[Programme], portfolios: list[Portfolio]) -> None:
    """One of each programme, with a measure that has a target and two readings."""
    benefits = Benefit.objects.bulk_create(
        Benefit(
            title=f"Benefit {n}",
            category=Benefit.Category.values[n % len(Benefit.Category.values)],
            portfolio=portfolios[n % PORTFOLIOS],
            owner_role="Head of service",
        )
        for n, _ in enumerate(programmes)
    )
    of = Benefit.programmes.through
    of.objects.bulk_create(
        of(benefit=benefit, programme=programme)
        for benefit, programme in zip(benefits, programmes, strict=True)
    )
    measures = Measure.objects.bulk_create(
        Measure(benefit=benefit, name=f"Measure {n}", unit="people", baseline=100_000)
        for n, benefit in enumerate(benefits)
    )
    later = clock.today() + datetime.timedelta(days=90)
    TargetPoint.objects.bulk_create(
        TargetPoint(measure=measure, on=later, value=50_000) for measure in measures
    )
    Reading.objects.bulk_create(
        (
            Reading(measure=measure, on=month, value=90_000 - 1000 * n)
            for measure in measures
            for n, month in enumerate(MONTHS)
        ),
        batch_size=BATCH,
    )
