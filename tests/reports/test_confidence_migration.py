"""Confidence migration: ties to both positions, and never says as fact what it only infers."""

import pytest

from accounts.roles import Role as Person
from portfolios.council import read_once
from portfolios.models import Position
from reports.freeze import thawed
from reports.library import Library
from reports.quantities import Quantity
from reports.registry import REPORTS
from reports.table import Ask, Role
from savings.migration import DROPPED, NEW
from savings.models import Confidence, SavingsLine

GREEN, AMBER, RED = Confidence
MILLION = 100_000_000
INFERRED_NOTE = "* Inferred: no line says which rating it had before."


def build(*args, **kwargs):
    return REPORTS["confidence-migration"].build(Ask(*args, **kwargs))


def matrix(table) -> dict[str, dict[str, int]]:
    keys = [*Confidence, DROPPED, "total"]
    return {
        str(row.cells["from"].value): {str(key): row.cells[key].value for key in keys}
        for row in table.rows
    }


def fresh(library) -> Library:
    return Library(library.viewer, library.positions)


def rate(place, **pence: int) -> None:
    """Give a programme these amounts by confidence, typed by hand."""
    saving = place.programme.savings.first()
    place.lines.all().delete()
    year = place.position.first_year
    SavingsLine.objects.bulk_create(
        SavingsLine(place=place, saving=saving, year=year, confidence=confidence, amount=amount)
        for confidence, amount in pence.items()
    )


@pytest.fixture
def places(working, february, led) -> list[tuple]:
    """The places of the lead's portfolio, of one programme at both positions, in order."""
    now = {p.programme_id: p for p in working.places.filter(portfolio=led, shows="money")}
    return [
        (before, now[before.programme_id])
        for before in february.places.filter(portfolio=led, shows="money")
    ]


def test_rows_and_columns_tie_at_every_position_and_portfolio(library):
    checked = 0
    for position in library.positions:
        for compare in [None, *(b.position for b in library.before(position))]:
            for portfolio in [None, *library.book(position).portfolios]:
                ask = Ask(library, position, compare=compare, portfolio=portfolio)
                table = REPORTS["confidence-migration"].build(ask)
                if not table.rows:
                    assert table.notes == (f"{table.finding}.",)
                    continue
                *body, total = table.rows
                for key in (*Confidence, DROPPED, "total"):
                    assert total.cells[key].value == sum(r.cells[key].value for r in body)
                for row in table.rows:
                    parts = sum(row.cells[k].value for k in (*Confidence, DROPPED))
                    assert row.cells["total"].value == parts
                for cell in [r.cells["total"] for r in body[:3]]:
                    book = next(
                        b
                        for b in library.before(position)
                        if b.position.slug == cell.source.position
                    )
                    assert book.figure(cell.source.quantity) == cell.value
                for c in Confidence:
                    assert total.cells[c].value == ask.book.figure(
                        Quantity(portfolio=ask.whole, confidence=c)
                    )
                checked += 1
    assert checked > 10


def test_october_to_february_is_compared_as_one_total(ask):
    table = REPORTS["confidence-migration"].build(ask)
    m = MILLION // 100
    assert matrix(table) == {
        "Green": {"green": 3635 * m, "amber": 0, "red": 0, DROPPED: 0, "total": 3635 * m},
        "Amber": {"green": 480 * m, "amber": 257 * m, "red": 0, DROPPED: 0, "total": 737 * m},
        "Red": {"green": 95 * m, "amber": 0, "red": 499 * m, DROPPED: 0, "total": 594 * m},
        "New": {"green": 117 * m, "amber": 0, "red": 0, DROPPED: 0, "total": 117 * m},
        "Total": {
            "green": 4327 * m,
            "amber": 257 * m,
            "red": 499 * m,
            DROPPED: 0,
            "total": 5083 * m,
        },
    }
    assert [row.role for row in table.rows] == [Role.BODY] * 4 + [Role.TOTAL]
    assert table.notes[0] == (
        "Compared as one total: no confidence by portfolio is published in October 2024."
    )
    assert {row.cells["known"].value for row in table.rows[:4]} == {"follows from the net amounts"}
    assert table.finding == (
        "£5.75m became surer, £0.0m less sure, £1.17m is new, £0.0m was dropped "
        "since October 2024, net"
    )


def test_a_copy_has_not_moved(library, working, february):
    table = build(library, working, compare=february)
    assert table.finding == "No saving changed its confidence since February 2025"
    for row, key in zip(table.rows[:3], Confidence, strict=True):
        assert row.cells[key].value == row.cells["total"].value


def test_nothing_earlier_is_said_and_not_guessed(library, july):
    table = build(library, july)
    assert table.rows == ()
    assert table.notes == ("There is no earlier position to compare with.",)


def test_below_what_a_position_publishes_nothing_is_said(library, february, october, led):
    table = build(library, february, portfolio=led)
    assert table.rows == ()
    assert table.finding == "No earlier position publishes finance confidence for this scope"
    table = build(library, february, compare=october, portfolio=led)
    assert table.rows == ()
    assert table.finding == "Finance confidence is not published at October 2024"


