"""What happened to a programme's lines, told from its history."""

import datetime
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.roles import Role
from accounts.viewer import SYSTEM
from agt.words import clock
from portfolios.models import ProgrammePlace
from savings.actions.apportion_portfolio import default_saving
from savings.actions.save_grid import save_grid
from savings.grid import Cell, Grid
from savings.history import line_changes, position_line_changes
from savings.models import Confidence, Fund, Saving, SavingsLine
from tests.conftest import MOMENT

pytestmark = pytest.mark.django_db

GREEN, AMBER, RED = Confidence
M = 100_000_000
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def place(working) -> ProgrammePlace:
    places = ProgrammePlace.objects.select_related("position", "portfolio", "programme")
    return places.get(position=working, programme__slug="service-centre")


@pytest.fixture
def save(place, people):
    """Save amounts into cells, an hour after the last time."""
    moment = [MOMENT]

    def saved(cells: dict[Cell, int], *, note: str = "Because.", role=Role.PMO_EDITOR):
        moment[0] += HOUR
        place.refresh_from_db()
        amounts = {**held(place), **cells}
        with clock.stopped_at(moment[0]):
            return save_grid(
                place=place,
                grid=Grid({cell: pence for cell, pence in amounts.items() if pence}),
                version=place.version,
                note=note,
                token=uuid.uuid4(),
                by=people[role],
            )

    return saved


def held(place) -> dict[Cell, int]:
    return dict(Grid.of_lines(SavingsLine.objects.filter(place=place)).amounts)


@pytest.fixture
def cells(place) -> list[Cell]:
    """A cell that is held, and an empty one."""
    empty = Cell(default_saving(place.programme).pk, RED, Fund.HRA, place.position.years[4])
    return [sorted(held(place))[0], empty]


def test_what_a_position_was_opened_with_is_no_change(place):
    assert SavingsLine.history.filter(place=place).exists()
    assert line_changes(place) == []


def test_a_change_says_who_when_from_what_to_what_and_why(place, cells, save, people):
    before = held(place)[cells[0]]
    save({cells[0]: before + 5}, note="More homes.")
    (change,) = line_changes(place)
    assert change.at == MOMENT + HOUR
    assert change.who == str(people[Role.PMO_EDITOR])
    assert change.why == "More homes."
    assert (change.before, change.after) == (before, before + 5)
    assert change.cell == cells[0]


def test_a_cell_made_emptied_and_made_again_is_told_newest_first(place, cells, save, people):
    save({cells[1]: M}, note="One.")
    save({cells[1]: 2 * M}, note="Two.", role=Role.PMO_EDITOR)
    save({cells[1]: 0}, note="Three.")
    save({cells[1]: 4 * M}, note="Four.")
    told = [(c.why, c.before, c.after) for c in line_changes(place)]
    assert told == [
        ("Four.", 0, 4 * M),
        ("Three.", 2 * M, 0),
        ("Two.", M, 2 * M),
        ("One.", 0, M),
    ]


def test_becoming_entered_is_no_change_of_an_amount(place, cells, save):
    assert len(held(place)) > 2
    save({cells[0]: 5})
    assert len(line_changes(place)) == 1
    bases = SavingsLine.history.filter(place=place, basis="entered")
    assert bases.count() == len(held(place))


def test_since_leaves_out_what_was_before(place, cells, save):
    save({cells[1]: M}, note="One.")
    save({cells[1]: 2 * M}, note="Two.")
    (change,) = line_changes(place, since=MOMENT + HOUR)
    # and it still knows from what
    assert (change.why, change.before, change.after) == ("Two.", M, 2 * M)
    assert line_changes(place, since=MOMENT + 2 * HOUR) == []
    assert len(line_changes(place, since=MOMENT)) == 2


def test_another_programme_or_position_is_not_told(place, cells, save, february):
    save({cells[0]: 5})
    others = ProgrammePlace.objects.exclude(pk=place.pk).filter(programme__savings__isnull=False)
    assert [change for other in others for change in line_changes(other)] == []


def test_the_changes_add_up_to_what_is_held(place, cells, save):
    before = sum(held(place).values())
    save({cells[0]: 5, cells[1]: -M})
    save({cells[0]: 0})
    save({cells[0]: 3 * M, cells[1]: 7})
    moved = sum(change.after - change.before for change in line_changes(place))
    assert before + moved == sum(held(place).values())


def test_a_change_without_a_person_is_the_trackers(place, cells, save):
    save({cells[0]: 5})
    SavingsLine.history.filter(place=place).update(history_user=None)
    assert line_changes(place)[0].who == "the tracker"


def test_no_reason_hides_a_change(place, cells, save):
    save({cells[0]: 5}, note="opened from the new forecast")
    assert len(line_changes(place)) == 1


def test_a_saving_is_named_where_there_are_several(place, cells, save):
    save({cells[1]: M})
    assert line_changes(place)[0].words == "Housing Revenue Account (HRA), 2028/29"
    other = Saving.objects.create(programme=place.programme, name="Fewer calls")
    save({Cell(other.pk, RED, Fund.HRA, cells[1].year): M})
    assert [change.words for change in line_changes(place)] == [
        "Fewer calls, Housing Revenue Account (HRA), 2028/29",
        f"{place.programme}, Housing Revenue Account (HRA), 2028/29",
    ]


def test_what_became_entered_does_not_push_a_change_out_of_the_log(place, cells, save, working):
    first, second, *rest = sorted(held(place))
    assert rest
    save({first: 1}, note="One.")
    SavingsLine.objects.filter(place=place).update(basis="apportioned")
    save({second: 2}, note="Two.")
    told = position_line_changes(working, visible_to=SYSTEM, most=2)
    assert [change.why for change in told] == ["Two.", "One."]


def test_it_costs_one_query_however_long_the_history(place, cells, save):
    for amount in (1, 2, 3):
        save({cells[0]: amount, cells[1]: amount})
    with CaptureQueriesContext(connection) as made:
        assert len(line_changes(place)) == 6
    assert len(made) == 1
