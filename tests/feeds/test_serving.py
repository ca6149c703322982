"""Feeds over the wire: who is let in, what is said to those who are not, and what is kept."""

import base64
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.roles import Role
from portfolios.models import Position
from reports.feeds.openapi import describe
from reports.feeds.registry import FEEDS
from reports.feeds.renderers import RENDERERS
from reports.models import FeedToken
from savings.models import SavingsLine
from tests.feeds.conftest import body

pytestmark = pytest.mark.django_db
LINES = "/data/feeds/savings-lines.json"


def told(response) -> str:
    return json.loads(response.content)["error"]


def test_a_token_reads_as_bearer_and_as_the_password_of_basic(client, make):
    _, secret = make()
    basic = base64.b64encode(f"anyone:{secret}".encode()).decode()
    for header in (f"Bearer {secret}", f"bearer {secret}", f"Basic {basic}"):
        answer = client.get(LINES, headers={"Authorization": header})
        assert answer.status_code == 200
        assert json.loads(body(answer))
        assert not answer.cookies
        assert "Authorization" in answer["Vary"]


def test_somebody_signed_in_reads_too_and_is_set_no_cookie(client, people):
    client.force_login(people[Role.ANALYST])
    answer = client.get(LINES)
    assert answer.status_code == 200
    assert not answer.cookies


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer nonsense", "Basic", "Basic %%%", "Basic /w==", "Digest x", "x" * 9000],
)
def test_who_is_not_known_is_asked_again(header, client, db):
    answer = client.get(LINES, headers={"Authorization": header} if header else {})
    assert answer.status_code == 401
    assert "Basic" in answer["WWW-Authenticate"]
    assert "Bearer" in answer["WWW-Authenticate"]
    assert told(answer)
    assert not answer.cookies


def test_a_wrong_token_does_not_fall_back_to_the_session(client, people):
    client.force_login(people[Role.ANALYST])
    assert client.get(LINES, headers={"Authorization": "Bearer no"}).status_code == 401


