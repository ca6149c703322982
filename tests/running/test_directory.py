"""Sign-in through a directory, against a real OpenID Connect provider on this machine."""

import time

import pytest
import requests
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from accounts.signing_in import directory
from tests.running import provider

pytestmark = pytest.mark.django_db
WHO = {"given_name": "Jo", "family_name": "Bell", "email": "jo@council.example"}


@pytest.fixture(scope="module")
def _served():
    with provider.running() as served:
        yield served


@pytest.fixture
def council(_served, settings):
    """The directory, telling the truth of an analyst."""
    settings.OIDC, settings.OIDC_ISSUER = True, _served.issuer
    settings.OIDC_RP_CLIENT_ID, settings.OIDC_RP_CLIENT_SECRET = provider.CLIENT, provider.SECRET
    _served.claims = {"sub": "abc", "preferred_username": "jo@council.example", **WHO}
    _served.claims["roles"] = ["analyst"]
    _served.lies, _served.signs_with = {}, "right"
    directory.discovered.cache_clear()
    yield _served
    directory.discovered.cache_clear()


def begin(client: Client, to: str = "") -> str:
    """Off to the directory; where it sends the person back to."""
    sent = client.get(f"/sign-in/directory/{to}")
    assert sent.status_code == 302
    signed_in = requests.get(sent["Location"], allow_redirects=False, timeout=5)
    return signed_in.headers["Location"].removeprefix("http://testserver")


def signed_in(client: Client) -> User | None:
    key = client.session.get("_auth_user_id")
    return User.objects.get(pk=key) if key else None


def test_a_person_of_the_directory_signs_in_with_their_role(client, council):
    page = client.get("/sign-in/").content.decode()
    assert "Sign in with the council" in page
    landed = client.get(begin(client, "?next=/programmes/"))
    assert (landed.status_code, landed["Location"]) == (302, "/programmes/")
    user = signed_in(client)
    assert (user.role, str(user), user.email) == (Role.ANALYST, "Jo Bell", WHO["email"])
    assert not user.has_usable_password()
    assert user.directory_key == f"{council.issuer} abc"
    assert client.get("/programmes/").status_code == 200
    assert council.refused == []


def test_the_next_time_it_is_the_same_account_with_the_role_of_now(client, council):
    client.get(begin(client))
    first = signed_in(client)
    council.claims |= {"roles": ["portfolio_lead"], "preferred_username": "other-name"}
    client.logout()
    client.get(begin(client))
    again = signed_in(client)
    assert again.pk == first.pk
    assert (again.role, again.all_portfolios) == (Role.PORTFOLIO_LEAD, False)


def test_an_e_mail_address_opens_nobody_elses_account(client, council, people):
    people[Role.ADMINISTRATOR].email = WHO["email"]
    people[Role.ADMINISTRATOR].save()
    client.get(begin(client))
    assert signed_in(client).pk != people[Role.ADMINISTRATOR].pk


LIES = {
    "a nonce of another sign-in": {"nonce": "another"},
    "no nonce": {"nonce": None},
    "another audience": {"aud": "another-client"},
    "no audience": {"aud": None},
    "another issuer": {"iss": "https://elsewhere.example"},
    "expired": {"exp": int(time.time()) - 3600},
    "never expires": {"exp": None},
    "of tomorrow": {"iat": int(time.time()) + 86400},
    "of nobody": {"sub": None},
}


@pytest.mark.parametrize("lie", LIES)
def test_a_token_that_cannot_be_trusted_lets_nobody_in(lie, client, council):
    council.lies = LIES[lie]
    page = client.get(begin(client))
    assert page.status_code == 403
    assert "could not be trusted" in page.content.decode()
    assert signed_in(client) is None
    assert not User.objects.filter(directory_key__isnull=False).exists()


def test_a_token_signed_with_another_key_lets_nobody_in(client, council):
    council.signs_with = "wrong"
    assert client.get(begin(client)).status_code == 403
    assert signed_in(client) is None


@pytest.mark.parametrize(
    ("roles", "sentence"),
    [
        (None, "gives you no role in the tracker. Ask for one of: viewer, analyst"),
        ([], "gives you no role"),
        (["owner", "superuser"], "gives you no role"),
        ("administrator", "gives you no role"),
        ([["administrator"]], "gives you no role"),
        (["viewer", "administrator"], "gives you several roles (administrator, viewer)"),
    ],
)
def test_without_one_role_of_ours_a_clear_page_says_so(roles, sentence, client, council):
    council.claims["roles"] = roles
    page = client.get(begin(client))
    assert page.status_code == 403
    assert sentence in page.content.decode()
    assert signed_in(client) is None


def test_a_name_that_is_taken_here_is_not_taken_over(client, council):
    council.claims["preferred_username"] = "admin"
    page = client.get(begin(client))
    assert "that is not the directory" in page.content.decode()
    assert signed_in(client) is None


def test_a_closed_account_stays_closed(client, council):
    client.get(begin(client))
    User.objects.filter(directory_key__isnull=False).update(is_active=False)
    client.logout()
    assert "Your account is closed" in client.get(begin(client)).content.decode()


def test_a_state_is_of_this_browser_and_used_once(client, council):
    back = begin(client)
    stolen = Client().get(back)
    assert (stolen.status_code, "not begun here" in stolen.content.decode()) == (403, True)
    assert client.get(back).status_code == 302
    client.logout()
    assert client.get(back).status_code == 403


def test_a_code_without_its_proof_key_is_refused_by_the_directory(client, council):
    back = begin(client)
    session = client.session
    for held in session["oidc_states"].values():
        held["code_verifier"] = "x" * 64
    session.save()
    assert client.get(back).status_code == 403
    assert council.refused.pop() == "token"


def test_a_refusal_of_the_directory_is_told(client, council):
    back = begin(client).replace("code=", "error=access_denied&x=")
    page = client.get(back)
    assert "did not sign you in" in page.content.decode()


def test_a_directory_that_is_away_or_another_is_told(client, council, settings):
    settings.OIDC_ISSUER = "http://127.0.0.1:9"
    assert "does not answer" in client.get("/sign-in/directory/").content.decode()
    directory.discovered.cache_clear()
    settings.OIDC_ISSUER, held = council.issuer, council.issuer
    council.issuer = "https://another.example"
    page = client.get("/sign-in/directory/")
    council.issuer = held
    assert page.status_code == 503
    assert "not the one the tracker was told of" in page.content.decode()


def test_it_never_leads_elsewhere(client, council):
    landed = client.get(begin(client, "?next=https://evil.example/"))
    assert landed["Location"] == "/"


def test_while_it_is_off_nothing_of_it_is_there_or_imported(client, python):
    assert "council's account" not in client.get("/sign-in/").content.decode()
    line = (
        "import sys, agt.wsgi; from django.urls import reverse; reverse('login'); "
        "print([m for m in ('mozilla_django_oidc', 'requests', 'jwt', 'cryptography', 'pyotp', "
        "'segno', 'prometheus_client') if m in sys.modules])"
    )
    assert python(line).stdout.strip() == "[]"
