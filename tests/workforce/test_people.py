"""Parts, phases, consultations, outcomes: what cannot be, in a form and the database alike."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.models import User
from accounts.roles import Role
from agt.words import clock
from portfolios.models import Portfolio, Programme, ProgrammePlace
from reports.actions.open_position import open_position
from reports.actions.publish_position import publish_position
from workforce.models import (
    Consultation,
    Engagement,
    PostPhase,
    PostReduction,
    ProgrammePosts,
    Redeployment,
    RedundancyEstablishment,
    RedundancyProposal,
    Restructure,
    RouteOutcome,
    Threshold,
)

pytestmark = pytest.mark.django_db
D = datetime.date
DAY = datetime.timedelta(days=1)
TODAY = D(2025, 3, 14)


@pytest.fixture
def place(working) -> ProgrammePlace:
    """A programme in a portfolio with a range to speak of."""
    row = PostReduction.objects.filter(position=working).order_by("-high").first()
    return ProgrammePlace.objects.filter(position=working, portfolio=row.portfolio).first()


@pytest.fixture
def depot() -> RedundancyEstablishment:
    return RedundancyEstablishment.objects.create(name="Depot")


def part(place, **fields) -> ProgrammePosts:
    held = {"programme": place.programme, "low": 1_000, "high": 1_250, "vacant": 300}
    return ProgrammePosts(position=place.position, portfolio=place.portfolio, **{**held, **fields})


def consultation(depot, **fields) -> Consultation:
    return Consultation(**{"name": "Depot", "establishment": depot, **fields})


def people(consultation, high, **fields) -> RedundancyProposal:
    row = RedundancyProposal(
        consultation=consultation, **{"posts_low": high, "posts_high": high, **fields}
    )
    row.full_clean()
    row.save()
    return row


def proposal(depot, **fields) -> RedundancyProposal:
    held = {"posts_low": 8, "posts_high": 10, "vacant": 2}
    owner = consultation(depot)
    owner.save()
    return RedundancyProposal(consultation=owner, **{**held, **fields})


def restructure(**fields) -> Restructure:
    held = {"name": "Service", "year": 2024, "before": 3_000, "after": 2_500}
    return Restructure(**{**held, **fields})


def threshold(**fields) -> Threshold:
    held = {
        "name": "Twenty",
        "basis": "law",
        "heads": 20,
        "days": 30,
        "runs_from": "opens",
        "runs_to": "dismissal",
        "since": TODAY,
    }
    return Threshold(**{**held, **fields})


WRONG = {
    "part_range_in_order": lambda place, depot: part(place, low=1_300),
    "part_vacant_within_low": lambda place, depot: part(place, vacant=1_001),
    "part_heads_in_order": lambda place, depot: part(place, heads_low=5),
    "phase_range_in_order": lambda place, depot: PostPhase(
        position=place.position, portfolio=place.portfolio, year=2025, low=2, high=1
    ),
    "staff_are_counted_somewhere": lambda place, depot: consultation(None),
    "consultation_kind_known": lambda place, depot: consultation(depot, kind="secret"),
    "consultation_closes_after_it_opens": lambda place, depot: consultation(
        depot, opens_on=TODAY, closes_on=TODAY - DAY
    ),
    "consultation_notice_before_dismissal": lambda place, depot: consultation(
        depot, notice_on=TODAY, dismissal_on=TODAY - DAY, reason="Because."
    ),
    "proposal_range_in_order": lambda place, depot: proposal(depot, posts_low=11),
    "proposal_vacant_within_low": lambda place, depot: proposal(depot, vacant=9),
    "proposal_volunteers_are_in_the_posts": lambda place, depot: proposal(depot, voluntary=9),
    "proposal_notified_are_its_people": lambda place, depot: proposal(depot, notified=9),
    "engagement_kind_known": lambda place, depot: Engagement(kind="party", summary="x"),
    "response_answers_feedback": lambda place, depot: Engagement(
        kind="briefing", summary="x", response="We did."
    ),
    "restructure_not_below_zero": lambda place, depot: restructure(after=-1),
    "restructure_closes": lambda place, depot: restructure(deleted=600, created=50),
    "redeployed_are_on_the_register": lambda place, depot: Redeployment(
        at_risk=5, in_trial=3, redeployed=3
    ),
    "threshold_above_zero": lambda place, depot: threshold(heads=0),
    "threshold_dates_in_order": lambda place, depot: threshold(until=TODAY - DAY),
    "threshold_between_two_events": lambda place, depot: threshold(runs_to="opens"),
    "threshold_words_known": lambda place, depot: threshold(basis="gossip"),
}


@pytest.mark.parametrize("constraint", WRONG)
def test_what_cannot_be_is_refused_by_the_form_and_by_the_database(constraint, place, depot):
    row = WRONG[constraint](place, depot)
    with pytest.raises(ValidationError):
        row.full_clean()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        type(row)._default_manager.bulk_create([row])


def test_a_route_is_known_and_not_below_zero(place):
    service = restructure()
    service.save()
    for fields, constraint in (
        ({"route": "vanished", "fte": 1}, "route_known"),
        ({"route": "vacancy", "fte": -1}, "route_not_below_zero"),
    ):
        row = RouteOutcome(restructure=service, **fields)
        with pytest.raises(ValidationError):
            row.full_clean()
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            RouteOutcome.objects.bulk_create([row])


# --- parts ----------------------------------------------------------------------------------------


def test_more_vacant_posts_than_the_low_end_are_refused_with_the_sentence_that_says_why(place):
    with pytest.raises(ValidationError) as refusal:
        part(place, vacant=1_001).full_clean()
    assert "occupied posts would be below zero" in " ".join(refusal.value.messages)


def test_a_part_is_of_a_programme_of_its_portfolio(place):
    other = ProgrammePlace.objects.filter(position=place.position).exclude(
        portfolio=place.portfolio
    )
    with pytest.raises(ValidationError, match="is not in"):
        part(place, programme=other.first().programme).full_clean()
    part(place, programme=None).full_clean()


def test_the_parts_of_a_portfolio_stay_within_its_range(place):
    part(place).save()
    whole = PostReduction.objects.get(position=place.position, portfolio=place.portfolio)
    with pytest.raises(ValidationError, match="change its own range first"):
        part(place, programme=None, high=whole.high).full_clean()
    with pytest.raises(ValidationError, match="which cannot be"):
        part(place, programme=None, low=4_400, high=5_200, vacant=0).full_clean()
    whole.delete()
    with pytest.raises(ValidationError, match="has no post reductions yet"):
        part(place, programme=None).full_clean()


def test_a_programme_has_one_part_and_a_portfolio_one_that_is_no_programmes(place):
    part(place).save()
    part(place, programme=None).save()
    for again in (part(place), part(place, programme=None)):
        with pytest.raises(ValidationError, match="already: edit those"):
            again.validate_constraints()
        with pytest.raises(IntegrityError), transaction.atomic():
            ProgrammePosts.objects.bulk_create([again])


def test_parts_and_phases_are_copied_forward_and_frozen_with_their_position(place, people_of):
    working = place.position
    row = part(place)
    row.save()
    PostPhase.objects.create(
        position=working, portfolio=place.portfolio, year=2025, low=100, high=200
    )
    publish_position(position=working, by=people_of, note="why")
    opened = open_position(
        source=working, name="Next", slug="next", short_name="Next", kind="monthly_board", by=None
    )
    (copied,) = opened.programme_posts.all()
    assert (copied.programme, copied.low, copied.occupied_high) == (row.programme, 1_000, 950)
    assert opened.post_phases.get().high == 200
    for write in (
        lambda: ProgrammePosts.objects.filter(pk=row.pk).update(high=2_000),
        lambda: PostPhase.objects.filter(position=working).delete(),
    ):
        with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
            write()


@pytest.fixture
def people_of(people):
    return people[Role.PMO_EDITOR]


# --- consultations --------------------------------------------------------------------------------


def test_a_day_that_the_rule_forbids_needs_a_reason(depot):
    held = consultation(depot, opens_on=TODAY, dismissal_on=TODAY + 30 * DAY)
    held.save()
    people(held, 20)
    held.dismissal_on = TODAY + 29 * DAY
    with pytest.raises(ValidationError) as refusal:
        held.full_clean()
    assert list(refusal.value.message_dict) == ["dismissal_on"]
    assert "The earliest is 13 April 2025" in refusal.value.messages[0]
    held.reason = "Agreed with the unions in writing."
    held.full_clean()


def test_policy_is_held_beside_the_law(depot):
    held = consultation(
        depot, opens_on=TODAY, hr1_on=TODAY, notice_on=TODAY + 45 * DAY, dismissal_on=None
    )
    held.save()
    people(held, 20)
    held.notice_on = TODAY + 44 * DAY
    with pytest.raises(ValidationError, match="At least 45 days from the HR1 notification"):
        held.full_clean()


@pytest.mark.parametrize(("apart", "refused"), [(89, True), (90, True), (91, False)])
def test_another_programme_in_the_establishment_brings_the_rule_within_the_window(
    apart, refused, depot
):
    first = consultation(depot, opens_on=TODAY, dismissal_on=TODAY + 20 * DAY)
    first.save()
    people(first, 12)
    offices = RedundancyEstablishment.objects.create(name="Offices")
    for number, (where, after) in enumerate(((depot, apart), (offices, 0))):
        other = consultation(where, name=f"Other {number}", dismissal_on=TODAY + (20 + after) * DAY)
        other.save()
        people(other, 8)
    if refused:
        with pytest.raises(ValidationError, match="At least 30 days"):
            first.full_clean()
    else:
        first.full_clean()


def test_more_people_are_refused_where_they_bring_a_day_outside_the_rules(depot):
    held = consultation(depot, opens_on=TODAY, dismissal_on=TODAY + 20 * DAY)
    held.save()
    row = people(held, 19)
    row.posts_high = 20
    with pytest.raises(ValidationError, match="At least 30 days"):
        row.full_clean()
    row.notified = 1
    row.full_clean()


def test_people_are_proposed_in_a_staff_consultation(depot):
    public = consultation(None, kind="public")
    public.save()
    with pytest.raises(ValidationError, match="staff consultation only"):
        people(public, 3)
    assert public.duties() == []
    assert public.prompts([]) == []
    with pytest.raises(ValidationError) as refusal:
        RedundancyProposal(consultation=proposal(depot).consultation, posts_low=1).full_clean()
    assert list(refusal.value.message_dict) == ["posts_high"]


@pytest.mark.parametrize(
    ("opens", "closes", "state"),
    [
        (None, None, "planned"),
        (1, 5, "planned"),
        (0, 0, "open"),
        (-9, None, "open"),
        (-9, -1, "closed"),
    ],
)
def test_where_a_consultation_stands(opens, closes, state, depot):
    days = {
        name: None if after is None else TODAY + after * DAY
        for name, after in (("opens_on", opens), ("closes_on", closes))
    }
    assert consultation(depot, **days).state_on(TODAY) == state


def test_the_thresholds_of_the_law_and_of_policy_are_loaded_with_their_dates():
    held = {(t.name, t.since): t for t in Threshold.objects.all()}
    assert len(held) == 7
    assert sum(t.is_in_force(D(2026, 4, 5)) for t in held.values()) == 5
    assert sum(t.is_in_force(D(2026, 4, 6)) for t in held.values()) == 5
    now = [t for t in held.values() if t.is_in_force(D(2026, 4, 6)) and "188" in t.source]
    assert all("180 days" in t.source for t in now if t.runs_from == "opens")


# --- outcomes and words ---------------------------------------------------------------------------


def test_vacancies_may_exceed_the_net_reduction_where_posts_were_created():
    service = restructure(deleted=900, created=400)
    service.full_clean()
    service.save()
    RouteOutcome.objects.create(restructure=service, route="vacancy", fte=900)
    vacancy, *others = service.by_route()
    assert vacancy.fte > service.reduction == 500
    assert others == [None] * 6


def test_rows_say_what_they_are(place, depot):
    service, held = restructure(), proposal(depot)
    service.save()
    told = {
        str(part(place)): place.programme.name,
        str(part(place, programme=None)): "Portfolio-wide",
        str(held): "All programmes, Depot",
        str(Engagement(kind="briefing", held_on=TODAY)): "Briefing, 14 March 2025",
        str(Redeployment(counted_on=TODAY)): "Redeployment, 14 March 2025",
        str(threshold()): "Twenty",
        str(depot): "Depot",
    }
    assert all(text.startswith(start) for text, start in told.items())
    service.refresh_from_db()
    assert str(service) == "Service, 2024/25"
    assert str(RouteOutcome(restructure=service, route="mutual")) == (
        "Mutual agreement, Service, 2024/25"
    )
    phase = PostPhase(position=place.position, portfolio=place.portfolio, year=2025)
    assert str(phase) == f"{place.portfolio}, 2025, {place.position}"


def test_what_is_of_a_portfolio_is_seen_in_its_scope_alone(depot):
    mine, other = Portfolio.objects.all()[:2]
    viewer = User.objects.create_user("mine", role=Role.VIEWER, all_portfolios=False)
    mine.people.add(viewer)
    for portfolio in (mine, other, None):
        Redeployment.objects.create(portfolio=portfolio, counted_on=TODAY, at_risk=9)
        held = consultation(depot, name=f"Of {portfolio}", portfolio=portfolio)
        held.save()
        Engagement.objects.create(consultation=held, kind="briefing", summary=str(portfolio))
        restructure(name=f"Of {portfolio}", portfolio=portfolio).save()
    Engagement.objects.create(kind="briefing", summary="All")
    assert [c.portfolio for c in Consultation.objects.visible_to(viewer)] == [mine]
    assert [c.portfolio for c in Redeployment.objects.visible_to(viewer)] == [mine]
    assert [r.portfolio for r in Restructure.objects.visible_to(viewer)] == [mine]
    seen = {entry.summary for entry in Engagement.objects.visible_to(viewer)}
    assert seen == {str(mine), "All"}
    assert Consultation.objects.raised_by(clock.today() - DAY).count() == 0
    assert Programme.objects.exists()
