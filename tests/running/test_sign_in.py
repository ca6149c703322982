"""Signing in: guessing is slowed, passwords are long, sessions end, a code is used once."""

import datetime
import io
import re

import pyotp
import pytest
from axes.models import AccessAttempt
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client, RequestFactory

from accounts.demo import PASSWORD
from accounts.models import RecoveryCode, SecondStep, User
from accounts.roles import Role
from accounts.signing_in import codes
from accounts.signing_in.address import client_address
from agt.words import clock
from tests.conftest import MOMENT

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _limits(settings):
    settings.SESSION_IDLE_MINUTES, settings.SESSION_HOURS = 60, 12


def later(**by):
    return clock.stopped_at(MOMENT + datetime.timedelta(**by))


def try_in(client, password, name="viewer", address="10.0.0.1", **more):
    return client.post(
        "/sign-in/", {"username": name, "password": password}, REMOTE_ADDR=address, **more
    )


# --- guessing ------------------------------------------------------------------------------------


def test_guessing_is_stopped_and_a_colleague_behind_the_same_address_is_not(client):
    for _ in range(4):
        assert try_in(client, "wrong").status_code == 200
    page = try_in(client, "wrong")
    assert (page.status_code, page["Retry-After"]) == (429, "900")
    assert "5 wrong attempts with this name from here. Wait 15 minutes" in page.content.decode()
    assert try_in(client, PASSWORD).status_code == 429, "the right password is not tried either"
    assert try_in(Client(), PASSWORD, name="analyst").status_code == 302
    assert try_in(Client(), PASSWORD, address="10.0.0.2").status_code == 302


def test_after_the_wait_the_right_password_lets_in(client):
    for _ in range(5):
        try_in(client, "wrong")
    AccessAttempt.objects.update(attempt_time=clock.now() - datetime.timedelta(days=400))
    assert try_in(client, PASSWORD).status_code == 302
    assert not AccessAttempt.objects.exists()


def test_the_log_tells_of_each_attempt_and_names_nobody(client, caplog):
    caplog.set_level("INFO", logger="tracker.sign_in")
    try_in(client, "wrong")
    try_in(client, PASSWORD)
    said = [record.getMessage() for record in caplog.records if record.name == "tracker.sign_in"]
    viewer = User.objects.get(username="viewer").pk
    assert said == ["a sign-in was refused", f"person {viewer} signed in"]


def test_signing_out_clears_what_the_browser_keeps(client, people):
    client.force_login(people[Role.VIEWER])
    assert client.post("/sign-out/")["Clear-Site-Data"] == '"cache", "storage"'


def test_no_password_is_kept_of_a_failed_attempt(client):
    try_in(client, "my-other-password")
    kept = AccessAttempt.objects.get()
    assert "my-other-password" not in f"{kept.post_data}{kept.get_data}{kept.path_info}"


@pytest.mark.parametrize(
    ("trusted", "told", "found"),
    [
        (0, "1.1.1.1", "10.0.0.9"),
        (1, "", "10.0.0.9"),
        (1, "1.1.1.1", "1.1.1.1"),
        (1, "6.6.6.6, 1.1.1.1", "1.1.1.1"),  # the first was written by the client
        (2, "6.6.6.6, 1.1.1.1, 2.2.2.2", "1.1.1.1"),
        (2, "2.2.2.2", "10.0.0.9"),
    ],
)
def test_behind_proxies_it_is_the_address_the_first_trusted_one_saw(trusted, told, found, settings):
    settings.TRUSTED_PROXIES = trusted
    headers = {"x-forwarded-for": told} if told else {}
    request = RequestFactory().get("/", headers=headers, REMOTE_ADDR="10.0.0.9")
    assert client_address(request) == found


# --- passwords -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("short-one", "at least 12 characters"),
        ("x" * 129, "longer than 128 characters"),
        ("q1w2e3r4t5y6", "too common"),
        ("QwertyUIOP123456", "put together"),
        ("iloveyou2025", "put together"),
        ("abcabcabcabc", "put together"),
        ("dragonmonkey", "put together"),
        ("council-tracker-2025!", "words that everybody here would try first"),
        ("Programme123456", "words that everybody here would try first"),
        ("margaret.bell", "too similar"),
    ],
)
def test_a_password_that_is_easily_guessed_is_refused(password, sentence):
    user = User(username="margaret.bell")
    with pytest.raises(ValidationError, match=sentence):
        validate_password(password, user)


@pytest.mark.parametrize(
    "password", ["a quiet river at dusk", "zzgk wpqm xxtb", "4871 2259 6630 1187", "ÿçñ ÿçñ ÿçñ x"]
)
def test_no_rule_asks_for_a_digit_or_a_sign(password):
    validate_password(password, User(username="jo"))


