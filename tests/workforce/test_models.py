import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.models import User
from accounts.roles import Role
from accounts.viewer import SYSTEM
from portfolios.models import Portfolio, Position
from tests.portfolios.test_position import new_position
from workforce.models import Establishment, PostReduction

pytestmark = pytest.mark.django_db

RANGE = (
    "post_range_in_order",
    "The low end of the range is zero or more, and not above the high end.",
)
VACANT = (
    "post_vacant_within_low",
    "More vacant posts than the low end of the range: occupied posts would be below zero.",
)
DELIVERED = (
    "delivered_within_range",
    "Posts already delivered are part of the range, and the vacant ones part of those delivered.",
)


@pytest.fixture
def scenario() -> Position:
    position = new_position()
    position.save()
    return position


def posts(position, **fields) -> PostReduction:
    held = {"order": 1, "low": 1_000, "high": 1_250, "vacant": 300}
    return PostReduction(
        position=position, **{"portfolio": Portfolio.objects.first(), **held, **fields}
    )


@pytest.mark.parametrize(
    ("fields", "constraint", "sentence"),
    [
        ({"low": -1, "vacant": 0}, *RANGE),
        ({"low": 1_251}, *RANGE),
        ({"vacant": -1}, *VACANT),
        ({"vacant": 1_001}, *VACANT),
        ({"delivered": -1, "delivered_vacant": -1}, *DELIVERED),
        ({"delivered": 1_251}, *DELIVERED),
        ({"delivered": 100, "delivered_vacant": -1}, *DELIVERED),
        ({"delivered": 100, "delivered_vacant": 101}, *DELIVERED),
    ],
)
def test_posts_that_cannot_be_are_refused(scenario, fields, constraint, sentence):
    row = posts(scenario, **fields)
    with pytest.raises(ValidationError) as refusal:
        row.full_clean()
    assert sentence in refusal.value.messages
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        PostReduction.objects.bulk_create([row])


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"low": 0, "high": 0, "vacant": 0},
        {"low": 1_250},
        {"vacant": 1_000},
        {"delivered": 1_250, "delivered_vacant": 1_250},
    ],
)
def test_posts_at_the_edge_of_what_can_be_are_welcome(scenario, fields):
    row = posts(scenario, **fields)
    row.full_clean()
    row.save()


def test_a_portfolio_has_one_row_of_posts_in_a_position(scenario, working):
    posts(scenario).save()
    with (
        pytest.raises(IntegrityError, match=r"position_id, .*portfolio_id"),
        transaction.atomic(),
    ):
        PostReduction.objects.bulk_create([posts(scenario, order=2)])
    posts(scenario, portfolio=Portfolio.objects.last()).save()


def test_occupied_posts_are_the_range_less_the_vacant_ones(scenario):
    row = posts(scenario)
    assert (row.occupied_low, row.occupied_high) == (700, 950)
    assert str(row) == f"{Portfolio.objects.first()}, New"


def test_posts_are_found_by_position_and_scope(scenario):
    another = new_position(name="Another", slug="another")
    another.save()
    first, *_, last = Portfolio.objects.all()
    mine, other, elsewhere = (
        posts(scenario, portfolio=first, order=2),
        posts(scenario, portfolio=last, order=1),
        posts(another, portfolio=first),
    )
    for row in (mine, other, elsewhere):
        row.save()
    at = PostReduction.objects.at(scenario)
    viewer = User.objects.create_user("mine", role=Role.VIEWER, all_portfolios=False)
    assert list(at.visible_to(viewer)) == []
    first.people.add(viewer)
    assert list(at.visible_to(viewer)) == [mine]
    assert list(at.visible_to(SYSTEM)) == [other, mine]


@pytest.mark.parametrize("fte", [0, -1])
def test_an_establishment_is_above_zero(scenario, fte):
    with (
        pytest.raises(IntegrityError, match="establishment_above_zero"),
        transaction.atomic(),
    ):
        Establishment.objects.bulk_create([Establishment(position=scenario, fte=fte)])


def test_a_position_has_one_establishment(scenario):
    row = Establishment.objects.create(position=scenario, fte=310_000)
    assert str(row) == "Establishment, New"
    with pytest.raises(IntegrityError, match="position_id"), transaction.atomic():
        Establishment.objects.bulk_create([Establishment(position=scenario, fte=1)])


def test_february_has_the_posts_the_paper_prints(february):
    rows = PostReduction.objects.at(february)
    assert february.establishment.fte == 310_000
    assert (
        sum(row.low for row in rows),
        sum(row.high for row in rows),
        sum(row.vacant for row in rows),
        sum(row.occupied_low for row in rows),
        sum(row.occupied_high for row in rows),
    ) == (13_500, 15_900, 7_400, 6_100, 8_500)
