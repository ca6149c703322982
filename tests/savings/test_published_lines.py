"""The lines made of February's margins, held against what the papers' own tables print."""

import csv
from collections import defaultdict
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from django.conf import settings
from django.db.models import Sum

from agt.words.years import FinancialYear
from savings.models import SavingsLine

SOURCE = Path(settings.BASE_DIR) / "fixtures" / "source"


def pence(millions: str) -> int:
    return int(Decimal(millions) * 100_000_000)


def printed(name: str) -> list[dict[str, str]]:
    with (SOURCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def in_table(table: str) -> dict[tuple[str, str], int]:
    """Pence by (portfolio, column) of a February table of the programme overview."""
    return {
        (row["row"], row["column"]): pence(row["value"])
        for row in printed("stated_figures.csv")
        if (row["position"], row["place"], row["table"])
        == ("February 2025", "Programme overview", table)
        and row["row"] != "Total"
    }


@pytest.fixture
def lines(february):
    return SavingsLine.objects.at(february).order_by()


def sums(lines, *by) -> dict:
    return {tuple(key): pence for *key, pence in lines.values_list(*by).annotate(Sum("amount"))}


def test_each_programme_has_the_saving_it_is_printed_with(lines):
    assert sums(lines, "place__portfolio__name", "place__programme__name") == {
        (row["portfolio"], row["programme"]): pence(row["current_saving_gbp_m"])
        for row in printed("programmes.csv")
        if row["current_saving_gbp_m"]
    }


def test_each_portfolio_has_the_saving_of_each_year(lines):
    table = in_table("Savings profile")
    found = sums(lines, "place__portfolio__name", "year")
    years = list(FinancialYear(2024).through(FinancialYear(2028)))
    expected = {
        (portfolio, year): table[portfolio, f"Cumulative {year}"]
        - (table[portfolio, f"Cumulative {before}"] if before else 0)
        for portfolio in {row for row, _ in table}
        for before, year in pairwise([None, *years])
    }
    assert found == {key: amount for key, amount in expected.items() if amount}


def test_each_portfolio_has_the_saving_of_each_confidence(lines):
    expected: dict[tuple[str, str], int] = defaultdict(int)
    for (portfolio, column), amount in in_table("Finance confidence").items():
        if amount and column in ("Green", "Amber", "Red"):
            expected[portfolio, column.lower()] += amount
    assert sums(lines, "place__portfolio__name", "confidence") == expected


def test_all_that_lands_in_the_first_two_years_is_green(lines):
    early = lines.filter(year__lte=FinancialYear(2025))
    assert set(early.values_list("confidence", flat=True)) == {"green"}
    assert early.aggregate(pence=Sum("amount"))["pence"] == pence("34.52")


def test_a_line_is_published_where_its_margins_leave_no_choice(lines):
    published = lines.filter(basis="published").values_list("place__portfolio__name", flat=True)
    assert set(lines.values_list("basis", flat=True)) == {"published", "apportioned"}
    assert set(published) == {"Schools & SEND", "Growth & Prosperity", "Customer & Community"}
