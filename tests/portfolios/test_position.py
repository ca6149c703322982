import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.roles import Role, State
from agt.words import clock
from agt.words.years import FinancialYear
from portfolios.models import Position

MOMENT = datetime.datetime(2025, 3, 31, 12, tzinfo=clock.LONDON)


def new_position(**fields) -> Position:
    """A scenario, which may stand beside the working position, unless ``fields`` say otherwise."""
    return Position(
        **{
            "name": "New",
            "slug": "new",
            "short_name": "New",
            "kind": Position.Kind.SCENARIO,
            "as_at": datetime.date(2025, 3, 31),
            "first_year": FinancialYear(2024),
            "last_year": FinancialYear(2028),
            **fields,
        }
    )


@pytest.fixture
def scenario(db) -> Position:
    position = new_position()
    position.save()
    return position


CABINET = Position.Kind.QUARTERLY_CABINET
PUBLISHED = {"kind": CABINET, "state": State.PUBLISHED, "published_at": MOMENT}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "offence"),
    [
        ({"kind": CABINET}, "one_working_position|portfolios_position.state"),
        ({**PUBLISHED, "published_at": None}, "position_published_has_moment"),
        ({"published_at": MOMENT}, "position_published_has_moment"),
        ({"state": "draft"}, "position_published_has_moment"),
        ({**PUBLISHED, "kind": Position.Kind.SCENARIO}, "scenario_never_published"),
        ({"last_year": FinancialYear(2023)}, "position_years_in_order"),
        ({"name": "February 2025"}, "portfolios_position.name"),
        ({"slug": "february-2025"}, "portfolios_position.slug"),
    ],
)
def test_the_database_refuses_a_position_that_cannot_be(fields, offence):
    with pytest.raises(IntegrityError, match=offence), transaction.atomic():
        Position.objects.bulk_create([new_position(**fields)])


def test_nobody_publishes_a_working_position_unnoticed(people, working):
    with (
        pytest.raises(IntegrityError, match="position_published_has_moment"),
        transaction.atomic(),
    ):
        Position.objects.filter(pk=working.pk).update(published_by=people[Role.SECTION_151])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"kind": CABINET}, "There is a working position already: publish it first."),
        (
            {**PUBLISHED, "kind": Position.Kind.SCENARIO},
            "A scenario is a what-if: it is never published.",
        ),
        (
            {"last_year": FinancialYear(2023)},
            "The first year of the profile comes before the last.",
        ),
    ],
)
def test_a_form_says_why_a_position_cannot_be(fields, sentence):
    with pytest.raises(ValidationError) as refusal:
        new_position(**fields).full_clean()
    assert refusal.value.messages == [sentence]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fields", [{}, PUBLISHED, {"last_year": FinancialYear(2024)}, {"slug": "another-scenario"}]
)
def test_a_position_beside_the_working_one_is_welcome(scenario, fields):
    position = new_position(**{"name": "Another", "slug": "another", **fields})
    position.full_clean()
    position.save()


@pytest.mark.parametrize(
    ("basis", "text"),
    [
        (Position.DateBasis.EXACT, "5 March 2025"),
        (Position.DateBasis.MONTH, "March 2025"),
        (Position.DateBasis.INFERRED, "5 March 2025 (date inferred)"),
    ],
)
def test_a_date_says_how_far_it_can_be_trusted(basis, text):
    assert new_position(as_at=datetime.date(2025, 3, 5), date_basis=basis).as_at_text == text


def test_a_position_knows_its_years_and_its_state(working, february):
    assert [str(year) for year in february.years] == [
        "2024/25",
        "2025/26",
        "2026/27",
        "2027/28",
        "2028/29",
    ]
    assert (february.is_published, working.is_published) == (True, False)
    assert str(february) == "February 2025"


def test_positions_are_listed_newest_first_and_working_before_published(
    working, february, october, july, scenario
):
    Position.objects.filter(pk=scenario.pk).update(as_at=datetime.date(2024, 8, 1))
    beside = new_position(name="Beside", slug="beside", **PUBLISHED)
    beside.as_at = working.as_at
    beside.save()
    assert list(Position.objects.newest_first()) == [
        working,
        beside,
        february,
        october,
        scenario,
        july,
    ]


def test_positions_are_readable_by_their_state(people, settings, working, february, october, july):
    published = {february, october, july}
    settings.VIEWERS_SEE_WORKING = False
    readable = {role: set(Position.objects.readable_by(people[role])) for role in Role}
    assert readable == {
        **dict.fromkeys(Role, published | {working}),
        Role.VIEWER: published,
        Role.ADMINISTRATOR: set(),
    }
