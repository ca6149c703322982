"""Silent slippage: the same total, later; and how many programmes could not be looked at."""

import pytest

from accounts.roles import Role as Person
from portfolios.council import read_once
from portfolios.models import Position, ProgrammePlace
from reports.freeze import thawed
from reports.library import Library
from reports.registry import REPORTS
from reports.table import Ask
from savings.models import SavingsLine

MILLION = 100_000_000
APPORTIONED = (
    "could not be looked at: lines are apportioned, and nothing speaks about a programme on an "
    "apportioned line."
)


def build(*args, **kwargs):
    return REPORTS["silent-slippage"].build(Ask(*args, **kwargs))


def fresh(library) -> Library:
    return Library(library.viewer, library.positions)


def phase(place, *pence: int, confidence: str = "green") -> None:
    """Give a programme these amounts by year, from the first one, typed by hand."""
    place.lines.all().delete()
    first, saving = place.position.first_year, place.programme.savings.first()
    SavingsLine.objects.bulk_create(
        SavingsLine(
            place=place, saving=saving, year=first + n, confidence=confidence, amount=amount
        )
        for n, amount in enumerate(pence)
        if amount
    )


def saving_at(position) -> list[ProgrammePlace]:
    return list(position.places.filter(shows="money").in_report_order())


@pytest.fixture
def both(working, february) -> list[tuple[ProgrammePlace, ProgrammePlace]]:
    """Each programme with a saving at both positions, in report order."""
    now = {p.programme_id: p for p in saving_at(working)}
    return [(before, now[before.programme_id]) for before in saving_at(february)]


@pytest.fixture
def slipped(both, library, working, february):
    """Three programmes typed by hand at both positions: later, much later, and not changed."""
    (a, a2), (b, b2), (c, c2) = both[0], both[-1], both[5]
    with thawed():
        phase(a, MILLION, MILLION)
        phase(b, 2 * MILLION)
        phase(c, MILLION)
    phase(a2, 0, 2 * MILLION)
    phase(b2, 0, 0, 0, 2 * MILLION, confidence="red")
    phase(c2, MILLION)
    return build(fresh(library), working, compare=february)


def test_the_worst_comes_first_with_its_delay_and_its_first_year(slipped, both):
    found = [{key: cell.value for key, cell in row.cells.items()} for row in slipped.rows]
    assert found == [
        {
            "portfolio": both[-1][1].portfolio.name,
            "programme": both[-1][1].programme.name,
            "expected": 2 * MILLION,
            "delay": 6 * MILLION,
            "first_year": "2024/25",
        },
        {
            "portfolio": both[0][1].portfolio.name,
            "programme": both[0][1].programme.name,
            "expected": 2 * MILLION,
            "delay": MILLION,
            "first_year": "2024/25",
        },
    ]
    assert slipped.column("delay").heading == "Delay (£m-years)"
    assert slipped.finding == (
        "2 programmes land later since February 2025 with an unchanged total: £7.0m-years of delay"
    )


def test_the_note_counts_those_on_apportioned_lines(slipped, both, library, working, february):
    positions = [february, working]
    lines = SavingsLine.objects.on_the_general_fund().filter(place__position__in=positions)
    apportioned = set(lines.filter(basis="apportioned").values_list("place__programme", flat=True))
    assert 10 < len(apportioned) < len(both)
    assert slipped.notes[1:] == (f"{len(apportioned)} programmes {APPORTIONED}",)


@pytest.mark.parametrize("side", [0, 1])
def test_nothing_speaks_on_an_apportioned_line_at_either_position(
    side, slipped, both, library, working, february
):
    with thawed():
        line = both[-1][side].lines.first()
        SavingsLine.objects.filter(pk=line.pk).update(basis="apportioned")
    table = build(fresh(library), working, compare=february)
    assert [row.cells["programme"].value for row in table.rows] == [both[0][0].programme.name]
    assert int(table.notes[1].split()[0]) == int(slipped.notes[1].split()[0]) + 1


