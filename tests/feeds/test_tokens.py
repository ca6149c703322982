"""Tokens: made, named, scoped, expired and revoked in the browser; never more than their owner."""

import datetime
import re
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from accounts.models.submission import AlreadySubmitted
from accounts.roles import Role
from agt.words import clock
from portfolios.models import Portfolio
from reports import versions
from reports.actions.make_feed_token import make_feed_token, revoke_feed_token
from reports.models import FeedToken
from tests.feeds.conftest import body

pytestmark = pytest.mark.django_db
LINES = "/data/feeds/savings-lines.csv"


def read(client, secret, at=LINES):
    return client.get(at, headers={"Authorization": f"Bearer {secret}"})


# --- made ---------------------------------------------------------------------------------------


def test_in_the_browser_from_making_it_to_revoking_it(client, people, led):
    client.force_login(people[Role.ANALYST])
    form = client.get("/data/feeds/tokens/make/").content.decode()
    sent = {
        "name": "Power BI",
        "feeds": ["savings-lines"],
        "portfolios": [led.pk],
        "expires_on": "31/12/2025",
        "token": re.search(r'name="token" value="([^"]+)"', form)[1],
    }
    made = client.post("/data/feeds/tokens/make/", sent)
    secret = re.search(r'value="(trk_[^"]+)"', made.content.decode())[1]
    assert "no-store" in made["Cache-Control"]
    assert secret not in client.get("/data/feeds/tokens/").content.decode()
    assert "never" in client.get("/data/feeds/tokens/").content.decode()
    again = client.post("/data/feeds/tokens/make/", sent, follow=True).content.decode()
    assert "made already" in again
    assert secret not in again
    token = FeedToken.objects.get()
    assert token.secret_hash != secret
    assert secret not in str(token.__dict__)
    client.logout()
    assert led.name in body(read(client, secret))
    assert read(client, secret, "/data/feeds/posts.csv").status_code == 403
    token.refresh_from_db()
    assert token.last_used_on == clock.today()
    client.force_login(people[Role.ADMINISTRATOR])
    page = client.get("/data/feeds/tokens/").content.decode()
    assert "Power BI" in page
    assert "Revoke" in page
    asked = client.get(f"/data/feeds/tokens/{token.pk}/revoke/").content.decode()
    form_token = re.search(r'name="token" value="([^"]+)"', asked)[1]
    for _ in range(2):
        done = client.post(f"/data/feeds/tokens/{token.pk}/revoke/", {"token": form_token})
        assert done["Location"] == "/data/feeds/tokens/"
    client.logout()
    refused = read(client, secret)
    assert refused.status_code == 401
    assert b"was revoked" in refused.content
    reasons = [r.history_change_reason for r in token.history.order_by("history_id")]
    assert reasons == [f"Made for savings-lines; {led.name}", "Revoked"]


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("name", "", "Fill this in."),
        ("feeds", [], "Choose at least one."),
        ("feeds", ["posts-by-programme"], "not one of the available choices"),
        ("portfolios", ["999999"], "not one of the available choices"),
        ("expires_on", "nonsense", "Enter a valid date"),
        ("expires_on", "15/03/2026", "a year at most"),
        ("expires_on", "13/03/2025", "expires today or later"),
    ],
)
def test_bad_input_is_told_beside_its_field_and_makes_nothing(client, people, field, value, says):
    client.force_login(people[Role.ANALYST])
    sent = {"name": "T", "feeds": ["posts"], "expires_on": "14/03/2026", "token": uuid.uuid4()}
    page = client.post("/data/feeds/tokens/make/", sent | {field: value})
    assert page.status_code == 200
    assert says in page.content.decode()
    assert not FeedToken.objects.exists()


def test_a_name_is_used_once_by_its_owner(make):
    make(name="Power BI")
    make(Role.HR_PARTNER, name="Power BI")
    with pytest.raises(ValidationError, match="a token of that name already"):
        make(name="Power BI")


def test_who_may_make_one(people, make):
    for role in (Role.VIEWER, Role.ADMINISTRATOR):
        with pytest.raises(PermissionDenied):
            make(role, feeds=["posts"])
    with pytest.raises(ValidationError, match="Choose from"):
        make(feeds=["posts-by-programme"])
    with pytest.raises(ValidationError, match="Choose from"):
        make(feeds=["nonsense"])


