"""What docs/security.md says is so: each test it names is there, and these are some of them."""

import ast
import re

import pytest
from django.test import Client

from accounts.demo import PASSWORD
from accounts.roles import Role
from tests.browser.product import ROOT

PRODUCTION = {
    "AGT_MODE": "production",
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ!?",
    "ALLOWED_HOSTS": "tracker.example",
    "DATABASE_URL": "sqlite://:memory:",
}
NAMED = re.compile(r"`(tests/[a-z_/]+\.py)::(test_\w+)`")


def rows() -> list[str]:
    page = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    return [line for line in page.splitlines() if re.match(r"\| \d", line)]


def test_every_item_names_a_test_and_every_test_named_is_there():
    assert len(rows()) > 50
    for row in rows():
        named = NAMED.findall(row)
        assert named, row
        for file, name in named:
            tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
            there = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
            assert name in there, f"{file} has no {name}"


def test_the_deployment_check_finds_nothing(python):
    line = (
        "import django; django.setup(); from django.core.management import call_command; "
        "call_command('check', deploy=True, fail_level='WARNING')"
    )
    told = python(line, **PRODUCTION)
    assert told.returncode == 0, told.stderr
    assert "no issues" in told.stdout


ANSWER = (
    "import agt.wsgi; from django.test import RequestFactory as F; "
    "from django.middleware.security import SecurityMiddleware as M; "
    "from django.http import HttpResponse; from django.conf import settings as s; "
    "r = M(lambda _: HttpResponse())(F().get('/', secure=True, headers={'host': "
    "'tracker.example', 'x-forwarded-proto': 'https'})); print(dict(r.headers)); "
    "print(s.SESSION_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY, "
    "s.SESSION_COOKIE_SAMESITE, s.SESSION_COOKIE_DOMAIN, s.SESSION_COOKIE_PATH); "
    "print(s.CSRF_COOKIE_NAME, s.CSRF_COOKIE_SECURE, s.CSRF_COOKIE_HTTPONLY, "
    "s.CSRF_COOKIE_SAMESITE, s.CSRF_COOKIE_DOMAIN, s.CSRF_COOKIE_PATH)"
)


def test_an_answer_in_production_insists_on_https(python):
    assert "'max-age=31536000; includeSubDomains; preload'" in python(ANSWER, **PRODUCTION).stdout


def test_cookies_are_of_this_host_alone_and_out_of_reach_of_scripts(python):
    told = python(ANSWER, **PRODUCTION).stdout.splitlines()
    assert told[1:] == [
        "__Host-session True True Lax None /",
        "__Host-csrf True True Lax None /",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("url", ["/", "/reports/movement.json", "/healthz", "/sign-in/"])
def test_no_other_site_may_read_an_answer(url, client, people):
    client.force_login(people[Role.ANALYST])
    answer = client.get(url, headers={"origin": "https://elsewhere.example"})
    assert not [name for name in answer.headers if name.lower().startswith("access-control")]


@pytest.mark.django_db
def test_a_session_has_a_new_key_at_sign_in(people):
    client = Client()
    client.get("/sign-in/")
    before = client.session
    before["x"] = 1
    before.save()
    client.cookies["sessionid"] = before.session_key
    landed = client.post("/sign-in/", {"username": "viewer", "password": PASSWORD})
    after = client.cookies["sessionid"].value
    assert after != before.session_key
    assert len(after) >= 32
    assert after not in landed["Location"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("url", "helps"),
    [
        ("/sign-in/", ["current-password"]),
        ("/account/password/", ["current-password", "new-password", "new-password"]),
    ],
)
def test_password_fields_are_masked_and_can_be_filled_by_a_manager(url, helps, client, people):
    if "account" in url:
        client.force_login(people[Role.VIEWER])
    page = client.get(url).content.decode()
    fields = re.findall(r'<input[^>]*name="[^"]*password[^"]*"[^>]*>', page)
    assert all('type="password"' in field and "onpaste" not in field for field in fields)
    assert [re.search(r'autocomplete="([^"]+)"', field)[1] for field in fields] == helps
