"""Every sum of a position's savings is that of the amounts it names."""

from hypothesis import given
from hypothesis import strategies as st

from agt.words.years import FinancialYear
from reports.book import Savings
from reports.quantities import Quantity
from savings.models import Confidence, SavingsLine

NAMES = ("Alder", "Birch", "Cedar")
years = st.integers(2020, 2024).map(FinancialYear)
asked = st.builds(
    Quantity,
    portfolio=st.sampled_from(("", *NAMES)),
    confidence=st.none() | st.sampled_from(Confidence),
    year=st.none() | years,
    cumulative=st.booleans(),
)
amounts = st.dictionaries(
    st.tuples(st.sampled_from(NAMES), years, st.sampled_from(Confidence.values)),
    st.integers(-(10**12), 10**12),
)


@given(amounts, asked)
def test_a_sum_is_of_all_that_it_names_and_of_nothing_else(amounts, asked):
    def named(portfolio: str, year: FinancialYear, confidence: str) -> bool:
        in_time = asked.year in (None, year) or (asked.cumulative and year <= asked.year)
        of = asked.portfolio in ("", portfolio) and asked.confidence in (None, confidence)
        return of and in_time

    wanted = sum(pence for key, pence in amounts.items() if named(*key))
    held = Savings()
    for (portfolio, year, confidence), pence in amounts.items():
        held.add(portfolio, year.start, confidence, SavingsLine.Basis.ENTERED, pence)
    assert held.sum(asked) == wanted
