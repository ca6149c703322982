import csv
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import settings as rolling
from hypothesis import strategies as st

from agt.words.years import FinancialYear
from reports.quantities import LABELS, Measure, Quantity
from savings.models import Confidence

SOURCE = Path(settings.BASE_DIR) / "fixtures" / "source" / "stated_figures.csv"

TOTAL = Quantity(portfolio="P")


def at(year: int, **more) -> Quantity:
    return Quantity(portfolio="P", year=FinancialYear(year), **more)


def of(measure: Measure) -> Quantity:
    return Quantity(measure, portfolio="P")


COLUMNS = {
    "Current expected saving": TOTAL,
    "July 2024 expected saving": TOTAL,
    "Expected saving": TOTAL,
    "Green": Quantity(portfolio="P", confidence=Confidence.GREEN),
    "Amber": Quantity(portfolio="P", confidence=Confidence.AMBER),
    "Red": Quantity(portfolio="P", confidence=Confidence.RED),
    **{f"Cumulative {y}/{y - 1999}": at(y, cumulative=True) for y in range(2024, 2029)},
    **{f"Annual {y}/{y - 1999}": at(y) for y in range(2024, 2029)},
    "Green, cumulative 2025/26": at(2025, cumulative=True, confidence=Confidence.GREEN),
    "Programmes": of(Measure.PROGRAMMES),
    "Portfolios": of(Measure.PORTFOLIOS),
    "Total low": of(Measure.LOW),
    "Total high": of(Measure.HIGH),
    "Vacant": of(Measure.VACANT),
    "Occupied low": of(Measure.OCCUPIED_LOW),
    "Occupied high": of(Measure.OCCUPIED_HIGH),
    "Establishment": of(Measure.ESTABLISHMENT),
    "Already delivered": of(Measure.DELIVERED),
    "Already delivered, vacant": of(Measure.DELIVERED_VACANT),
    "Transferred out": of(Measure.TRANSFERRED_OUT),
    "Transferred in": of(Measure.TRANSFERRED_IN),
}


def test_every_column_the_papers_print_is_read():
    with SOURCE.open(encoding="utf-8", newline="") as file:
        columns = {row["column"] for row in csv.DictReader(file)}
    assert {column: Quantity.from_statement("P", column) for column in columns} == COLUMNS


@pytest.mark.parametrize(
    ("row", "portfolio", "programme"),
    [
        ("Total", "", ""),
        ("total", "", ""),
        ("Council", "", ""),
        ("P", "P", ""),
        ("P / Q", "P", "Q"),
        ("P / Total", "P", ""),
        ("P / Q / R", "P", "Q / R"),
    ],
)
def test_a_row_is_the_council_or_a_portfolio_or_a_programme(row, portfolio, programme):
    assert Quantity.from_statement(row, "Green") == Quantity(
        portfolio=portfolio, programme=programme, confidence=Confidence.GREEN
    )


@pytest.mark.parametrize(
    "column", ["", "Blue", "Budget", "Saving", "Cumulative", "Annual 24/25", "blue, annual 2024/25"]
)
def test_a_column_that_is_not_known_has_no_quantity(column):
    assert Quantity.from_statement("Total", column) is None


def test_what_a_quantity_is_a_row_of():
    programme = Quantity(Measure.LOW, "P", "Q", FinancialYear(2024), confidence=Confidence.RED)
    portfolio = Quantity(Measure.LOW, "P", "", FinancialYear(2024), confidence=Confidence.RED)
    council = Quantity(Measure.LOW, "", "", FinancialYear(2024), confidence=Confidence.RED)
    assert (programme.whole, portfolio.whole, council.whole) == (portfolio, council, None)


QUANTITIES = st.builds(
    Quantity,
    measure=st.sampled_from(Measure),
    portfolio=st.sampled_from(["", "P", "Schools & SEND", "Children's Services"]),
    programme=st.sampled_from(["", "Q", "Right Child, Right Home"]),
    year=st.none() | st.integers(1990, 2190).map(FinancialYear),
    cumulative=st.booleans(),
    confidence=st.none() | st.sampled_from(Confidence),
)


@given(QUANTITIES)
@rolling(deadline=None)
def test_a_link_says_the_whole_quantity_and_nothing_empty(quantity):
    query = quantity.as_query()
    assert all(isinstance(value, str) and value for value in query.values())
    assert Quantity.from_query(query) == quantity


@given(QUANTITIES, QUANTITIES)
@rolling(deadline=None)
def test_two_quantities_have_one_link_only_where_they_are_one(one, other):
    assert (one.as_query() == other.as_query()) == (one == other)


def test_a_link_that_says_nothing_asks_for_the_whole_saving():
    assert Quantity.from_query({}) == Quantity()
    assert Quantity().as_query() == {"measure": "saving"}


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ({"measure": "cost"}, "cost"),
        ({"year": "2024/26"}, "2024/26"),
        ({"year": "soon"}, "soon"),
        ({"confidence": "blue"}, "blue"),
    ],
)
def test_a_link_that_is_not_known_is_refused_by_name(query, named):
    with pytest.raises(ValueError, match=named):
        Quantity.from_query(query)


@pytest.mark.parametrize(
    ("quantity", "words"),
    [
        (Quantity(), "Saving, whole programme"),
        (TOTAL, "Saving, P"),
        (Quantity(portfolio="P", programme="Q"), "Saving, Q"),
        (at(2024), "Saving, annual in 2024/25, P"),
        (
            at(2025, cumulative=True, confidence=Confidence.GREEN),
            "Saving, Green, cumulative at 2025/26, P",
        ),
        (Quantity(Measure.LOW), "Post reductions, low, whole programme"),
    ],
)
def test_a_quantity_says_what_it_is_of(quantity, words):
    assert str(quantity) == words


def test_every_measure_has_a_label():
    assert set(LABELS) == set(Measure)
    assert len(set(LABELS.values())) == len(LABELS)
