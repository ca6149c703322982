"""An account in the hands of its person: passwords that were given, sessions, guessing at it."""

import datetime
import hashlib

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from accounts.demo import PASSWORD
from accounts.models import User
from accounts.roles import Role
from accounts.signing_in.sessions import sessions_of
from tests.running.test_sign_in import later, phone, shown_now, try_in  # noqa: F401

pytestmark = pytest.mark.django_db
NEW = "a quiet river at dusk"
FIREFOX = "Mozilla/5.0 (X11; Linux) Gecko/20100101 Firefox/140.0"


def change(client, old=PASSWORD, new=NEW):
    given = {"old_password": old, "new_password1": new, "new_password2": new}
    return client.post("/account/password/", given)


# --- a password that somebody else set -----------------------------------------------------------


@pytest.fixture
def given(client, people) -> str:
    """A password that an administrator gave the analyst."""
    client.force_login(people[Role.ADMINISTRATOR])
    password = "four grey boats asleep"
    answer = client.post(
        f"/admin/accounts/user/{people[Role.ANALYST].pk}/password/",
        {"password1": password, "password2": password, "usable_password": "true"},
    )
    assert answer.status_code == 302
    client.logout()
    return password


def test_a_password_that_was_given_lets_in_to_choose_ones_own(client, given):
    assert try_in(client, given, name="analyst")["Location"] == "/account/password/"
    assert client.get("/programmes/")["Location"] == "/account/password/"
    assert "was given to you" in client.get("/account/password/").content.decode()
    assert "Choose another one" in change(client, given, given).content.decode()
    assert change(client, given)["Location"] == "/account/"
    assert client.get("/programmes/").status_code == 200
    assert try_in(Client(), NEW, name="analyst")["Location"] == "/"


def test_it_is_good_for_a_week(client, given):
    with later(days=7, minutes=1):
        page = try_in(client, given, name="analyst")
        assert "given to you more than 7 days ago" in page.content.decode()
        assert client.get("/").status_code == 302


def test_a_new_account_owes_it_too(client, people):
    client.force_login(people[Role.ADMINISTRATOR])
    new = {"username": "new", "role": "viewer", "all_portfolios": "on"}
    new |= {"password1": NEW, "password2": NEW, "usable_password": "true"}
    assert client.post("/admin/accounts/user/add/", new).status_code == 302
    assert try_in(Client(), NEW, name="new")["Location"] == "/account/password/"


def test_a_forgotten_password_leaves_the_second_step(client, phone, people):  # noqa: F811
    client.force_login(people[Role.ADMINISTRATOR])
    viewer = people[Role.VIEWER]
    given = {"password1": NEW, "password2": NEW, "usable_password": "true"}
    client.post(f"/admin/accounts/user/{viewer.pk}/password/", given)
    other = Client()
    assert try_in(other, NEW)["Location"] == "/sign-in/code/"
    code = {"code": shown_now(phone[0])}
    assert other.post("/sign-in/code/", code)["Location"] == "/account/password/"


def test_no_account_is_there_before_somebody_makes_it(client, django_user_model):
    """The demonstration's are made by a command that refuses to in production."""
    for name in ("root", "admin", "sa"):
        django_user_model.objects.filter(username=name).delete()
        assert try_in(client, name, name=name).status_code == 200


# --- breached passwords --------------------------------------------------------------------------


def test_a_password_of_the_councils_list_of_breached_ones_is_refused(tmp_path, settings):
    bad = [f"a breached password {n}" for n in range(40)]
    lines = sorted(
        f"{hashlib.sha1(one.encode(), usedforsecurity=False).hexdigest().upper()}:{n}"
        for n, one in enumerate(bad)
    )
    file = tmp_path / "breached.txt"
    for end in ("\n", "\r\n"):
        file.write_bytes("".join(line + end for line in lines).encode())
        settings.BREACHED_PASSWORDS = str(file)
        for one in bad:
            with pytest.raises(ValidationError, match="known from a breach"):
                validate_password(one, User(username="jo"))
        validate_password(NEW, User(username="jo"))
    file.write_bytes(b"")
    validate_password(NEW, User(username="jo"))


# --- sessions ------------------------------------------------------------------------------------


