"""A tracker that has just been started: every page works, and says what to do next."""

import io
import re

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from governance.models import Board, Gate, RiskFramework
from portfolios.models import Organisation, Position
from tests.pages.test_every_address import TABLE
from tests.reports.emptying import empty
from workforce.models import Threshold

pytestmark = pytest.mark.django_db
PLACE = re.compile(r"\{(\w+)\}")


def start(**options) -> str:
    out = io.StringIO()
    given = {"name": "Example Council", "admin": "first", **options}
    call_command("start_council", stdout=out, **given)
    return out.getvalue()


@pytest.fixture
def started(people) -> str:
    """People are there, so that each role can be tried; nothing else is."""
    empty()
    for model in (Gate, Board, RiskFramework, Threshold):
        model._default_manager.all().delete()
    return start(first_year="2026/27", years=4)


def test_it_makes_an_empty_branded_tracker(started, client):
    held, position = Organisation.objects.get(), Position.objects.get()
    assert (held.name, held.short_name) == ("Example Council", "EC")
    assert position.is_working
    assert [str(year) for year in position.years] == ["2026/27", "2027/28", "2028/29", "2029/30"]
    assert Gate.objects.filter(decides_case=True).exists()
    assert Board.objects.filter(needs_notice=True).exists()
    assert RiskFramework.objects.exists()
    assert {t.basis for t in Threshold.objects.all()} == {"law"}
    password = re.search(r"with the password (\S+)", started)[1]
    first = User.objects.get(username="first")
    assert first.check_password(password)
    assert first.role == Role.ADMINISTRATOR
    client.force_login(first)
    assert "Example Council" in client.get("/settings/").content.decode()


def test_it_refuses_a_database_that_has_a_council(db, started):
    with pytest.raises(CommandError, match="has a council in it already"):
        start()


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"first_year": "2026"}, "Write it like 2024/25"),
        ({"years": 0}, "1 to 15"),
        ({"admin": "editor"}, "There is a person “editor” already"),
        ({"name": ""}, "cannot be blank"),
    ],
)
def test_what_it_cannot_do_it_says_and_makes_nothing(people, options, says):
    empty()
    with pytest.raises(CommandError, match=says):
        start(**options)
    assert not Organisation.objects.exists()
    assert not Position.objects.exists()


def test_a_password_that_is_typed_is_not_printed_and_has_to_be_good(people, monkeypatch):
    empty()
    monkeypatch.setattr("getpass.getpass", lambda _: "12345")
    with pytest.raises(CommandError, match="too short"):
        start(ask_password=True)
    monkeypatch.setattr("getpass.getpass", lambda _: "a long-winded one")
    assert "long-winded" not in start(ask_password=True)


@pytest.mark.parametrize("role", [Role.PMO_EDITOR, Role.VIEWER, Role.HR_PARTNER])
def test_every_address_answers(role, started, people):
    """What stands in an address is not there: 404. Nothing fails, whatever is asked."""
    client = Client(raise_request_exception=False)
    client.force_login(people[role])
    told = {}
    for name, cases in TABLE.items():
        for at, expected in cases:
            if not at.startswith("/"):
                continue
            asked = PLACE.sub("999999", at)
            status = client.get(asked).status_code
            allowed = {200, 302, 403, 404, 405, 400}
            if "{" not in at and expected[role] == 200 and "february" not in at:
                allowed = {200} if "position=july" not in at else {404}
            if status not in allowed:
                told[f"{name} {at}"] = status
    assert told == {}


def test_it_says_what_to_do_next(started, people, client):
    client.force_login(people[Role.PMO_EDITOR])
    for at in ("/", "/portfolios/", "/programmes/"):
        page = client.get(at).content.decode()
        assert "/portfolios/add/" in page, at
    client.force_login(people[Role.VIEWER])
    for at in ("/", "/portfolios/", "/programmes/"):
        assert "empty__title" in client.get(at).content.decode(), at


def test_no_council_is_named_outside_the_fixtures():
    named = re.compile(r"southampton|adapt \| grow", re.IGNORECASE)
    found = [
        str(path.relative_to(settings.BASE_DIR))
        for package in (
            *("accounts", "agt", "governance", "portfolios", "reports"),
            *("savings", "templates", "static", "workforce"),
        )
        for path in (settings.BASE_DIR / package).rglob("*")
        if path.suffix in {".py", ".html", ".css", ".js"} and "vendor" not in path.parts
        if named.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []
