"""What docs/security.md says is so: each test it names is there, and these are some of them."""

import ast
import re

import pytest
from django.apps import apps
from django.test import Client

from accounts.demo import PASSWORD
from accounts.roles import Role
from accounts.signing_in import directory
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
    "s.CSRF_COOKIE_SAMESITE, s.CSRF_COOKIE_DOMAIN, s.CSRF_COOKIE_PATH); print(s.KNOWN_COOKIE_NAME)"
)


def test_an_answer_in_production_insists_on_https(python):
    assert "'max-age=31536000; includeSubDomains; preload'" in python(ANSWER, **PRODUCTION).stdout


def test_cookies_are_of_this_host_alone_and_out_of_reach_of_scripts(python):
    told = python(ANSWER, **PRODUCTION).stdout.splitlines()
    assert told[1:] == [
        "__Host-session True True Lax None /",
        "__Host-csrf True True Lax None /",
        "__Host-known",
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


# --- the table ------------------------------------------------------------------------------------

# So many requirements of levels 1 and 2 has each section of ASVS 5.0.0; those of level 3 come last.
SECTIONS = {
    "1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2, "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1,
    "3.2": 2, "3.3": 4, "3.4": 6, "3.5": 5, "3.7": 2, "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4,
    "5.1": 1, "5.2": 3, "5.3": 2, "5.4": 3, "6.1": 3, "6.2": 12, "6.3": 4, "6.4": 4, "6.5": 5,
    "6.6": 3, "6.8": 4, "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 2, "7.6": 2, "8.1": 2,
    "8.2": 3, "8.3": 1, "8.4": 1, "9.1": 3, "9.2": 4, "10.1": 2, "10.2": 2, "10.3": 4,
    "10.4": 11, "10.5": 5, "10.6": 2, "10.7": 3, "11.1": 2, "11.2": 3, "11.3": 3, "11.4": 4,
    "11.5": 1, "11.6": 1, "12.1": 3, "12.2": 2, "12.3": 4, "13.1": 1, "13.2": 5, "13.3": 2,
    "13.4": 5, "14.1": 2, "14.2": 4, "14.3": 3, "15.1": 3, "15.2": 3, "15.3": 7, "16.1": 1,
    "16.2": 5, "16.3": 4, "16.4": 3, "16.5": 3, "17.1": 1, "17.2": 4, "17.3": 2,
}  # fmt: skip
PAGE = ROOT / "docs" / "security.md"


def test_every_requirement_of_levels_1_and_2_stands_once():
    wanted = [f"{section}.{n + 1}" for section, of in SECTIONS.items() for n in range(of)]
    assert len(wanted) == 253
    page = PAGE.read_text(encoding="utf-8")
    places = [row.split("|")[1] for row in rows()]
    places += re.findall(r"^- \*\*([^*]+)\*\*", page, re.M)
    said = [item for place in places for item in re.findall(r"\d+\.\d+\.\d+", place)]
    assert sorted(said) == sorted(wanted)


def test_what_the_page_says_of_keys_is_what_is_used(python):
    line = "from django.conf import settings as s; print(s.PASSWORD_HASHERS[0], s.SIGNING_BACKEND)"
    told = python(line, **PRODUCTION).stdout.split()
    assert told[0].endswith("PBKDF2PasswordHasher")
    assert told[1] == "django.core.signing.TimestampSigner"
    used = {
        f"{node.value.id}.{node.attr}"
        for node in code()
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
        if node.value.id in ("hashlib", "random")
    }
    assert used <= {"hashlib.sha256", "hashlib.sha1", "hashlib.file_digest"}
    assert not {"md5", "DES", "ECB", "ARC4"} & {n.id for n in code() if isinstance(n, ast.Name)}


# --- what is made of data -------------------------------------------------------------------------

FOLDERS = ("accounts", "agt", "governance", "portfolios", "reports", "savings", "workforce")
NEVER = {
    "eval",
    "exec",
    "compile",
    "pickle",
    "marshal",
    "shelve",
    "yaml",
    "Template",
    "from_string",
}
NEVER_IN_SCRIPTS = re.compile(
    r"\beval\(|new Function|document\.write|insertAdjacentHTML|postMessage|\.cookie\b"
    r"|localStorage|sessionStorage|indexedDB|Object\.assign|__proto__"
)
JOINED = ast.JoinedStr


def code():
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield from ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def test_no_code_is_made_of_data():
    """Neither Python, nor templates, nor patterns; and scripts keep nothing and ask nobody."""
    for node in code():
        if isinstance(node, ast.Call):
            called = node.func
            name = called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")
            of = called.value.id if getattr(called, "value", None).__class__ is ast.Name else ""
            assert not (name in NEVER and of not in ("re", "RGBColor")), ast.unparse(node)
            assert not any(word.arg == "shell" for word in node.keywords), ast.unparse(node)
            parts = node.args[0].values if node.args and isinstance(node.args[0], JOINED) else ()
            for part in parts if of == "re" and name != "compile" else ():  # of constants
                made = ast.unparse(part.value) if isinstance(part, ast.FormattedValue) else "X"
                assert made.isupper() or made.startswith("re.escape("), ast.unparse(node)
        elif isinstance(node, ast.Import):
            assert not {name.name for name in node.names} & NEVER
    html = []
    for path in sorted((ROOT / "static" / "js").glob("*.js")):
        text = path.read_text(encoding="utf-8")
        assert not NEVER_IN_SCRIPTS.search(text), path.name
        html += [path.name] * text.count(".innerHTML =")
    assert html == ["papers.js"]  # a list of figures that the tracker itself has drawn


def test_what_was_typed_is_never_a_link():
    """An address in a page is made by the tracker: none is a field of a row."""
    held = re.compile(r'(?:href|src|action)="\s*\{\{\s*([\w.]+)')
    named = {
        name
        for path in sorted((ROOT / "templates").rglob("*.html"))
        for name in held.findall(path.read_text(encoding="utf-8"))
    }
    fields = {
        field.name
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if getattr(field, "get_internal_type", lambda: "")()
        in ("CharField", "TextField", "URLField")
    }
    assert named
    of_rows = {name.rpartition(".")[2] for name in named if "." in name and name != "request.path"}
    assert of_rows & fields == set()


# --- answers --------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("url", "type_"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/nowhere/", "text/html; charset=utf-8"),
        ("/reports/movement.csv", "text/csv; charset=utf-8"),
        ("/reports/movement.json", "application/json"),
        ("/data/feeds/risks.csv", "text/csv; charset=utf-8"),
        ("/council.css", "text/css; charset=utf-8"),
        ("/healthz", "application/json"),
    ],
)
def test_every_answer_says_its_type_and_its_characters(url, type_, client, people):
    client.force_login(people[Role.ANALYST])
    assert client.get(url)["Content-Type"] == type_