def test_a_total_that_changed_is_for_the_movement_to_tell(
    slipped, both, library, working, february
):
    phase(both[-1][1], 0, 0, 0, 2 * MILLION + 1)
    phase(both[0][1], 0, MILLION)
    table = build(fresh(library), working, compare=february)
    assert table.rows == ()
    assert table.finding.startswith("None of ")
    assert table.finding.endswith(" looked at slipped silently since February 2025")


def test_a_year_on_lines_of_two_bases_is_one_amount(slipped, both, library, working, february):
    place = both[-1][1]
    place.lines.update(amount=MILLION)
    SavingsLine.objects.create(
        place=place,
        saving=place.programme.savings.first(),
        year=working.first_year + 3,
        confidence="amber",
        amount=MILLION,
        basis="published",
    )
    assert build(fresh(library), working, compare=february) == slipped


def test_hra_money_does_not_hide_a_slip(slipped, both, library, working, february):
    place = both[-1][1]
    SavingsLine.objects.create(
        place=place,
        saving=place.programme.savings.first(),
        year=working.first_year,
        confidence="green",
        fund="hra",
        amount=2 * MILLION,
    )
    assert build(fresh(library), working, compare=february) == slipped


def test_a_programme_that_is_new_has_no_total_to_stand_still(
    slipped, both, library, working, february
):
    with thawed():
        ProgrammePlace.objects.filter(pk=both[-1][0].pk).delete()
    table = build(fresh(library), working, compare=february)
    assert len(table.rows) == 1
    assert table.notes == slipped.notes


def test_one_with_years_at_one_position_only_is_counted(slipped, both, library, working, february):
    both[-1][1].lines.all().delete()
    table = build(fresh(library), working, compare=february)
    assert len(table.rows) == 1
    assert table.notes[2:] == (
        "1 programme could not be looked at: one of the two positions gives no lines by year.",
    )


def test_a_copy_has_not_slipped(library, working, february):
    table = build(library, working, compare=february)
    assert table.rows == ()
    assert "slip" in table.finding


def test_against_stated_totals_it_counts_and_says_nothing_of_anyone(library, february, october):
    saving = len(saving_at(february))
    for compare in (None, october):
        table = build(library, february, compare=compare)
        assert table.rows == ()
        assert table.notes == (
            f"{saving} programmes could not be looked at: October 2024 gives no figures by "
            "programme and year.",
        )
        assert table.finding == table.notes[0].removesuffix(".")


def test_a_stated_position_counts_what_the_other_names(library, october, july):
    assert build(library, october).notes == (
        f"{len(saving_at(july))} programmes could not be looked at: July 2024 and October 2024 "
        "give no figures by programme and year.",
    )


def test_nothing_earlier_is_said_and_not_guessed(library, july):
    assert build(library, july).notes == ("There is no earlier position to compare with.",)


def test_a_portfolio_asked_for_and_its_lead_see_their_own(
    slipped, both, people, library, working, february, led
):
    (before, now) = next(pair for pair in both if pair[0].portfolio_id == led.pk)
    with thawed():
        phase(before, MILLION)
    phase(now, 0, MILLION)
    asked = build(fresh(library), working, compare=february, portfolio=led)
    positions = Position.objects.select_related("establishment").newest_first()
    theirs = Library(people[Person.PORTFOLIO_LEAD], positions)
    seen = build(theirs, working, compare=february)
    assert {row.cells["portfolio"].value for row in asked.rows} == {led.name}
    assert (seen.rows, seen.notes, seen.finding) == (asked.rows, asked.notes, asked.finding)
    others = len(build(fresh(library), working, compare=february).rows)
    assert len(asked.rows) < others


def test_it_makes_one_query_of_its_own(library, working, february, django_assert_num_queries):
    REPORTS["portfolio-programmes"].build(Ask(library, working, compare=february))
    with read_once(), django_assert_num_queries(2):  # and the council, as in a request
        build(library, working, compare=february)
