"""The movement between positions: in one order, closing to nothing."""

import pytest

from reports.registry import REPORTS
from reports.table import Ask, Role
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
