"""The approved budget: what it is measured against, and by how much, portfolio by year."""

import datetime
import uuid

import pytest

from accounts.roles import Role
from accounts.viewer import SYSTEM
from portfolios.models import Position
from reports.actions.open_position import open_position
from reports.actions.publish_position import publish_position
from reports.definitions.against_budget import ALL_YEARS, NO_BUDGET, REPORT
from reports.freeze import thawed
from reports.library import Library
from reports.pages.headlines import against_budget
from reports.quantities import Quantity
from reports.renderers import as_csv, as_excel, as_html, as_json, as_text
from reports.table import Ask
from reports.table import Role as Row
from savings.actions.save_grid import save_grid
from savings.grid import Grid
from savings.models import Fund, SavingsLine

M = 100_000_000
BUDGET = {
    "name": "Budget 2025/26",
    "slug": "budget",
    "short_name": "Budget",
    "kind": Position.Kind.APPROVED_BUDGET,
    "as_at": datetime.date(2025, 3, 1),
}


@pytest.fixture
def editor(people):
    return people[Role.PMO_EDITOR]


def add(position: Position, pence: int, by) -> SavingsLine:
    """Put so much more on one line, by the grid."""
    lines = SavingsLine.objects.at(position).filter(fund=Fund.GENERAL_FUND)
    line = lines.order_by("year", "pk").select_related("place__position").first()
    place = line.place
    amounts = {**Grid.of_lines(SavingsLine.objects.filter(place=place)).amounts}
    cell = next(c for c in amounts if (c.year, c.confidence) == (line.year, line.confidence))
    amounts[cell] += pence
    save_grid(
        place=place,
        grid=Grid(amounts),
        version=place.version,
        note="Council decided",
        token=uuid.uuid4(),
        by=by,
    )
    return line


@pytest.fixture
def budget(working, editor) -> Position:
    """The working position as Full Council set it: half a million more than before."""
    add(working, M // 2, editor)
    return publish_position(
        position=Position.objects.get(pk=working.pk), by=editor, note="Council", details=BUDGET
    )


@pytest.fixture
def later(budget, editor) -> Position:
    """The position opened from the budget, two million below it."""
    position = open_position(
        source=budget,
        name="April 2025",
        slug="april-2025",
        short_name="Apr 2025",
        kind=Position.Kind.MONTHLY_BOARD,
        by=editor,
    )
    add(position, -2 * M, editor)
    return position


def asked(position: Position, **more) -> Ask:
    held = Position.objects.select_related("establishment").newest_first()
    return Ask(Library(SYSTEM, held), position, **more)


def test_a_position_is_measured_against_the_newest_budget_at_its_date(budget, later, february):
    library = asked(later).library
    assert library.budget_of(later).position == budget
    assert library.budget_of(budget) is None  # not against itself
    assert library.budget_of(february) is None  # set later
    same_day = Position(as_at=budget.as_at, state="working", kind="monthly_board")
    assert library.budget_of(same_day).position == budget


def test_every_later_headline_says_how_far_it_is_from_the_budget(budget, later, client, people):
    ask = asked(later)
    assert against_budget(ask, Quantity()) == "−£2.0m against the approved budget, Budget 2025/26"
    moved = next(
        p for p in ask.portfolios if "−£2.0m" in against_budget(ask, Quantity(portfolio=p.name))
    )
    client.force_login(people[Role.VIEWER])
    for page in ("/", f"/portfolios/{moved.slug}/"):
        text = client.get(f"{page}?position=april-2025").content.decode()
        assert "−£2.0m against the approved budget, Budget 2025/26" in text
        before = client.get(f"{page}?position=february-2025").content.decode()
        assert "No approved budget is recorded to compare with" in before


def test_the_table_is_tied_to_both_positions_at_every_portfolio_and_year(budget, later):
    ask = asked(later)
    table = REPORT.build(ask)
    years = [str(year) for year in later.years] + [ALL_YEARS]
    assert [r.cells["year"].value for r in table.rows] == years * (len(ask.portfolios) + 1)
    for row in table.rows:
        was, now = row.cells["budget"], row.cells["expected"]
        assert (was.source.position, now.source.position) == ("budget", "april-2025")
        assert was.source.quantity == now.source.quantity
        assert was.value == ask.library.book(budget).figure(was.source.quantity)
        assert now.value == ask.book.figure(now.source.quantity)
        assert row.cells["variance"].value == now.value - was.value
    assert [r.cells["variance"].value for r in table.of_role(Row.TOTAL)] == [-2 * M]
    assert table.finding == "The expected saving is £2.0m below Budget 2025/26"


def test_the_portfolios_of_the_table_come_to_its_total(budget, later):
    rows = REPORT.build(asked(later)).rows
    of_all = {r.cells["year"].value: r for r in rows if r.cells["portfolio"].value == "Total"}
    for year, whole in of_all.items():
        parts = [r for r in rows if r.cells["year"].value == year and r is not whole]
        for key in ("budget", "expected", "variance"):
            assert sum(r.cells[key].value for r in parts) == whole.cells[key].value


def test_one_portfolio_is_measured_alone(budget, later):
    ask = asked(later)
    portfolio = ask.portfolios[0]
    table = REPORT.build(asked(later, portfolio=portfolio))
    assert {r.cells["portfolio"].value for r in table.rows} == {portfolio.name, "Total"}
    whole = next(table.of_role(Row.TOTAL))
    assert whole.cells["expected"].source.quantity == Quantity(portfolio=portfolio.name)


def test_without_a_budget_every_output_says_so(ask):
    table = REPORT.build(ask)
    assert (table.rows, table.finding) == ((), NO_BUDGET)
    sentence = "n/a: there is no approved budget at or before this position's date."
    assert table.notes == (sentence,)
    assert sentence in as_text.render(table)
    assert sentence in as_json.as_dict(table)["notes"]
    assert as_html.render(table).notes == (sentence,)
    assert as_csv.render(table)
    assert as_excel.render(table)


def test_what_a_position_does_not_publish_has_no_variance(budget, later, october):
    with thawed():
        Position.objects.filter(pk=budget.pk).update(as_at=datetime.date(2024, 1, 1))
    ask = asked(october)
    table = REPORT.build(ask)
    unsaid = [r for r in table.rows if r.cells["expected"].value == "not published"]
    assert unsaid
    assert {r.cells["variance"].value for r in unsaid} == {"n/a"}
    nobody = Quantity(portfolio="Nobody")
    assert against_budget(ask, nobody) == "No approved budget is recorded to compare with"
    with thawed():
        SavingsLine.objects.at(budget).delete()
    total = "The total is not published in both this position and Budget 2025/26"
    assert REPORT.build(asked(october)).finding == total


def test_the_table_of_a_position_as_the_budget_set_it_says_that(budget, editor):
    same = open_position(
        source=budget,
        name="April 2025",
        slug="april-2025",
        short_name="Apr 2025",
        kind=Position.Kind.MONTHLY_BOARD,
        by=editor,
    )
    assert REPORT.build(asked(same)).finding == "The expected saving is as Budget 2025/26 set it"
