import datetime

import pytest
from django.core.exceptions import ValidationError
from django.forms.models import model_to_dict

from accounts.roles import Role, State
from agt.words import clock
from portfolios.models import (
    BusinessCase,
    Highlight,
    Improvement,
    PortfolioPlace,
    Position,
    ProgrammePlace,
)
from reports.actions.open_position import open_position
from reports.freeze import thawed
from reports.models import StatedFigure
from savings.models import RePresentation, SavingsLine, Transfer
from tests.conftest import MOMENT
from workforce.models import Establishment, PostPhase, PostReduction, ProgrammePosts

COPIED = [
    PortfolioPlace,
    ProgrammePlace,
    BusinessCase,
    Highlight,
    Improvement,
    Establishment,
    PostReduction,
    ProgrammePosts,
    PostPhase,
]
LEFT = [Transfer, RePresentation, StatedFigure]
NEXT = {
    "name": "March 2025",
    "slug": "march-2025",
    "short_name": "Mar 2025",
    "kind": Position.Kind.MONTHLY_BOARD,
    "by": None,
}


def rows_of(model, position) -> list[dict]:
    """All that a position's rows say, but which position they are of."""
    rows = [model_to_dict(row) for row in model.objects.filter(position=position)]
    return [{k: v for k, v in row.items() if k not in ("id", "position")} for row in rows]


def lines_of(position) -> list[tuple]:
    return list(
        SavingsLine.objects.at(position)
        .order_by("place__programme", "saving", "year", "confidence", "fund")
        .values_list(
            "place__programme",
            "place__portfolio",
            "saving",
            "year",
            "confidence",
            "fund",
            "amount",
            "basis",
        )
    )


@pytest.fixture
def opened(working, february, people) -> Position:
    working.delete()
    with thawed():
        ProgrammePlace.objects.filter(pk=february.places.first().pk).update(
            confirmed_by=people[Role.FINANCE_PARTNER], confirmed_at=MOMENT
        )
        of = {"position": february, "portfolio": february.places.first().portfolio}
        ProgrammePosts.objects.create(**of, low=100, high=200, note="Not published by programme.")
        PostPhase.objects.create(**of, year=february.first_year, low=100, high=200)
    return open_position(source=february, **NEXT)


def test_a_position_is_opened_as_the_next_step_from_its_source(opened, february):
    opened.refresh_from_db()
    assert model_to_dict(opened, exclude=["id"]) == {
        **{key: value for key, value in NEXT.items() if key != "by"},
        "state": State.WORKING,
        "as_at": clock.today(),
        "date_basis": Position.DateBasis.EXACT,
        "date_note": "",
        "first_year": february.first_year,
        "last_year": february.last_year,
        "opened_from": february.pk,
        "opened_by": None,
        "opened_at": MOMENT,
        "signed_by": None,
        "signed_at": None,
        "publication_note": "",
        "locks_on": None,
        "published_at": None,
        "published_by": None,
    }


@pytest.mark.parametrize("model", COPIED)
def test_what_belongs_to_a_position_is_copied_forward(opened, february, model):
    source = rows_of(model, february)
    expected = [
        {**row, "confirmed_by": None, "confirmed_at": None} if model is ProgrammePlace else row
        for row in source
    ]
    assert source
    assert rows_of(model, opened) == expected


def test_its_lines_are_copied_and_the_source_keeps_its_own(opened, february, library):
    assert len(lines_of(february)) > 0
    assert lines_of(opened) == lines_of(february)
    pks = [
        set(SavingsLine.objects.at(position).values_list("pk", flat=True))
        for position in (february, opened)
    ]
    assert len(pks[0] & pks[1]) == 0
    lines = SavingsLine.objects.at(opened).select_related("place")
    assert {line.place.position_id for line in lines} == {opened.pk}


@pytest.mark.parametrize("model", LEFT)
def test_what_explains_the_step_before_stays_behind(opened, february, model):
    assert rows_of(model, february)
    assert rows_of(model, opened) == []


def test_what_confirmed_the_source_stays_with_the_source(opened, february):
    assert february.places.filter(confirmed_by__isnull=False).count() == 1
    assert opened.places.filter(confirmed_by__isnull=False).count() == 0


def test_an_edit_of_the_copy_leaves_the_source_alone(opened, february):
    before = lines_of(february)
    SavingsLine.objects.at(opened).update(amount=1)
    assert lines_of(february) == before


def test_a_second_working_position_is_refused_and_leaves_nothing(working, february):
    places = ProgrammePlace.objects.count()
    with pytest.raises(ValidationError, match="There is a working position already"):
        open_position(source=february, **NEXT)
    assert not Position.objects.filter(slug=NEXT["slug"]).exists()
    assert ProgrammePlace.objects.count() == places


def test_a_scenario_opens_beside_the_working_position(working, february):
    scenario = open_position(source=february, **{**NEXT, "kind": Position.Kind.SCENARIO})
    assert lines_of(scenario) == lines_of(february)
    assert set(Position.objects.filter(state=State.WORKING)) == {working, scenario}


def test_a_position_is_never_dated_before_its_source(working, february):
    working.delete()
    with clock.stopped_at(MOMENT - datetime.timedelta(days=365)):
        assert open_position(source=february, **NEXT).as_at == february.as_at


def test_a_position_without_lines_opens_without_lines(working, july):
    working.delete()
    opened = open_position(source=july, **NEXT)
    assert lines_of(opened) == []
    assert rows_of(ProgrammePlace, opened) == rows_of(ProgrammePlace, july)