def test_who_may_not_is_told_why(client, people, make):
    client.force_login(people[Role.VIEWER])
    answer = client.get(LINES)
    assert answer.status_code == 403
    assert "does not let you take figures away" in told(answer)
    _, secret = make(feeds=["posts"], name="Only posts")
    answer = client.get(LINES, headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code == 403
    assert told(answer) == "The token “Only posts” is for these feeds: posts."


def test_what_is_not_there_names_what_is(client, bearer):
    answer = bearer("/data/feeds/nonsense.csv")
    assert answer.status_code == 404
    assert "savings-lines, savings-by-portfolio" in told(answer)
    assert "posts-by-programme" not in told(answer)
    answer = bearer(f"{LINES}?position=nonsense")
    assert answer.status_code == 404
    assert "February 2025" in told(answer)


def test_posts_below_portfolio_level_are_not_there_and_nothing_keeps_them(client, bearer):
    for role, status in ((Role.ANALYST, 404), (Role.PMO_EDITOR, 404), (Role.HR_PARTNER, 200)):
        assert bearer("/data/feeds/posts-by-programme.csv", role).status_code == status
    for name in ("posts-by-programme", "posts"):
        answer = bearer(f"/data/feeds/{name}.csv", Role.HR_PARTNER)
        assert answer["Cache-Control"] == "private, no-store"
    assert bearer(LINES)["Cache-Control"] == "private, no-cache"


def test_only_reading_is_answered(client, bearer):
    for method in ("post", "put", "patch", "delete", "trace"):
        answer = getattr(client, method)(LINES)
        assert answer.status_code == 405
        assert answer["Allow"] == "GET, HEAD, OPTIONS"


def test_head_says_the_same_without_a_row(client, make):
    _, secret = make()
    headers = {"Authorization": f"Bearer {secret}"}
    got, head = client.get(LINES, headers=headers), client.head(LINES, headers=headers)
    assert head.status_code == 200
    assert head["ETag"] == got["ETag"]
    assert b"".join(head) == b""


# --- asked for again --------------------------------------------------------------------------


def test_what_has_not_changed_is_not_made_again(client, make, february, monkeypatch):
    _, secret = make()
    headers = {"Authorization": f"Bearer {secret}"}
    tag = client.get(LINES, headers=headers)["ETag"]
    read = []
    monkeypatch.setattr("reports.pages.feeds.serving.feed_ask", lambda **_: read.append(1))
    with CaptureQueriesContext(connection) as made:
        answer = client.get(LINES, headers=headers | {"If-None-Match": tag})
    assert answer.status_code == 304
    assert answer["ETag"] == tag
    assert (read, answer.content) == ([], b"")
    assert len(made) == 2  # the token with its owner, the data versions


def test_what_has_changed_is(client, make, working):
    _, secret = make()
    headers = {"Authorization": f"Bearer {secret}"}
    tag = client.get(LINES, headers=headers)["ETag"]
    line = SavingsLine.objects.filter(place__position=working).first()
    line.amount += 1
    line.save()
    answer = client.get(LINES, headers=headers | {"If-None-Match": tag})
    assert answer.status_code == 200
    assert answer["ETag"] != tag


def test_each_reader_and_address_has_a_tag_of_its_own(client, make, led, people):
    _, all_of_it = make()
    _, some = make(portfolios=[led])
    tags = [
        client.get(at, headers={"Authorization": f"Bearer {secret}"})["ETag"]
        for secret in (all_of_it, some)
        for at in (LINES, f"{LINES}?position=working", LINES.replace("json", "csv"))
    ]
    assert len(set(tags)) == len(tags)


def test_a_revoked_token_is_not_even_told_that_nothing_changed(client, make):
    made, secret = make()
    headers = {"Authorization": f"Bearer {secret}"}
    tag = client.get(LINES, headers=headers)["ETag"]
    FeedToken.objects.filter(pk=made.pk).update(
        revoked_at="2025-03-14T10:00:00Z", revoked_by=made.owner
    )
    answer = client.get(LINES, headers=headers | {"If-None-Match": tag})
    assert answer.status_code == 401


# --- described and shown ----------------------------------------------------------------------


def test_the_description_is_of_the_feeds_that_are_there(client, bearer):
    here = json.loads(bearer("/data/feeds/openapi.json").content)
    hers = json.loads(bearer("/data/feeds/openapi.json", Role.HR_PARTNER).content)
    assert here["openapi"] == "3.1.0"
    assert {f"/data/feeds/{name}.{s}" for name in FEEDS for s in RENDERERS} == set(hers["paths"])
    assert set(hers["paths"]) - set(here["paths"]) == {
        "/data/feeds/posts-by-programme.csv",
        "/data/feeds/posts-by-programme.json",
        "/data/feeds/posts-by-programme.xlsx",
    }
    assert bearer("/data/feeds/openapi.json")["Content-Type"] == "application/json"
    assert client.get("/data/feeds/openapi.json").status_code == 401


def test_the_description_is_valid_by_the_schema_of_openapi():
    import jsonschema_rs
    import schemathesis

    described = describe(FEEDS.values(), server="http://testserver")
    schemathesis.openapi.from_dict(described).validate()
    for path in described["paths"].values():
        for content in path["get"]["responses"]["200"]["content"].values():
            jsonschema_rs.meta.validate(content["schema"])


def test_the_page_shows_what_to_paste(client, people):
    client.force_login(people[Role.ANALYST])
    page = client.get("/data/feeds/").content.decode()
    assert "http://testserver/data/feeds/savings-lines.csv" in page
    assert "Json.Document(Web.Contents(&quot;http://testserver/data/feeds/risks.json&quot;" in page
    assert "{&quot;amount&quot;, type number}" in page
    assert "posts-by-programme" not in page
    client.force_login(people[Role.HR_PARTNER])
    assert "posts-by-programme.csv" in client.get("/data/feeds/").content.decode()


def test_a_tracker_without_a_position_gives_empty_feeds(client, people, db):
    from tests.reports.emptying import empty

    empty()
    assert not Position.objects.exists()
    client.force_login(people[Role.HR_PARTNER])
    for name in FEEDS:
        assert body(client.get(f"/data/feeds/{name}.json")) == "[]\n", name
        assert body(client.get(f"/data/feeds/{name}.csv")).count("\n") == 1, name