def test_apportioned_lines_are_compared_by_portfolio_and_speak_of_no_programme(
    library, working, february, led, places
):
    """Two programmes swap a rating: on apportioned lines the portfolio alone is looked at."""
    with thawed():
        for (before, now), ratings in zip(places, _swap(len(places)), strict=True):
            rate(before, **ratings[0])
            rate(now, **ratings[1])
        library = fresh(library)
        known = build(library, working, compare=february, portfolio=led)
        SavingsLine.objects.filter(place=places[-1][1]).update(basis="apportioned")
        together = build(fresh(library), working, compare=february, portfolio=led)
    assert matrix(known)["Green"]["amber"] == matrix(known)["Amber"]["green"] == 4 * MILLION
    assert matrix(together)["Green"]["amber"] == matrix(together)["Amber"]["green"] == 0
    assert together.finding == "No saving changed its confidence since February 2025"
    assert together.notes[0] == (
        f"Compared as a whole portfolio, because lines are apportioned: {led.name}."
    )
    assert known.notes[0].startswith("Each programme is compared by itself")


def _swap(count: int) -> list[tuple[dict, dict]]:
    """The first goes down, the second comes up, the others stay."""
    four = {"green": 4 * MILLION}, {"amber": 4 * MILLION}
    return [four, four[::-1], *[({"red": MILLION}, {"red": MILLION})] * (count - 2)]


@pytest.mark.parametrize("side", [0, 1])
@pytest.mark.parametrize("which", [0, -1])
def test_one_apportioned_programme_at_either_position_keeps_its_portfolio_together(
    side, which, library, working, february, led, places
):
    with thawed():
        for (before, now), ratings in zip(places, _swap(len(places)), strict=True):
            rate(before, **ratings[0])
            rate(now, **ratings[1])
        SavingsLine.objects.filter(place=places[which][side]).update(basis="apportioned")
        table = build(fresh(library), working, compare=february, portfolio=led)
    assert table.finding == "No saving changed its confidence since February 2025"


def test_what_is_inferred_says_so_in_its_cell_its_row_and_a_note(
    library, working, february, led, places
):
    """Red and Amber fall, Green alone rises by less: who gave what, nobody says."""
    held, stays = ({"amber": 2 * MILLION, "red": 4 * MILLION}, {"green": 3 * MILLION})
    with thawed():
        for n, (before, now) in enumerate(places):
            rate(before, **({"green": MILLION} if n else held))
            rate(now, **({"green": MILLION} if n else stays))
        table = build(fresh(library), working, compare=february, portfolio=led)
    rows = {row.cells["from"].value: row for row in table.rows}
    marked = {
        (name, key) for name, row in rows.items() for key, cell in row.cells.items() if cell.mark
    }
    assert marked == {(f, t) for f in ("Amber", "Red") for t in ("green", DROPPED)}
    assert [rows[name].cells["known"].value for name in ("Green", "Amber", "Red", "New")] == [
        "follows from the net amounts",
        "inferred",
        "inferred",
        "follows from the net amounts",
    ]
    assert table.notes[0].startswith(INFERRED_NOTE)
    assert table.finding.endswith("since February 2025, net, partly inferred")
    assert matrix(table)["Red"] == {
        "green": MILLION,
        "amber": 0,
        "red": 0,
        DROPPED: 3 * MILLION,
        "total": 4 * MILLION,
    }


def test_hra_and_dsg_stay_outside(library, working, february, led, places):
    before = build(fresh(library), working, compare=february)
    SavingsLine.objects.create(
        place=places[0][1],
        saving=places[0][1].programme.savings.first(),
        year=working.first_year,
        confidence=RED,
        fund="hra",
        amount=MILLION,
    )
    assert build(fresh(library), working, compare=february) == before


def test_a_lead_sees_their_own_portfolio_as_one_asked_for(people, library, working, february, led):
    positions = Position.objects.select_related("establishment").newest_first()
    theirs = Library(people[Person.PORTFOLIO_LEAD], positions)
    seen = build(theirs, working, compare=february)
    asked = build(library, working, compare=february, portfolio=led)
    assert matrix(seen) == matrix(asked)
    assert matrix(seen)["Total"]["total"] == theirs.book(working).figure(Quantity())
    assert (seen.notes, seen.scope) == (asked.notes, asked.scope)


def test_it_makes_one_query_of_its_own(library, working, february, django_assert_num_queries):
    REPORTS["finance-confidence"].build(Ask(library, working, compare=february))
    library.before(working)
    with read_once(), django_assert_num_queries(2):  # and the council, as in a request
        build(library, working, compare=february)


def test_new_has_no_figure_of_the_earlier_position(ask):
    rows = REPORTS["confidence-migration"].build(ask).rows
    new = next(r for r in rows if r.cells["from"].value == NEW.title())
    assert not any(cell.source for cell in new.cells.values())


def test_stated_portfolios_are_compared_one_by_one(library, working, february):
    """The paper alone, without our lines, publishes February by portfolio and confidence."""
    with thawed():
        SavingsLine.objects.at(february).delete()
        table = build(fresh(library), working, compare=february)
    assert table.notes[0] == ("Compared by portfolio: programmes are not published by confidence.")
    assert table.finding == "No saving changed its confidence since February 2025"
    assert matrix(table)["Total"]["total"] == 5083 * MILLION // 100


def test_a_programme_that_changed_portfolio_keeps_both_together_while_it_is_apportioned(
    library, working, february, led, places
):
    other = february.places.exclude(portfolio=led).filter(shows="money").first().portfolio
    mover = places[0][1]
    with thawed():
        SavingsLine.objects.filter(place__portfolio__in=[led, other]).update(basis="entered")
        rate(places[0][0], red=MILLION)
        rate(mover, red=MILLION)
        mover.portfolio = other
        mover.save()
        moved = build(fresh(library), working, compare=february)
        mover.lines.update(basis="apportioned")
        kept = build(fresh(library), working, compare=february)
    assert matrix(moved)["Total"][DROPPED] == 0
    together = kept.notes[0].partition(": ")[2]
    assert led.name in together
    assert other.name in together
    assert led.name not in moved.notes[0]
