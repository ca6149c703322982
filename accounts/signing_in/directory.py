"""Sign-in through the council's own directory, by OpenID Connect; off unless it is configured.

The library builds the request and fetches the tokens. What it leaves to its user is done here: the
audience, issuer and times of the token, and that it names one role of ours. A person is known by
the directory's own key for them, never by an e-mail address, which others may be able to claim.
"""

import logging
from functools import cache
from typing import Any

import jwt
import requests
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from mozilla_django_oidc.auth import OIDCAuthenticationBackend
from mozilla_django_oidc.utils import import_from_settings
from mozilla_django_oidc.views import OIDCAuthenticationRequestView

from accounts.models import User
from accounts.roles import Role

LOG = logging.getLogger("tracker.directory")
NEEDED = ["exp", "iat", "aud", "iss", "sub", "nonce"]
LEEWAY = 60  # seconds two clocks may differ
SECONDS = 10
DISCOVERED = {
    "OIDC_OP_AUTHORIZATION_ENDPOINT": "authorization_endpoint",
    "OIDC_OP_TOKEN_ENDPOINT": "token_endpoint",
    "OIDC_OP_USER_ENDPOINT": "userinfo_endpoint",
    "OIDC_OP_JWKS_ENDPOINT": "jwks_uri",
}
GIVEN = {
    "OIDC_RP_SIGN_ALGO": "RS256",
    "OIDC_RP_SCOPES": "openid profile email",
    "OIDC_USE_PKCE": True,
    "OIDC_TIMEOUT": SECONDS,
    "OIDC_AUTHENTICATION_CALLBACK_URL": "directory-back",
}


class Refused(Exception):
    """Somebody the directory sent and the tracker does not let in; the message says why."""


@cache
def discovered(issuer: str) -> dict[str, Any]:
    """What the directory says of itself; ``Refused`` when it cannot be asked."""
    try:
        at = f"{issuer}/.well-known/openid-configuration"
        answer = requests.get(at, timeout=SECONDS, allow_redirects=False)
        answer.raise_for_status()
        told = dict(answer.json())
    except (requests.RequestException, ValueError) as error:
        raise Refused("The council's directory does not answer. Try again in a minute.") from error
    if str(told.get("issuer", "")).rstrip("/") != issuer:
        raise Refused("The council's directory is not the one the tracker was told of.")
    return told


def _setting(name: str, *default: Any) -> Any:
    if name in DISCOVERED:
        return discovered(settings.OIDC_ISSUER).get(DISCOVERED[name], "")
    if name in GIVEN:
        return GIVEN[name]
    return import_from_settings(name, *default)


class Begin(OIDCAuthenticationRequestView):
    """Sends a person to the directory, with a state, a nonce and a proof key of their own."""

    get_settings = staticmethod(_setting)


class Directory(OIDCAuthenticationBackend):
    get_settings = staticmethod(_setting)

    def _verify_jws(self, payload: str, key: Any) -> dict[str, Any]:
        return dict(
            jwt.decode(
                payload,
                key,
                algorithms=["RS256"],
                audience=settings.OIDC_RP_CLIENT_ID,
                issuer=discovered(settings.OIDC_ISSUER)["issuer"],
                leeway=LEEWAY,
                options={"require": NEEDED},
            )
        )

    def get_or_create_user(self, access_token: str, id_token: str, payload: dict) -> User:
        return person(payload)


def arrived(request: HttpRequest) -> tuple[User, str]:
    """The person the directory sent back, and where they were going; ``Refused`` otherwise."""
    held = request.session.get("oidc_states", {}).pop(request.GET.get("state", ""), None)
    request.session.modified = True
    if held is None:
        raise Refused("This sign-in was not begun here, or was used before. Begin it again.")
    if request.GET.get("error"):
        LOG.warning("the directory refused a sign-in")
        raise Refused("The council's directory did not sign you in. Ask those who run it.")
    try:
        user = Directory().authenticate(
            request, nonce=held["nonce"], code_verifier=held.get("code_verifier")
        )
    except (jwt.PyJWTError, SuspiciousOperation, requests.RequestException, ValueError) as error:
        LOG.warning("a sign-in through the directory failed", exc_info=True)
        raise Refused(
            "What the council's directory said of you could not be trusted. Begin again; if it "
            "goes on, tell whoever runs the tracker."
        ) from error
    if user is None:
        raise Refused("The council's directory said nothing of you. Begin again.")
    return user, request.session.pop("oidc_login_next", None) or ""


def person(claims: dict[str, Any]) -> User:
    """The account of the person that ``claims`` are about, with the role they give."""
    role, key = _role(claims), f"{claims['iss']} {claims['sub']}"
    user = User.objects.filter(directory_key=key).first()
    name = str(claims.get("preferred_username") or claims["sub"])[:150]
    if user is None:
        if User.objects.filter(username=name).exists():
            raise Refused(
                f"There is an account “{name}” already that is not the directory's. "
                "Ask an administrator of the tracker."
            )
        user = User(username=name, directory_key=key)
        user.set_unusable_password()
    if not user.is_active:
        raise Refused("Your account is closed. Ask an administrator of the tracker.")
    told = {
        "first_name": str(claims.get("given_name") or claims.get("name") or "")[:150],
        "last_name": str(claims.get("family_name") or "")[:150],
        "email": str(claims.get("email") or "")[:254],
        "role": role,
        "all_portfolios": user.all_portfolios and role != Role.PORTFOLIO_LEAD,
    }
    if user.pk is None or any(getattr(user, name) != value for name, value in told.items()):
        for name, value in told.items():
            setattr(user, name, value)
        user.save()  # only then: pages kept for anybody are made anew when a person changes
    return user


def _role(claims: dict[str, Any]) -> Role:
    given = claims.get("roles") or []
    known = sorted({value for value in given if value in Role.values}) if _texts(given) else []
    if len(known) == 1:
        return Role(known[0])
    if known:
        raise Refused(
            f"The directory gives you several roles ({', '.join(known)}), and the tracker knows "
            "one for each person. Ask those who run the directory to leave one."
        )
    raise Refused(
        "The directory signed you in, but gives you no role in the tracker. Ask for one of: "
        f"{', '.join(Role.values)}."
    )


def _texts(given: Any) -> bool:
    return isinstance(given, list) and all(isinstance(value, str) for value in given)