def test_a_person_sees_their_sessions_and_ends_one_with_the_password(client, people):
    here, there = Client(), Client(headers={"user-agent": FIREFOX})
    others = Client()
    others.force_login(people[Role.ANALYST])
    for browser in (here, there):
        try_in(browser, PASSWORD)
    page = here.get("/account/sessions/").content.decode()
    assert "Firefox, 10.0.0.1: since 14 Mar 2025, 10:30" in page
    assert "Another program, 10.0.0.1 (this one)" in page
    assert page.count('name="which"') == 2
    marks = {held.place: held.mark for held in sessions_of(people[Role.VIEWER])}
    ends = {"which": [marks["Firefox, 10.0.0.1"]]}
    for password in ("", "wrong"):
        assert here.post("/account/sessions/", {**ends, "password": password}).status_code == 200
    assert there.get("/").status_code == 200
    assert here.post("/account/sessions/", {**ends, "password": PASSWORD}).status_code == 302
    assert [c.get("/").status_code for c in (here, there, others)] == [200, 302, 200]
    theirs = {"which": [sessions_of(people[Role.ANALYST])[0].mark], "password": PASSWORD}
    assert "is not one of the available" in here.post("/account/sessions/", theirs).content.decode()
    mine = {"which": list(marks.values())[:1], "password": PASSWORD}
    mine["which"] = [sessions_of(people[Role.VIEWER])[0].mark]
    here.post("/account/sessions/", mine)
    assert here.get("/").status_code == 302


def test_who_has_no_password_here_must_have_signed_in_just_now(client, people):
    person = people[Role.VIEWER]
    person.set_unusable_password()
    person.save()
    for browser in (client, Client()):
        browser.force_login(person)
    ends = {"which": [held.mark for held in sessions_of(person)]}
    with later(minutes=11):
        answer = client.post("/account/sessions/", ends)
        assert "Sign out here and in again first" in answer.content.decode()
    with later(minutes=9):
        assert client.post("/account/sessions/", ends).status_code == 302
    assert sessions_of(person) == []


def test_an_administrator_ends_the_sessions_of_a_person(client, people):
    theirs = Client()
    theirs.force_login(people[Role.VIEWER])
    client.force_login(people[Role.ADMINISTRATOR])
    chosen = {"action": "sign_out", "_selected_action": people[Role.VIEWER].pk}
    client.post("/admin/accounts/user/", chosen)
    assert (theirs.get("/").status_code, client.get("/admin/").status_code) == (302, 200)


def test_a_password_is_not_guessed_from_within_either(client, people):
    client.force_login(people[Role.VIEWER])
    codes = [change(client, "wrong").status_code for _ in range(5)]
    assert codes == [200, 200, 200, 200, 429]
    assert change(client).status_code == 429


def test_ones_own_password_is_changed_on_one_page(client, people):
    client.force_login(people[Role.ADMINISTRATOR])
    assert client.get("/admin/password_change/")["Location"] == "/account/password/"


# --- guessing from many addresses ----------------------------------------------------------------


@pytest.fixture
def tried_everywhere(people):
    for n in range(10):
        AccessAttempt.objects.create(
            username="viewer", ip_address=f"10.1.0.{n}", failures_since_start=5
        )


def test_guessing_from_everywhere_stops_new_browsers_and_not_their_own(people):
    own = Client()
    assert try_in(own, PASSWORD).status_code == 302
    cookie = own.cookies["known"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    own.post("/sign-out/")
    for n in range(50):
        AccessAttempt.objects.create(
            username="viewer", ip_address=f"10.1.0.{n}", failures_since_start=1
        )
    page = try_in(Client(), PASSWORD, address="10.9.0.1")
    assert page.status_code == 429
    assert "Somebody tries this name from many places" in page.content.decode()
    assert AccessAttempt.objects.count() == 50, "waiting does not lengthen the wait"
    assert try_in(own, PASSWORD).status_code == 302
    assert try_in(Client(), PASSWORD, name="analyst", address="10.9.0.1").status_code == 302


def test_a_browser_is_known_for_its_own_person_alone(people, tried_everywhere):
    analyst = Client()
    try_in(analyst, PASSWORD, name="analyst")
    analyst.post("/sign-out/")
    assert try_in(analyst, PASSWORD, address="10.9.0.1").status_code == 429
    forged = Client()
    forged.cookies["known"] = f"{people[Role.VIEWER].pk}:1abcde:forged"
    assert try_in(forged, PASSWORD, address="10.9.0.1").status_code == 429


def test_it_is_over_after_the_wait_and_an_administrator_can_end_it(
    client, people, tried_everywhere
):
    client.force_login(people[Role.ADMINISTRATOR])
    page = client.get("/admin/axes/accessattempt/?q=viewer").content.decode()
    assert page.count("10.1.0.") == 10
    keys = AccessAttempt.objects.values_list("pk", flat=True)
    chosen = {"action": "delete_selected", "_selected_action": keys[:1], "post": "yes"}
    client.post("/admin/axes/accessattempt/", chosen)
    assert try_in(Client(), PASSWORD, address="10.9.0.1").status_code == 302
    AccessAttempt.objects.update(
        failures_since_start=50,
        attempt_time=AccessAttempt.objects.first().attempt_time - datetime.timedelta(minutes=16),
    )
    assert try_in(Client(), PASSWORD, address="10.9.0.3").status_code == 302