def test_a_new_password_signs_out_everywhere_else(people):
    here, elsewhere = Client(), Client()
    for client in (here, elsewhere):
        assert try_in(client, PASSWORD, name="analyst").status_code == 302
    new = "a quiet river at dusk"
    given = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert here.post("/account/password/", given)["Location"] == "/account/"
    assert here.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 302
    assert try_in(Client(), new, name="analyst").status_code == 302


# --- sessions ------------------------------------------------------------------------------------


def test_a_session_ends_when_nothing_is_done(client, people):
    client.force_login(people[Role.ANALYST])
    with later(minutes=59):
        assert client.get("/").status_code == 200
    with later(minutes=118):
        assert client.get("/").status_code == 200
    with later(minutes=118 + 61):
        assert client.get("/programmes/")["Location"] == "/sign-in/?next=/programmes/"
        assert "nothing was done for a while" in client.get("/sign-in/").content.decode()
        assert "nothing was done" not in client.get("/sign-in/").content.decode()


def test_a_session_ends_some_hours_after_it_began_whatever_is_done(client, people):
    client.force_login(people[Role.ANALYST])
    for minutes in range(50, 720, 50):
        with later(minutes=minutes):
            assert client.get("/account/").status_code == 200
    with later(minutes=721):
        assert client.get("/account/").status_code == 302
        assert "many hours ago" in client.get("/sign-in/").content.decode()


def test_a_page_costs_no_query_more_for_it(client, people, django_assert_num_queries):
    client.force_login(people[Role.ANALYST])
    for _ in range(2):  # the first answer sets the secret of its forms
        client.get("/")
    with django_assert_num_queries(3):  # session, reader, versions
        client.get("/")
    with later(minutes=5), django_assert_num_queries(3):  # session, reader, council
        client.get("/account/password/")


def test_a_closed_account_is_signed_out_and_its_history_stays(client, people):
    client.force_login(people[Role.PMO_EDITOR])
    assert client.get("/").status_code == 200
    user = people[Role.PMO_EDITOR]
    user.is_active = False
    user.save()
    assert user.closed_at == MOMENT
    assert client.get("/").status_code == 302
    assert try_in(client, PASSWORD, name="editor").status_code == 200
    assert str(User.objects.get(pk=user.pk)) == str(user)


def test_what_is_kept_of_people_is_let_go_in_time(people):
    leaver, stays = people[Role.VIEWER], people[Role.ANALYST]
    for user, days in ((leaver, 731), (stays, 729)):
        user.email, user.is_active = f"{user.username}@council.example", False
        user.closed_at = MOMENT - datetime.timedelta(days=days)
        user.save()
    Session.objects.create(session_key="old", expire_date=MOMENT - datetime.timedelta(days=1))
    for days in (91, 89):
        made = AccessAttempt.objects.create(username=f"x{days}", failures_since_start=1)
        at = MOMENT - datetime.timedelta(days=days)
        AccessAttempt.objects.filter(pk=made.pk).update(attempt_time=at)
    out = io.StringIO()
    call_command("tidy_people", stdout=out)
    assert "1 ended sessions, 1 failed sign-ins, the addresses of 1 people" in out.getvalue()
    found = dict(User.objects.values_list("username", "email"))
    assert (found["viewer"], found["analyst"]) == ("", "analyst@council.example")
    assert User.objects.get(pk=leaver.pk).first_name


# --- the second step -----------------------------------------------------------------------------


def shown_now(secret: str) -> str:
    return pyotp.TOTP(secret).at(clock.now())


@pytest.fixture
def phone(people):
    """The secret of the viewer's phone, and their recovery codes; on since a minute ago."""
    secret = codes.new_secret()
    with later(minutes=-1):
        made = codes.switch_on(user=people[Role.VIEWER], secret=secret, code=shown_now(secret))
    return secret, made


def give(client, code):
    return client.post("/sign-in/code/", {"code": code})


def set_up(client, code):
    return client.post("/account/second-step/", {"password": PASSWORD, "code": code})


def test_a_code_for_a_picture_that_was_never_shown_is_refused(client, people):
    client.force_login(people[Role.VIEWER])
    page = set_up(client, "000000")
    assert page.status_code == 200
    assert "This is not the code of now" in page.content.decode()
    assert "<svg" in page.content.decode()


