"""The movement between positions: in one order, closing to nothing."""

import uuid

import pytest
from django.db.models import F

from accounts.roles import Role as Person
from accounts.viewer import SYSTEM
from portfolios.models import Position
from reports.actions.restate_figure import restate_figure
from reports.library import Library
from reports.quantities import Quantity
from reports.registry import REPORTS
from reports.renderers import as_chart
from reports.table import Ask, Role
from savings.models import RePresentation, SavingsLine
from tests.reports import papers

MILLION = 100_000_000
PARTS = ["transfers", "new", "stopped", "re_estimated"]


@pytest.fixture
def movement(ask):
    return REPORTS["movement"].build(ask)


def parts_of(row) -> dict[str, int]:
    return {key: row.cells[key].value for key in [*PARTS, "change"]}


def test_the_parts_of_every_row_sum_to_its_change(library):
    checked = 0
    for position in library.positions:
        for compare in [None, *(b.position for b in library.before(position))]:
            for row in REPORTS["movement"].build(Ask(library, position, compare)).rows:
                parts = parts_of(row)
                earlier, now = (row.cells[k].value for k in ("earlier", "expected"))
                assert sum(parts[key] for key in PARTS) == parts["change"]
                assert parts["change"] == sum(v for v in [now] if isinstance(v, int)) - sum(
                    v for v in [earlier] if isinstance(v, int)
                )
                checked += 1
    assert checked > 100


def test_every_total_is_the_sum_of_its_rows(movement):
    for key in [*PARTS, "earlier", "expected", "change"]:
        sums: dict[str, int] = {}
        for row in movement.of_role(Role.BODY):
            value = row.cells[key].value
            at = row.cells["portfolio"].value
            sums[at] = sums.get(at, 0) + (value if isinstance(value, int) else 0)
        subtotals = {
            row.cells["portfolio"].value: row.cells[key].value
            for row in movement.of_role(Role.SUBTOTAL)
        }
        assert subtotals == sums
        total = next(movement.of_role(Role.TOTAL))
        assert total.cells[key].value == sum(subtotals.values())


def test_the_whole_closes_from_the_printed_july_to_our_february(movement):
    total = next(movement.of_role(Role.TOTAL))
    assert parts_of(total) == {
        "transfers": 0,
        "new": 0,
        "stopped": 0,
        "re_estimated": 818_000_000,
        "change": 818_000_000,
    }
    assert total.cells["earlier"].value == 4_265_000_000
    assert total.cells["expected"].value == 5_083_000_000
    assert movement.finding.startswith("Up £8.18m since July 2024")


def test_a_transfer_stands_apart_from_what_was_re_estimated(movement):
    moved = {
        row.cells["programme"].value: (
            row.cells["transfers"].value,
            row.cells["re_estimated"].value,
        )
        for row in movement.of_role(Role.BODY)
        if row.cells["transfers"].value
    }
    assert moved == {
        "Asset Development & Disposal Programme (ADDP)": (-175_000_000, 0),
        "Service Redesign & Productivity": (175_000_000, 1_000_000),
    }
    assert any(n.startswith("Transfer: ") and "£1.75m, unphased" in n for n in movement.notes)


def test_programmes_that_were_one_total_are_compared_as_one_row(movement):
    """The four that July printed as one £2m; the property programme stays outside."""
    rows = {
        row.cells["programme"].value: row
        for row in movement.rows
        if row.cells["portfolio"].value == "Enabling Excellence"
    }
    group, *others = rows
    assert group == "Enabling Excellence, reported as one total in July 2024"
    assert others == ["Asset Development & Disposal Programme (ADDP)", "TOTAL"]
    assert rows[group].cells["earlier"].value == 2 * MILLION
    assert rows[group].cells["expected"].value == 256_000_000
    assert rows[group].cells["re_estimated"].value == 56_000_000


def test_every_other_programme_moves_by_what_the_paper_prints(movement):
    printed: dict[str, dict[str, int]] = {}
    for f in papers.of_table("Portfolio programmes"):
        if isinstance(f.value, int):
            printed.setdefault(f.row, {})[f.position] = f.value
    ours = {
        f"{row.cells['portfolio'].value} / {row.cells['programme'].value}": row.cells[
            "change"
        ].value
        for row in movement.of_role(Role.BODY)
        if "reported as one total" not in row.cells["programme"].value
    }
    assert ours == {
        row: both["February 2025"] - both["July 2024"]
        for row, both in printed.items()
        if row in ours
    }
    assert len(ours) == 17


def test_against_a_position_of_totals_it_says_that_finer_is_not_published(
    library, february, october
):
    table = REPORTS["movement"].build(Ask(library, february, compare=october))
    assert [row.role for row in table.rows] == [Role.TOTAL]
    assert table.rows[0].cells["change"].value == 5_083_000_000 - 4_966_000_000
    assert table.notes == (
        "The earlier position is published as one total: portfolios cannot be compared.",
    )


def test_nothing_earlier_is_said_and_not_guessed(library, july):
    table = REPORTS["movement"].build(Ask(library, july))
    assert table.rows == ()
    assert table.notes == ("There is no earlier position to compare with.",)


def test_a_copy_has_not_moved(library, working, february):
    total = next(
        REPORTS["movement"].build(Ask(library, working, compare=february)).of_role(Role.TOTAL)
    )
    assert set(parts_of(total).values()) == {0}


def test_moves_between_years_are_unknown_where_no_years_are_published(movement):
    """July is published by programme, not by year: nothing is said of when."""
    assert {row.cells["re_phased"].value for row in movement.rows} == {"not published"}


# --- what was restated since it was published ----------------------------------------------------

ROW = "Service Redesign & Productivity"


def restated(position: Position, by, quantity: Quantity, less: int) -> None:
    library = Library(SYSTEM, Position.objects.all())
    restate_figure(
        position=position,
        quantity=quantity,
        value=library.book(position).figure(quantity) - less,
        why="Counted twice",
        reported_in="Cabinet, 12 March 2025",
        token=uuid.uuid4(),
        by=by,
    )


def built(position: Position, compare: Position | None = None):
    library = Library(SYSTEM, Position.objects.select_related("establishment"))
    return REPORTS["movement"].build(Ask(library, position, compare))


def figures_of(table, programme: str) -> dict[str, int | None]:
    (row,) = (r for r in table.rows if r.cells["programme"].value == programme)
    return {key: cell.number for key, cell in row.cells.items()}


def quantity_of(table, programme: str) -> Quantity:
    (row,) = (r for r in table.rows if r.cells["programme"].value == programme)
    return row.cells["earlier"].source.quantity


@pytest.fixture
def editor(people):
    return people[Person.PMO_EDITOR]


def test_a_correction_stands_apart_and_the_published_figures_stay(july, february, editor, movement):
    was = figures_of(movement, ROW)
    assert "corrected" not in was
    restated(july, editor, quantity_of(movement, ROW), MILLION // 2)
    table = built(february)
    now = figures_of(table, ROW)
    assert now == was | {
        "corrected": -MILLION // 2,
        "re_estimated": was["re_estimated"] + MILLION // 2,
    }
    total = next(table.of_role(Role.TOTAL)).cells
    assert total["corrected"].value == -MILLION // 2
    assert total["change"].value == 818_000_000
    assert "−£0.5m corrected, +£8.68m re-estimated" in table.finding
    assert [c.heading for c in table.columns[3:5]] == ["Transfers", "Corrected"]
    (marked,) = [n for n in table.notes if n.startswith("R1 ")]
    assert f"{ROW}, July 2024: published as" in marked
    fall = as_chart.CHARTS["movement"](table)["data"][0]
    assert fall["y"][-3:] == ["Transfers, net", "Corrected", "February 2025"]
    assert sum(fall["x"][:-1]) == pytest.approx(fall["x"][-1])


def test_a_correction_of_one_of_a_group_is_the_groups(february, library, editor, movement):
    """Of the current figure: what of the change is no change."""
    group = "Enabling Excellence, reported as one total in July 2024"
    (member,) = RePresentation.objects.get(label=group).programmes.filter(slug="data-digital")
    quantity = Quantity(portfolio="Enabling Excellence", programme=member.name)
    restated(february, editor, quantity, 10_000_000)
    now = figures_of(built(february), group)
    assert (now["change"], now["corrected"], now["re_estimated"]) == (
        56_000_000,
        10_000_000,
        46_000_000,
    )


def test_a_copy_that_still_has_the_mistake_has_not_been_corrected(working, february, editor):
    (place,) = working.places.filter(printed_label=ROW)
    quantity = Quantity(portfolio=place.portfolio_place.name, programme=place.programme.name)
    restated(february, editor, quantity, MILLION)
    assert "corrected" not in figures_of(built(working, february), ROW)
    line = place.lines.filter(amount__gt=MILLION).first()
    SavingsLine.objects.filter(pk=line.pk).update(amount=F("amount") - MILLION)
    now = figures_of(built(working, february), ROW)
    assert (now["change"], now["corrected"], now["re_estimated"]) == (-MILLION, -MILLION, 0)


def test_a_total_that_was_restated_alone_is_compared_alone(october, july, february, editor):
    restated(october, editor, Quantity(), MILLION)
    (total,) = built(february, october).rows
    assert (total.cells["corrected"].value, total.cells["change"].value) == (-MILLION, 117_000_000)
    restated(july, editor, Quantity(), MILLION)
    table = built(february, july)
    assert "corrected" not in {column.key for column in table.columns}  # it is of no programme
    assert table.rows[-1].cells["earlier"].mark == "R1"
