"""The checklist of a position: each point found, and each mended."""

import uuid

import pytest

from accounts.roles import Role
from portfolios.models import Highlight, ProgrammePlace
from reports.actions.edit_row import save_row
from reports.checklist import Point, checklist
from reports.editable import EDITABLE
from savings.models import SavingsLine, Transfer

REFLECTED = "Every agreed transfer is in the figures"
NETS = "Every transfer nets to nothing in each year"
HIGHLIGHTS = "No portfolio has only the highlights of the position before"


@pytest.fixture
def points(library, working):
    def found() -> dict[str, tuple[str, ...]]:
        return {point.title: point.found for point in checklist(library, working)}

    return found


@pytest.fixture
def ends(working) -> list[ProgrammePlace]:
    return list(working.places.filter(lines__isnull=False).distinct()[:2])


def transfer(ends, **given) -> Transfer:
    return Transfer.objects.create(
        **{
            "position": ends[0].position,
            "from_programme": ends[0].programme,
            "to_programme": ends[1].programme,
            "amount": 50_000_000,
            "state": "agreed",
            "stated_in": "paper",
            "year": ends[0].position.first_year,
            "confidence": "green",
            **given,
        }
    )


def test_no_programme_is_told_of_twice(library, working):
    told = [
        name
        for point in checklist(library, working)
        if point.page == "programme-list"
        for name in point.found
    ]
    assert len(told) == len(set(told)) == working.places.filter(shows="money").count()


def test_an_agreed_transfer_waits_to_be_reflected(points, ends):
    transfer(ends, state="proposed")  # one that nobody agreed says nothing
    assert points()[REFLECTED] == ()
    agreed = transfer(ends)
    assert points()[REFLECTED] == (f"{agreed}, £0.5m",)
    Transfer.objects.filter(pk=agreed.pk).update(state="reflected")
    assert points()[REFLECTED] == points()[NETS] == ()


def test_a_transfer_without_a_year_is_told_where_the_figures_are_held_by_year(points, ends):
    SavingsLine.objects.filter(place__in=ends).update(basis="apportioned")
    unphased = transfer(ends, year=None, confidence="", state="reflected")
    assert points()[NETS] == ()  # an apportioned line says nothing of a programme's years
    SavingsLine.objects.filter(place=ends[1]).update(basis="entered")
    assert points()[NETS] == (f"{unphased}: it names no year, and the figures are held by year",)


def test_a_transfer_with_an_end_outside_the_position_is_told(points, ends):
    half = transfer(ends, state="reflected")
    assert points()[NETS] == ()
    ends[1].delete()
    assert points()[NETS] == (f"{half}: not both of its programmes are in this position",)


def test_highlights_as_the_position_was_opened_are_told_once_a_portfolio(points, working, people):
    held = Highlight.objects.filter(position=working).select_related("portfolio")
    portfolios = {highlight.portfolio for highlight in held}
    assert set(points()[HIGHLIGHTS]) == {str(p) for p in portfolios}
    row = held[0]
    row.text = "Something happened"
    save_row(
        kind=EDITABLE["highlight"],
        row=row,
        version=row.history.latest().history_id,
        why="This month's",
        token=uuid.uuid4(),
        by=people[Role.PMO_EDITOR],
    )
    assert str(row.portfolio) not in points()[HIGHLIGHTS]
    assert len(points()[HIGHLIGHTS]) == len(portfolios) - 1


def test_a_position_opened_from_none_has_no_old_highlights(library, february):
    found = {p.title: p.found for p in checklist(library, february)}
    assert found[HIGHLIGHTS] == ()


def test_a_point_that_found_nothing_is_clear():
    assert Point("x").is_clear
    assert not Point("x", ("y",)).is_clear
