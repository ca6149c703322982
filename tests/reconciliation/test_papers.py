"""What reconciliation finds in the papers themselves, and that nothing could hide from it."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache
from math import floor

import pytest

from accounts.roles import Role
from portfolios.models import Position
from reports.library import Library
from reports.models import StatedFigure
from reports.quantities import Measure, Quantity
from reports.reconciliation import PROSE, Result, State, Unit, reconcile, tolerance

FEBRUARY, JULY = "February 2025", "July 2024"
STATUS = "Portfolio status, text"
SUMMARY, OVERVIEW = "Executive summary", "Programme overview"
CURRENT = "Current expected saving"

BREAKS = {
    (FEBRUARY, "000", STATUS, "Customer & Community", "Cumulative 2024/25", "£0.33m"),
    (FEBRUARY, "000", STATUS, "Enabling Excellence", "Cumulative 2024/25", "£0.37m"),
    (FEBRUARY, "000", f"{SUMMARY}, text", "Total", "Annual 2025/26", "£34.5m"),
    (FEBRUARY, "000", f"{OVERVIEW}, text", "Total", CURRENT, "£50m"),
    (JULY, "001", "Portfolio structure", "Total", "July 2024 expected saving", "£42.64m"),
}  # fmt: skip

AGAINST = {
    "£0.33m": "£0.31m in 000, Programme overview, Savings profile",
    "£0.37m": "£0.44m in 000, Programme overview, Savings profile",
    "£34.5m": "£24.5m in 000, Executive summary, Savings profile",
    "£50m": "£50.82m in 000, Executive summary, Savings by portfolio",
    "£42.64m": "£42.65m in 000, Executive summary, Savings by portfolio",
}

ROUNDED = {
    *(
        (FEBRUARY, "000", place, "Total", column, printed)
        for place in (SUMMARY, OVERVIEW)
        for column, printed in [
            (CURRENT, "£50.82m"),
            ("Expected saving", "£50.82m"),
            ("Cumulative 2027/28", "£50.02m"),
            ("Cumulative 2028/29", "£50.82m"),
            ("Annual 2027/28", "£2.24m"),
        ]
    ),
    (FEBRUARY, "000", f"{SUMMARY}, text", "Total", CURRENT, "c£50m"),
    (FEBRUARY, "000", f"{SUMMARY}, text", "Total", "Cumulative 2024/25", "c£10m"),
    (FEBRUARY, "000", "Savings profile, text", "Total", "Cumulative 2024/25", "c£10m"),
    (FEBRUARY, "000", "Savings profile, text", "Total", "Cumulative 2025/26", "£34.5m"),
    (FEBRUARY, "000", "Savings profile, text", "Total", "Green, cumulative 2025/26", "£34.5m"),
}

PRINTED_ONCE = {
    *(
        (JULY, "000", "Portfolio status", row, "July 2024 expected saving", printed)
        for row, printed in [
            ("Adult Social Care & Health / Service Redesign and Productivity", "£2.9m"),
            ("Adult Social Care & Health / Living and Ageing Well", "£7.45m"),
            ("Adult Social Care & Health / Whole Life Pathway", "£2.8m"),
            ("Adult Social Care & Health / Commissioning", "£1.5m"),
            ("Children's Services / Demand Reduction", "£2.8m"),
            ("Children's Services / Right Child, Right Home", "£4.1m"),
            ("Children's Services / Early Years Support & Prevention (Family Hubs)", "£1m"),
            ("Schools & SEND / School Travel Service", "£1.8m"),
            ("Customer & Community / Service Centre", "£1m"),
            ("Enabling Excellence / Enabling & Strategic Core", "£2m*"),
            ("Enabling Excellence / Asset Development & Disposal Programme (ADDP)", "£2m**"),
            ("Growth & Prosperity / Service Redesign & Productivity", "£2m*"),
            ("Resident Services / Waste, Fleet & City Services", "£2m"),
            ("Resident Services / Homelessness Prevention", "£3m"),
            ("Resident Services / Parking & Traffic Management", "£2m"),
            ("Resident Services / Regulatory Services Development", "£0.5m"),
            ("Resident Services / Leisure Strategy", "£2.5m"),
            ("Resident Services / Productivity & Redesign", "£1.3m"),
        ]
    ),
    *(
        ("October 2024", "000", "Workforce implications", "Total", column, printed)
        for column, printed in [("Total low", "136"), ("Total high", "168"), ("Vacant", "69")]
    ),
}


def said(result: Result) -> tuple[str, ...]:
    f = result.figure
    return (f.position.name, f.document, f.place, f.row, f.column, f.printed)


@pytest.fixture
def results(library) -> list[Result]:
    return library.reconciled


@pytest.fixture
def found(results) -> dict[State, list[tuple]]:
    """Which figures stand how, but for those that are exact."""
    by_state = defaultdict(list)
    for result in results:
        by_state[result.state].append(said(result))
    return by_state


def test_the_papers_hold_these_five_breaks_and_no_other(found):
    assert set(found[State.BREAK]) == BREAKS
    assert len(found[State.BREAK]) == len(BREAKS)


def test_each_break_names_what_it_disagrees_with(results):
    broken = [r for r in results if r.state is State.BREAK]
    assert {
        r.figure.printed: next(c.against for c in r.checks if c.name == "agrees") for r in broken
    } == AGAINST


def test_the_papers_are_rounded_here_and_nowhere_else(found):
    assert set(found[State.ROUNDING]) == ROUNDED
    assert len(found[State.ROUNDING]) == len(ROUNDED)


def test_what_is_not_covered_is_printed_once_and_part_of_a_total_that_is_checked(found, results):
    assert set(found[State.NOT_COVERED]) == PRINTED_ONCE
    times = Counter((r.figure.position_id, r.quantity) for r in results)
    for result in results:
        if result.state is State.NOT_COVERED:
            assert times[result.figure.position_id, result.quantity] == 1
            assert any(c.name == "foots" for r in totals_over(result, results) for c in r.checks)


def test_every_stated_figure_is_checked_or_accounted_for(found, results):
    assert len(results) == StatedFigure.objects.count() == 346
    assert {state: len(rows) for state, rows in found.items()} == {
        State.EXACT: 305,
        State.ROUNDING: 15,
        State.NOT_COVERED: 21,
        State.BREAK: 5,
    }
    assert all(result.quantity for result in results)


def test_one_portfolios_reader_is_shown_its_figures_with_the_same_states(results, people, led):
    lead = people[Role.PORTFOLIO_LEAD]
    own = Library(lead, Position.objects.select_related("establishment").newest_first()).reconciled
    assert {said(r): r.state for r in own} == {
        said(r): r.state for r in results if r.figure.row.partition(" / ")[0] == led.name
    }


# --- planted faults ------------------------------------------------------------------------------


def totals_over(result: Result, results: Iterable[Result]) -> list[Result]:
    """The checked totals that a figure is a part of, in its own table."""
    f, quantity = result.figure, result.quantity
    occupied = {
        Measure.LOW: {Measure.OCCUPIED_LOW},
        Measure.HIGH: {Measure.OCCUPIED_HIGH},
        Measure.VACANT: {Measure.OCCUPIED_LOW, Measure.OCCUPIED_HIGH},
    }.get(quantity.measure, set())
    return [
        r
        for r in results
        if (r.figure.position_id, r.figure.document, r.figure.place, r.figure.table)
        == (f.position_id, f.document, f.place, f.table)
        and (r.quantity == quantity.whole or r.quantity.measure in occupied)
        and r.checks
    ]


def faults(result: Result, results: list[Result]) -> Iterable[int]:
    """A value just past each end of what the checks of a figure, or of its total, can bear."""
    figure = result.figure
    if result.checks:
        yield floor(max(c.expected + c.tolerance for c in result.checks)) + 1
        yield -floor(max(c.tolerance - c.expected for c in result.checks)) - 1
        return
    footed = [
        floor(check.tolerance + abs(check.difference))
        for total in totals_over(result, results)
        for check in total.checks
        if check.name == "foots"
    ]
    least = min(footed, default=floor(tolerance(figure, 1)))
    yield figure.value + least + 1
    yield figure.value - least - 1


@pytest.fixture
def replay(library, results, monkeypatch):
    """Reconcile one position's figures again, as they now are in memory; its breaks come back."""
    monkeypatch.setattr(Quantity, "from_statement", cache(Quantity.from_statement))
    books = {p.pk: library.book(p) for p in library.positions}
    compute = cache(lambda position, quantity: books[position].compute(quantity))
    of_position: dict[int, list[StatedFigure]] = defaultdict(list)
    for result in results:
        of_position[result.figure.position_id].append(result.figure)

    def breaks(position: int) -> set[StatedFigure]:
        again = reconcile(of_position[position], compute)
        return {r.figure for r in again if r.state is State.BREAK}

    return breaks


