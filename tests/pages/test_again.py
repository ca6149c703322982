"""A page asked for again: told to be as it was, until anything it may show has changed."""

import datetime
import re

import pytest
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.contrib.messages.storage.cookie import CookieStorage
from django.test import Client

from accounts.roles import Role
from agt.build import build_of
from agt.words import clock
from portfolios.models import Organisation
from reports.pages.again import PAGES
from savings.models import SavingsLine
from tests.conftest import MOMENT

pytestmark = pytest.mark.django_db
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')


@pytest.fixture
def analyst(client, people) -> Client:
    client.force_login(people[Role.ANALYST])
    client.get("/")  # which sets the secret of its forms, as the sign-in page does
    return client


def tag_of(client: Client, url: str = "/") -> str:
    return client.get(url)["ETag"]


def test_a_browser_that_has_the_page_is_told_so_before_anything_is_read(
    analyst, django_assert_num_queries
):
    first = analyst.get("/")
    assert first["Cache-Control"] == "private, no-cache"
    with django_assert_num_queries(3):  # session, reader, versions
        again = analyst.get("/", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])


def test_another_browser_of_the_same_reader_gets_the_page_as_it_was_made(
    analyst, django_assert_num_queries
):
    first = analyst.get("/")
    with django_assert_num_queries(3):
        again = analyst.get("/")
    assert again.status_code == 200
    assert TOKEN.sub(b"", again.content) == TOKEN.sub(b"", first.content)
    assert again["Content-Type"] == first["Content-Type"]


def test_every_answer_masks_its_forms_anew_and_they_work(people):
    client = Client(enforce_csrf_checks=True)
    client.force_login(people[Role.ANALYST])
    masks = [TOKEN.findall(client.get("/").content) for _ in range(3)]
    assert all(masks)
    assert len({mask[0] for mask in masks}) == 3
    out = client.post("/sign-out/", {"csrfmiddlewaretoken": masks[-1][0].decode()})
    assert out.status_code == 302


@pytest.mark.parametrize("what", ["line", "council", "person"])
def test_a_change_makes_it_another_page(analyst, people, working, what):
    was = tag_of(analyst)
    if what == "line":
        SavingsLine.objects.at(working).first().delete()
    elif what == "council":
        Organisation.objects.update(name="Another council")
    else:
        people[Role.ANALYST].first_name = "Renamed"
        people[Role.ANALYST].save()
    page = analyst.get("/", headers={"if-none-match": was})
    assert page.status_code == 200
    assert page["ETag"] != was
    assert what != "council" or "Another council" in page.content.decode()


def test_tomorrow_it_is_another_page(analyst):
    was = tag_of(analyst)
    with clock.stopped_at(MOMENT + datetime.timedelta(days=1)):
        assert tag_of(analyst) != was


def test_another_reader_address_or_setting_has_another_page(analyst, people, settings):
    tags = {
        tag_of(analyst),
        tag_of(analyst, "/?position=february-2025"),
        tag_of(analyst, "/savings/"),
    }
    other = Client()
    other.force_login(people[Role.VIEWER])
    tags.add(tag_of(other))
    settings.VIEWERS_SEE_WORKING = False
    tags.add(tag_of(other))
    settings.BUILD = "another"
    tags.add(tag_of(other))
    assert len(tags) == 6


def test_what_is_said_once_is_not_kept(analyst, rf):
    tag_of(analyst)
    said = CookieStorage(rf.get("/"))._encode([Message(constants.SUCCESS, "Said once.")])
    analyst.cookies["messages"] = said
    page = analyst.get("/")
    assert "Said once." in page.content.decode()
    assert "ETag" not in page
    assert "Said once." not in analyst.get("/").content.decode()


def test_a_page_that_is_not_there_is_not_kept(analyst):
    PAGES.clear()
    for _ in range(2):
        missing = analyst.get("/portfolios/not-there/")
        assert missing.status_code == 404
        assert "ETag" not in missing


def test_a_page_to_write_on_is_never_kept(client, people):
    client.force_login(people[Role.PMO_EDITOR])
    assert "ETag" not in client.get("/positions/")
    assert "ETag" not in client.get("/my-work/")


def test_nobody_who_is_signed_out_gets_a_kept_page(analyst):
    tag = tag_of(analyst)
    analyst.logout()
    assert analyst.get("/", headers={"if-none-match": tag}).status_code == 302


def test_a_build_is_known_by_its_files_and_settings(tmp_path):
    (tmp_path / "agt").mkdir()
    code = tmp_path / "agt" / "code.py"
    code.write_text("1")
    was = build_of(tmp_path, "a")
    assert was == build_of(tmp_path, "a") != build_of(tmp_path, "b")
    (tmp_path / "agt" / "notes.txt").write_text("no part of it")
    assert was == build_of(tmp_path, "a")
    code.write_text("12")
    assert was != (was := build_of(tmp_path, "a"))
    (tmp_path / "staticfiles").mkdir()
    (tmp_path / "staticfiles" / "staticfiles.json").write_text("{}")
    assert was != build_of(tmp_path, "a")
