"""Delivered against plan, investment and payback, gap coverage: each whole, among decoys."""

import datetime

import pytest

from agt.words.years import FinancialYear
from portfolios.models import ProgrammePlace
from reports.registry import REPORTS
from reports.renderers.words import as_data, print_cell
from reports.table import Ask, Cell, ReportTable
from savings.models import (
    BudgetPressure,
    DeliveredSaving,
    DeliveryForecast,
    FundingGap,
    FundingSource,
    Investment,
    RecoveryPlan,
    SavingsLine,
)

M = 1_000_000_00
Y = FinancialYear(2024)


def table(slug: str, library, position) -> ReportTable:
    return REPORTS[slug].build(Ask(library, position))


def values(report: ReportTable, at: int) -> dict:
    return {key: cell.value for key, cell in report.rows[at].cells.items()}


@pytest.fixture
def places(led, working):
    return list(ProgrammePlace.objects.at(working).filter(portfolio=led))


def delivered(programme, month: int, amount: int, **said) -> None:
    given = {"state": "validated", "evidence": "x", "illustrative": True, **said}
    day = datetime.date(2025, month, 1)
    DeliveredSaving.objects.create(programme=programme, month=day, amount=amount, **given)


def test_delivered_against_plan(library, working, places, led):
    first = next(p for p in places if p.shows == "money").programme
    counting = sum(p.shows not in ("HRA", "DSG") for p in places)
    delivered(first, 1, 3 * M)
    delivered(first, 2, M, cashable=False, state="banked")
    delivered(first, 3, 2 * M, state="claimed")
    DeliveredSaving.objects.create(  # of the year before
        programme=first,
        month="2024-03-01",
        amount=M,
        state="banked",
        evidence="x",
        illustrative=True,
    )
    hra = ProgrammePlace.objects.at(working).filter(shows="HRA").first().programme
    delivered(hra, 1, 9 * M)  # not the General Fund's
    for place in places:
        for day, amount in (("2025-03-01", M // 2), ("2025-02-01", 8 * M)):
            DeliveryForecast.objects.create(
                programme=place.programme, year=Y, made_on=day, amount=amount
            )
    RecoveryPlan.objects.create(
        programme=first, year=Y, plan="x", owner_role="x", due="2025-04-01", next_year=1
    )
    report = table("delivered-against-plan", library, working)
    at = next(i for i, row in enumerate(report.rows) if row.cells["portfolio"].link[1] == led.slug)
    row = values(report, at)
    gap = row["plan"] - M // 2 * counting
    assert row | {"portfolio": ""} == {
        "portfolio": "",
        "plan": row["plan"],
        "forecast": M // 2 * counting,
        "delivered": 4 * M,
        "waiting": 2 * M,
        "gap": gap,
        "next_year": max(0, min(gap, row["plan"]) - 1),
        "planned": row["plan"],
        "so_far": 5 * M,
        "cashable": 4 * M,
        "basis": "illustrative",
    }
    total = values(report, -1)
    assert (total["delivered"], total["so_far"]) == (4 * M, 5 * M)
    assert (total["forecast"], total["gap"], total["next_year"]) == ("not stated", "n/a", "n/a")
    assert total["plan"] == sum(row.cells["plan"].value for row in report.rows[:-1])
    assert "£4.0m of the" in report.finding


def test_investment_and_payback(library, working, february, places):
    place = next(p for p in places if p.shows == "money")
    source = FundingSource.objects.first()
    for position, kind, recurrence, budget, year, amount in [
        (working, "delivery", "one_off", "capital", Y, 3 * M),
        (working, "redundancy", "one_off", "revenue", Y, M),
        (working, "fees", "ongoing", "revenue", Y + 1, M),
    ]:
        Investment.objects.create(
            position=position,
            programme=place.programme,
            year=year,
            kind=kind,
            recurrence=recurrence,
            budget=budget,
            amount=amount,
            source=source,
        )
    SavingsLine.objects.filter(place=place).delete()
    saving, _ = place.programme.savings.get_or_create(name="Entered")
    for year, amount in ((Y + 1, 3 * M), (Y + 2, M)):
        SavingsLine.objects.create(
            place=place, saving=saving, year=year, confidence="green", amount=amount
        )
    receipt = place.programme.savings.create(name="Sale", budget="capital_receipt")
    SavingsLine.objects.create(
        place=place, saving=receipt, year=Y, confidence="green", amount=7 * M
    )
    report = table("investment-and-payback", library, working)
    assert [row.role for row in report.rows] == ["subtotal", "body", "total"]
    assert values(report, 1) | {"portfolio": "", "programme": ""} == {
        "portfolio": "",
        "programme": "",
        "one_off": 4 * M,
        "ongoing": M,
        "cost": 5 * M,
        "capital": 3 * M,
        "people": M,
        "fees": M,
        "saving": 15 * M,
        "net": 10 * M,
        "payback": 250,
        "receipts": 7 * M,
    }
    column, cell = report.column("payback"), report.rows[1].cells["payback"]
    assert print_cell(column, cell) == "2.5"
    assert as_data(column, cell) == 2.5
    assert print_cell(column, Cell(264)) == "2.6"  # nobody waits for hundredths of a year
    assert report.finding == "£5.0m is invested, £4.0m of it one-off"
    assert table("investment-and-payback", library, february).rows == ()


def test_gap_coverage(library, working, february):
    FundingGap.objects.create(position=working, year=Y, amount=100 * M)
    BudgetPressure.objects.create(position=working, name="Pay", year=Y, amount=2 * M)
    report = table("gap-coverage", library, working)
    assert [row.cells["year"].value for row in report.rows] == [str(y) for y in working.years]
    first = values(report, 0)
    face = first["green"] + first["amber"] + first["red"]
    counted = (first["green"] * 100 + first["amber"] * 75 + first["red"] * 25) // 100
    assert first | {"year": ""} == {
        "year": "",
        "gap": 100 * M,
        "pressures": 2 * M,
        "to_close": 102 * M,
        "green": first["green"],
        "amber": first["amber"],
        "red": first["red"],
        "face": face,
        "left": 102 * M - face,
        "weighted": counted,
        "left_weighted": 102 * M - counted,
    }
    assert values(report, 1)["left"] == "n/a"
    assert "left to find at face value" in report.finding
    assert table("gap-coverage", library, february).rows == ()