@pytest.mark.django_db
def test_trace_is_refused(client, people):
    client.force_login(people[Role.ANALYST])
    for url in ("/", "/reports/movement.csv", "/data/feeds/risks.csv"):
        assert client.generic("TRACE", url).status_code == 405, url


@pytest.mark.django_db
def test_pages_lead_to_https_and_feeds_refuse_http(settings, people):
    settings.PRODUCTION = settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_REDIRECT_EXEMPT = [r"^data/feeds/[^/]+\.(csv|json|xlsx)$"]
    client = Client()
    client.force_login(people[Role.ANALYST])
    assert client.get("/reports/")["Location"] == "https://testserver/reports/"
    for secure, status in ((False, 403), (True, 200)):
        assert client.get("/data/feeds/risks.csv", secure=secure).status_code == status


def test_the_exception_from_leading_on_is_the_feeds_alone(python):
    line = "from django.conf import settings as s; print(s.SECURE_REDIRECT_EXEMPT)"
    assert python(line, **PRODUCTION).stdout.strip() == repr(
        [r"^data/feeds/[^/]+\.(csv|json|xlsx)$"]
    )


def test_the_directory_is_not_followed_elsewhere(monkeypatch):
    said = {}

    class Moved:
        status_code = 302

        def raise_for_status(self):
            pass

        def json(self):
            raise ValueError

    def get(url, **given):
        said.update(given)
        return Moved()

    monkeypatch.setattr(directory.requests, "get", get)
    with pytest.raises(directory.Refused, match="does not answer"):
        directory.discovered.__wrapped__("https://directory.example")
    assert said["allow_redirects"] is False