def test_no_planted_fault_goes_unseen(results, replay):
    before = {r.figure for r in results if r.state is State.BREAK}
    assert set.union(*map(replay, {r.figure.position_id for r in results})) == before
    planted, unseen = 0, []
    for result in results:
        figure, true = result.figure, result.figure.value
        if true is None:
            continue
        for fault in faults(result, results):
            figure.value = fault
            after = replay(figure.position_id)
            figure.value = true
            planted += 1
            if figure not in after and not after - before:
                unseen.append((*said(result), fault))
    assert unseen == []
    assert planted == 2 * len([r for r in results if r.figure.value is not None])


def test_no_planted_word_goes_unseen(results, replay):
    worded = [r for r in results if r.figure.unit == Unit.TEXT]
    assert {r.figure.printed for r in worded} == {"n/a", "HRA"}
    for result in worded:
        figure, true = result.figure, result.figure.printed
        for fault in {"n/a", "HRA", "TBC", ""} - {true}:
            figure.printed = fault
            assert figure in replay(figure.position_id), said(result)
        figure.printed = true


def test_a_fault_planted_in_a_table_is_laid_at_the_table(results, replay):
    """Where a sentence repeats a table's figure, ours says which of the two is wrong."""
    repeated = Counter((r.figure.position_id, r.quantity) for r in results)
    for result in results:
        figure, true = result.figure, result.figure.value
        ours = [c for c in result.checks if c.name == "computes"]
        if figure.table == PROSE or true is None or not ours or result.state is not State.EXACT:
            continue
        if repeated[figure.position_id, result.quantity] > 1:
            figure.value = floor(ours[0].expected + ours[0].tolerance) + 1
            assert figure in replay(figure.position_id), said(result)
            figure.value = true


def test_the_figures_are_left_as_they_were_printed(results, replay):
    held = {f.pk: f.value for f in StatedFigure.objects.all()}
    assert {r.figure.pk: r.figure.value for r in results} == held