def test_its_portfolios_are_its_makers(make, led):
    other = Portfolio.objects.exclude(pk=led.pk).first()
    make(Role.PORTFOLIO_LEAD, portfolios=[led])
    with pytest.raises(ValidationError, match="your own portfolios"):
        make(Role.PORTFOLIO_LEAD, portfolios=[led, other])


def test_a_form_sent_twice_makes_one(people):
    sent = {
        "name": "T",
        "feeds": ["posts"],
        "portfolios": [],
        "expires_on": clock.today(),
        "token": uuid.uuid4(),
        "by": people[Role.ANALYST],
    }
    make_feed_token(**sent)
    with pytest.raises(AlreadySubmitted):
        make_feed_token(**sent)
    assert FeedToken.objects.count() == 1


# --- never more than its owner --------------------------------------------------------------------


def test_it_reads_what_its_owner_may_today(client, make, people, led):
    owner = people[Role.ANALYST]
    other = Portfolio.objects.exclude(pk=led.pk).first()
    _, whole = make()
    _, narrow = make(portfolios=[other])
    assert other.name in body(read(client, whole))
    assert other.name in body(read(client, narrow))
    owner.all_portfolios = False
    owner.save()
    led.people.add(owner)
    assert other.name not in body(read(client, whole))
    assert led.name in body(read(client, whole))
    assert body(read(client, narrow)).count("\n") == 1  # nothing that both may see
    owner.role = Role.VIEWER
    owner.save()
    assert read(client, whole).status_code == 403
    owner.is_active = False
    owner.save()
    refused = read(client, whole)
    assert refused.status_code == 401
    assert b"no longer active" in refused.content


def test_it_loses_posts_with_its_owners_name_for_them(client, make, people):
    editor = people[Role.PMO_EDITOR]
    editor.named_for_posts = True
    editor.save()
    _, secret = make(Role.PMO_EDITOR)
    assert read(client, secret, "/data/feeds/posts-by-programme.csv").status_code == 200
    editor.named_for_posts = False
    editor.save()
    assert read(client, secret, "/data/feeds/posts-by-programme.csv").status_code == 404


def test_a_token_for_some_portfolios_never_widens_when_they_are_gone(client, make, led):
    made, secret = make(portfolios=[led])
    made.portfolios.clear()
    assert body(read(client, secret)).count("\n") == 1


def test_it_ends_after_its_last_day(client, make):
    _, secret = make(days=1)
    moment = clock.now()
    with clock.stopped_at(moment + datetime.timedelta(days=1)):
        assert read(client, secret).status_code == 200
    with clock.stopped_at(moment + datetime.timedelta(days=2)):
        refused = read(client, secret)
    assert refused.status_code == 401
    assert b"expired on 15 March 2025" in refused.content


def test_using_it_is_no_news_to_any_page(client, make):
    _, secret = make()
    before = versions.current()
    read(client, secret)
    assert versions.current() == before


# --- revoked ------------------------------------------------------------------------------------


def test_its_owner_and_an_administrator_revoke_it_and_nobody_else(make, people, client):
    made, _ = make()
    with pytest.raises(PermissionDenied):
        revoke_feed_token(made=made, token=uuid.uuid4(), by=people[Role.PMO_EDITOR])
    client.force_login(people[Role.PMO_EDITOR])
    assert client.get(f"/data/feeds/tokens/{made.pk}/revoke/").status_code == 404
    assert str(made) not in client.get("/data/feeds/tokens/").content.decode()
    revoke_feed_token(made=made, token=uuid.uuid4(), by=people[Role.ANALYST])
    revoke_feed_token(made=made, token=uuid.uuid4(), by=people[Role.ADMINISTRATOR])
    made.refresh_from_db()
    assert made.revoked_by == people[Role.ANALYST]


@pytest.mark.parametrize(
    "wrong",
    [
        {"expires_on": datetime.date(2025, 3, 13)},
        {"revoked_at": datetime.datetime(2025, 3, 14, tzinfo=clock.LONDON)},
    ],
)
def test_the_database_refuses_what_must_never_be(make, wrong):
    made, _ = make()
    with pytest.raises(IntegrityError), transaction.atomic():
        FeedToken.objects.filter(pk=made.pk).update(**wrong)
