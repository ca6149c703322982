"""Who asks is read with every page: what was ended or changed elsewhere holds for the next one."""

import datetime

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db as djangos
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from accounts.signing_in.sessions import end_sessions
from accounts.signing_in.who import People, SessionStore, row

pytestmark = pytest.mark.django_db


@pytest.fixture
def analyst(client, people) -> Client:
    client.force_login(people[Role.ANALYST])
    assert client.get("/account/").status_code == 200
    return client


ENDED = {
    "its row deleted": lambda user: Session.objects.all().delete(),
    "signed out everywhere": end_sessions,
    "its time over": lambda user: Session.objects.update(expire_date=timezone.now()),
    "nothing of ours in it": lambda user: Session.objects.update(session_data="forged"),
    "account closed": lambda user: User.objects.filter(pk=user.pk).update(is_active=False),
    "password another": lambda user: User.objects.filter(pk=user.pk).update(password="other"),
    "person gone": lambda user: User.objects.filter(pk=user.pk).delete(),
}


@pytest.mark.parametrize("how", ENDED)
def test_what_is_ended_elsewhere_is_over_with_the_next_page(how, analyst, people):
    page = analyst.get("/")
    ENDED[how](people[Role.ANALYST])
    told = analyst.get("/", headers={"if-none-match": page["ETag"]})
    assert (told.status_code, told["Location"]) == (302, "/sign-in/?next=/")


def test_a_role_given_elsewhere_holds_for_the_next_page(analyst, people):
    assert analyst.get("/import/").status_code == 403
    User.objects.filter(pk=people[Role.ANALYST].pk).update(role=Role.PMO_EDITOR)
    assert analyst.get("/import/").status_code == 200


def test_a_row_is_the_one_that_django_finds(analyst, people):
    for model, key in ((User, people[Role.ANALYST].pk), (Session, Session.objects.get().pk)):
        found, wanted = row(model, key), model.objects.get(pk=key)
        fields = [field.attname for field in model._meta.concrete_fields]
        assert [getattr(found, f) for f in fields] == [getattr(wanted, f) for f in fields]
    assert row(User, 0) is row(Session, "not there") is None
    assert People().get_user(0) is None


def test_sessions_are_signed_as_djangos_own(analyst):
    held = Session.objects.get()
    assert SessionStore(held.pk)[SESSION_KEY] == djangos.SessionStore(held.pk)[SESSION_KEY]


def test_one_that_is_over_is_not_taken_up_again():
    made = SessionStore()
    made.create()
    Session.objects.update(expire_date=timezone.now() - datetime.timedelta(seconds=1))
    again = SessionStore(made.session_key)
    assert again.load() == {}
    assert again.session_key is None
