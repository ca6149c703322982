import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.models import User
from accounts.roles import Role
from accounts.viewer import SYSTEM
from agt.words import clock
from portfolios.models import (
    BusinessCase,
    Highlight,
    Improvement,
    Organisation,
    Portfolio,
    Programme,
    ProgrammePlace,
)
from tests.portfolios.test_position import new_position

pytestmark = pytest.mark.django_db
MOMENT = datetime.datetime(2025, 3, 31, 12, tzinfo=clock.LONDON)


@pytest.fixture
def scenario():
    position = new_position()
    position.save()
    return position


@pytest.fixture
def programme() -> Programme:
    return Programme.objects.create(name="New", slug="new")


@pytest.fixture
def portfolio() -> Portfolio:
    return Portfolio.objects.create(name="New", slug="new", colour=8)


def refuses(offence: str, row) -> None:
    with pytest.raises(IntegrityError, match=offence), transaction.atomic():
        type(row).objects.bulk_create([row])


def test_there_is_one_organisation():
    refuses("one_organisation", Organisation(pk=2, name="Another"))
    Organisation(name="Renamed", short_name="R", programme_name="P").save()
    assert [(o.pk, str(o)) for o in Organisation.objects.all()] == [(1, "Renamed")]


@pytest.mark.parametrize("field", ["name", "slug"])
def test_a_portfolio_is_named_once(field):
    held = Portfolio.objects.first()
    other = Portfolio(name="New", slug="new", colour=8)
    setattr(other, field, getattr(held, field))
    refuses(f"portfolios_portfolio.{field}", other)


def test_a_programme_has_its_own_slug_and_shares_its_name():
    held = Programme.objects.first()
    refuses("portfolios_programme.slug", Programme(name="New", slug=held.slug))
    Programme.objects.create(name=held.name, slug="new")


def test_a_programme_has_one_place_in_a_position(scenario, programme, portfolio, working):
    def place(**fields) -> ProgrammePlace:
        held = {"position": scenario, "programme": programme, "portfolio": portfolio, "order": 1}
        return ProgrammePlace(**{**held, "printed_label": "New", **fields})

    place().save()
    refuses("position_id, .*programme_id", place(portfolio=Portfolio.objects.first(), order=2))
    place(position=working).save()
    place(programme=Programme.objects.exclude(pk=programme.pk).first()).save()


@pytest.mark.parametrize("missing", ["confirmed_by", "confirmed_at"])
def test_who_confirmed_a_place_and_when_go_together(
    people, scenario, programme, portfolio, missing
):
    place = ProgrammePlace(
        position=scenario,
        programme=programme,
        portfolio=portfolio,
        order=1,
        printed_label="New",
        confirmed_by=people[Role.FINANCE_PARTNER],
        confirmed_at=MOMENT,
    )
    setattr(place, missing, None)
    refuses("confirmed_by_someone_at_some_time", place)


@pytest.mark.parametrize(
    "fields",
    [{}, {"body": "Board"}, {"decided_on": MOMENT.date()}],
    ids=["neither", "no date", "no body"],
)
def test_an_approval_has_a_body_and_a_date_or_a_paper(scenario, programme, fields):
    def case(**more) -> BusinessCase:
        held = {"position": scenario, "programme": programme, "state": "approved"}
        return BusinessCase(**held, **{**fields, **more})

    refuses("approval_has_body_and_date_or_paper", case())
    with pytest.raises(ValidationError) as refusal:
        case().validate_constraints()
    assert refusal.value.messages == [
        "An approval needs the body that gave it and the date, or the paper that states it."
    ]
    case(stated_in="000").full_clean()
    case(body="Board", decided_on=MOMENT.date()).validate_constraints()


def test_what_is_not_approved_needs_no_body(scenario, programme):
    case = BusinessCase(position=scenario, programme=programme)
    case.full_clean()
    case.save()
    assert str(case) == "New: Not stated"
    refuses("position_id, .*programme_id", BusinessCase(position=scenario, programme=programme))


def test_portfolios_are_seen_by_those_in_scope(portfolio):
    decoy = User.objects.create_user("decoy", role=Role.VIEWER, all_portfolios=False)
    mine = User.objects.create_user("mine", role=Role.VIEWER, all_portfolios=False)
    portfolio.people.add(mine)
    Portfolio.objects.exclude(pk=portfolio.pk).first().people.add(decoy)
    assert list(Portfolio.objects.visible_to(mine)) == [portfolio]
    assert list(Portfolio.objects.visible_to(SYSTEM)) == list(Portfolio.objects.all())


def test_places_are_found_by_position_and_scope_in_report_order(
    scenario, working, programme, portfolio
):
    later = Portfolio.objects.exclude(pk=portfolio.pk).first()
    for number, where in enumerate([portfolio, later]):
        for at in (scenario, working):
            where.portfolio_places.get_or_create(
                position=at,
                defaults={"printed_label": str(where), "order": 1, "section_order": number},
            )
    others = list(Programme.objects.exclude(pk=programme.pk)[:3])

    def put(position, what, where, order) -> ProgrammePlace:
        return ProgrammePlace.objects.create(
            position=position, programme=what, portfolio=where, order=order, printed_label=str(what)
        )

    last = put(scenario, others[0], later, 1)
    second = put(scenario, others[1], portfolio, 2)
    first = put(scenario, others[2], portfolio, 1)
    put(working, programme, portfolio, 1)
    at = ProgrammePlace.objects.at(scenario)
    assert list(at.in_report_order()) == [first, second, last]
    viewer = User.objects.create_user("mine", role=Role.VIEWER, all_portfolios=False)
    assert list(at.visible_to(viewer)) == []
    portfolio.people.add(viewer)
    assert list(at.visible_to(viewer).in_report_order()) == [first, second]
    assert list(at.visible_to(SYSTEM).in_report_order()) == [first, second, last]


def test_business_cases_are_found_by_position(scenario, working, programme):
    mine = BusinessCase.objects.create(position=scenario, programme=programme)
    BusinessCase.objects.create(position=working, programme=programme)
    assert list(BusinessCase.objects.at(scenario)) == [mine]


def test_the_points_of_a_list_keep_their_order(scenario, portfolio):
    rows = [
        Highlight.objects.create(position=scenario, portfolio=portfolio, order=order, text=text)
        for order, text in [(2, "second"), (1, "first")]
    ]
    Improvement.objects.create(position=scenario, portfolio=portfolio, order=1, text="other list")
    assert list(scenario.highlights.all()) == rows[::-1]
    assert [str(point) for point in scenario.improvements.all()] == ["other list"]


def test_a_programme_names_its_people_or_their_role_or_says_not_stated(people):
    programme = Programme(
        name="New",
        sro=people[Role.VIEWER],
        sro_role="hidden by the name",
        manager_role="Head of PMO",
    )
    assert programme.people() == [
        ("Senior responsible owner", str(people[Role.VIEWER])),
        ("Programme manager", "Head of PMO"),
        ("Finance lead", "not stated"),
    ]
