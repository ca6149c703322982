"""What a plan prints beside its savings: budget pressures, and the posts of its portfolios."""

from collections import Counter, defaultdict
from collections.abc import Mapping

from django.core.exceptions import ValidationError

from accounts.history import say_of_many
from accounts.models import User
from agt.words.years import FinancialYear
from portfolios.models import Portfolio, Position
from reports.exchange.account import Reading
from reports.exchange.bulk import insert_many
from reports.exchange.posts import Range
from savings.models import BudgetPressure
from workforce.models import PostReduction

LONGEST = 160  # characters of a pressure's name


def add_beside(
    reading: Reading, position: Position, portfolios: Mapping[str, Portfolio], *, why: str, by: User
) -> None:
    """Add the pressures and the posts to a new position, each with its history."""
    pressures = [
        (position.pk, name, year.start, pence)
        for name, by_year in effects(reading).items()
        for year, pence in by_year.items()
    ]
    insert_many(BudgetPressure, ("position_id", "name", "year", "amount"), pressures)
    ranges: dict[int, Range] = {}
    for name, said in reading.posts.items():
        if name not in portfolios:
            raise ValidationError(f"“{name}” loses posts and has no saving: leave its row out.")
        pk = portfolios[name].pk
        held = ranges.get(pk, Range(0, 0))
        ranges[pk] = Range(held.low + said.low, held.high + said.high)
    note = "As the plan prints them; it says nothing of vacant posts."
    rows = [
        (position.pk, pk, order, said.low, said.high, 0, 0, 0, note)
        for order, (pk, said) in enumerate(ranges.items(), start=1)
    ]
    columns = ("low", "high", "vacant", "delivered", "delivered_vacant", "scope_note")
    insert_many(PostReduction, ("position_id", "portfolio_id", "order", *columns), rows)
    for model in (BudgetPressure, PostReduction):
        say_of_many(model.objects.at(position), why=why, by=by)


def effects(reading: Reading) -> dict[str, dict[FinancialYear, int]]:
    """What each pressure adds to each year's budget: all that it added up to then.

    Plans print a pressure below nought where a saving is above it, or above it in a column that
    says which is which: whichever the file does, more pressure is more.
    """
    sign = -1 if sum(entry.pence for entry in reading.pressures) < 0 else 1
    often = Counter(programme for _, programme in {entry[:2] for entry in reading.pressures})
    added: dict[str, dict[FinancialYear, int]] = defaultdict(lambda: defaultdict(int))
    for entry in reading.pressures:
        name = entry.programme
        if often[name] > 1:
            name = f"{entry.portfolio}: {name}"
        added[name[:LONGEST]][entry.year] += sign * entry.pence
    found: dict[str, dict[FinancialYear, int]] = {}
    for name, by_year in added.items():
        so_far, found[name] = 0, {}
        for year in min(by_year).through(reading.years[-1]):
            so_far += by_year.get(year, 0)
            found[name][year] = so_far
    return found