def test_a_person_sets_it_up_and_is_asked_for_a_code(client, people):
    client.force_login(people[Role.VIEWER])
    page = client.get("/account/second-step/").content.decode()
    assert "<svg" in page
    assert "style=" not in page
    secret = re.search(r"Key: <code>([A-Z2-7]+)</code>", page)[1]
    assert set_up(client, "000000").status_code == 200
    assert not SecondStep.objects.exists()
    page = set_up(client, shown_now(secret)).content.decode()
    made = re.findall(r"<code>(\w{6}(?:-\w{6}){3})</code>", page)
    assert len(set(made)) == 10
    assert made[0] not in client.get("/account/second-step/").content.decode()
    assert not RecoveryCode.objects.filter(digest__in=made).exists()
    assert secret not in SecondStep.objects.get().sealed

    other = Client()
    assert try_in(other, PASSWORD)["Location"] == "/sign-in/code/"
    assert other.get("/").status_code == 302, "a password alone opens nothing"
    with later(minutes=1):
        assert give(other, shown_now(secret))["Location"] == "/"
    assert other.get("/").status_code == 200


def test_a_code_is_used_once(phone):
    secret, _ = phone
    for client, lets_in in ((Client(), True), (Client(), False)):
        try_in(client, PASSWORD)
        answer = give(client, shown_now(secret))
        assert (answer.status_code == 302) is lets_in
    assert "used before" in answer.content.decode()
    with later(seconds=-30):  # nor one from before it
        assert give(client, shown_now(secret)).status_code == 200


def test_a_recovery_code_lets_in_once_typed_in_any_way(phone):
    _, made = phone
    for code, lets_in in ((made[0].upper(), True), (made[0], False), (made[1], True)):
        client = Client()
        try_in(client, PASSWORD)
        assert (give(client, code).status_code == 302) is lets_in
    assert RecoveryCode.objects.count() == 8


@pytest.mark.parametrize("seconds", [-61, 61])
def test_a_code_of_another_minute_is_refused(seconds, phone):
    secret, _ = phone
    client = Client()
    try_in(client, PASSWORD)
    with later(seconds=seconds):
        other = shown_now(secret)
    assert give(client, other).status_code == 200


def test_guessing_codes_is_stopped_like_guessing_passwords(client, phone):
    secret, _ = phone
    try_in(client, PASSWORD, address="127.0.0.1")
    for _ in range(4):
        assert give(client, "000000").status_code == 200
    assert give(client, "000000").status_code == 429
    assert give(client, shown_now(secret)).status_code == 429
    assert client.get("/").status_code == 302


def test_the_code_is_asked_for_five_minutes_only(client, phone):
    assert client.get("/sign-in/code/")["Location"] == "/sign-in/"
    try_in(client, PASSWORD)
    assert client.get("/sign-in/code/").status_code == 200
    with later(seconds=301):
        assert give(client, shown_now(phone[0]))["Location"] == "/sign-in/"


def test_an_account_closed_in_between_stays_out(client, phone):
    try_in(client, PASSWORD)
    User.objects.filter(username="viewer").update(is_active=False)
    assert give(client, shown_now(phone[0]))["Location"] == "/sign-in/"
    assert client.get("/").status_code == 302


def test_a_role_that_must_have_it_sees_nothing_before(client, settings):
    settings.SECOND_STEP_FOR = [Role.ANALYST]
    assert try_in(client, PASSWORD, name="analyst")["Location"] == "/account/second-step/"
    assert client.get("/programmes/")["Location"] == "/account/second-step/"
    page = client.get("/account/second-step/").content.decode()
    assert "Your role needs a second step" in page
    secret = re.search(r"Key: <code>([A-Z2-7]+)</code>", page)[1]
    set_up(client, shown_now(secret))
    assert client.get("/programmes/").status_code == 200
    with later(minutes=2):  # and cannot switch it off
        set_up(client, shown_now(secret))
    assert SecondStep.objects.exists()


def test_it_is_switched_off_with_a_code(client, phone, people):
    client.force_login(people[Role.VIEWER])
    elsewhere = Client()
    elsewhere.force_login(people[Role.VIEWER])
    assert set_up(client, "000000").status_code == 200
    for given in ({}, {"password": "wrong"}):  # a code alone is not enough
        page = client.post("/account/second-step/", {**given, "code": shown_now(phone[0])})
        assert page.status_code == 200
    assert SecondStep.objects.exists()
    set_up(client, shown_now(phone[0]))
    assert (client.get("/").status_code, elsewhere.get("/").status_code) == (200, 302)
    assert not SecondStep.objects.exists()
    assert not RecoveryCode.objects.exists()


def test_an_administrator_takes_it_away_for_a_lost_phone(client, phone, people):
    client.force_login(people[Role.ADMINISTRATOR])
    chosen = {"action": "take_second_step_away", "_selected_action": people[Role.VIEWER].pk}
    client.post("/admin/accounts/user/", chosen)
    assert not SecondStep.objects.exists()
