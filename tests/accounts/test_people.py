import uuid

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import IntegrityError, transaction

from accounts.demo import PASSWORD, USERS
from accounts.models import Submission, User
from accounts.models.submission import AlreadySubmitted
from accounts.roles import Role, State, Verb, may
from accounts.viewer import SYSTEM
from portfolios.models import Portfolio

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"role": "owner"}, "user_role_known"),
        ({"role": ""}, "user_role_known"),
        ({"role": Role.PORTFOLIO_LEAD, "all_portfolios": True}, "portfolio_lead_has_scope"),
    ],
)
def test_the_database_refuses_a_person_who_cannot_be(fields, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        User.objects.bulk_create([User(username="new", password="x", **fields)])


def test_a_form_says_that_a_lead_leads_some_portfolios():
    lead = User(username="new", password="x", role=Role.PORTFOLIO_LEAD)
    with pytest.raises(ValidationError) as refusal:
        lead.full_clean()
    assert refusal.value.messages == [
        "A portfolio lead leads some portfolios: "
        "untick “sees all portfolios” and name them on each portfolio."
    ]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PORTFOLIO_LEAD])
@pytest.mark.parametrize("all_portfolios", [True, False])
def test_everyone_else_may_see_all_portfolios_or_some(role, all_portfolios):
    User(username="new", password="x", role=role, all_portfolios=all_portfolios).full_clean()


def test_a_person_is_limited_to_the_portfolios_that_name_them():
    mine, other, decoy = Portfolio.objects.all()[:3]
    limited = User.objects.create_user("limited", role=Role.VIEWER, all_portfolios=False)
    someone = User.objects.create_user("someone", role=Role.VIEWER, all_portfolios=False)
    limited.portfolios.set([mine, other])
    someone.portfolios.set([decoy])
    assert {row["pk"] for row in limited.portfolio_ids()} == {mine.pk, other.pk}
    assert set(Portfolio.objects.visible_to(limited)) == {mine, other}


def test_without_a_portfolio_a_limited_person_sees_none():
    limited = User.objects.create_user("limited", role=Role.VIEWER, all_portfolios=False)
    assert list(limited.portfolio_ids()) == []
    assert list(Portfolio.objects.visible_to(limited)) == []


def test_a_person_of_all_portfolios_and_the_system_have_no_limit(people):
    limit = {role for role, user in people.items() if user.portfolio_ids() is not None}
    assert limit == {Role.PORTFOLIO_LEAD}
    assert SYSTEM.portfolio_ids() is None
    assert set(Portfolio.objects.visible_to(SYSTEM)) == set(Portfolio.objects.all())


def test_a_superuser_is_an_administrator_and_sees_no_figures():
    root = User.objects.create_superuser("root", password="x")
    assert root.role == Role.ADMINISTRATOR
    assert may(root, Verb.ADMINISTER)
    assert not may(root, Verb.READ, state=State.PUBLISHED)


def test_a_person_goes_by_their_name_or_else_their_username():
    assert str(User(username="ab1", first_name="Ana", last_name="Bell")) == "Ana Bell"
    assert str(User(username="ab1")) == "ab1"


def test_a_form_counts_once(people):
    token, other = uuid.uuid4(), uuid.uuid4()
    by = people[Role.PMO_EDITOR]
    Submission.objects.claim(token=token, by=by)
    with pytest.raises(AlreadySubmitted):
        Submission.objects.claim(token=token, by=by)
    with pytest.raises(AlreadySubmitted):
        Submission.objects.claim(token=token, by=people[Role.FINANCE_PARTNER])
    Submission.objects.claim(token=other, by=by)
    assert set(Submission.objects.values_list("token", "by")) == {
        (token, by.pk),
        (other, by.pk),
    }


def test_a_form_whose_work_failed_can_be_sent_again(people):
    token, by = uuid.uuid4(), people[Role.PMO_EDITOR]

    def fail():
        with transaction.atomic():
            Submission.objects.claim(token=token, by=by)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    Submission.objects.claim(token=token, by=by)


def test_the_demo_people_are_made_once_and_left_alone():
    held = {u.username: u for u in User.objects.filter(username__in=USERS)}
    assert {name: user.role for name, user in held.items()} == {
        name: role for name, (role, _) in USERS.items()
    }
    assert all(user.check_password(PASSWORD) for user in held.values())
    User.objects.filter(username="viewer").update(first_name="Changed")
    call_command("demo_users")
    assert User.objects.count() == len(held)
    assert User.objects.get(username="viewer").first_name == "Changed"


def test_no_demo_people_in_production(settings):
    settings.MODE = "production"
    with pytest.raises(CommandError, match="not in production"):
        call_command("demo_users")
