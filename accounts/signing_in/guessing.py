"""Guessing at one name from many addresses, and the browsers that are let past what it causes.

A wait by name and address stops whoever guesses from one place. Whoever guesses at a name from
everywhere is stopped by a wait on the name; a browser in which its owner signed in before does not
wait with them, so that a stranger locks nobody out.
"""

from django.conf import settings
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse

from accounts.models import User

PLACES = 10  # so many times the wrong attempts of one address are allowed to all of them together
DAYS = 180
SALT = "known browser"


def from_everywhere(request: HttpRequest, credentials: dict | None) -> bool:
    """Whether the name was tried so often, from anywhere, that a new browser has to wait."""
    from axes.attempts import get_cool_off_threshold
    from axes.helpers import get_client_username
    from axes.models import AccessAttempt

    name = get_client_username(request, credentials)
    tried = AccessAttempt.objects.filter(
        username=name, attempt_time__gte=get_cool_off_threshold(request)
    )
    failures = tried.aggregate(n=Sum("failures_since_start"))["n"] or 0
    if not name or failures < PLACES * settings.SIGN_IN_ATTEMPTS:
        return False
    known = request.get_signed_cookie(settings.KNOWN_COOKIE_NAME, "", SALT, DAYS * 24 * 60 * 60)
    return not User.objects.filter(username=name, pk=int(known or 0)).exists()


def remember(response: HttpResponse, user: User) -> None:
    """Let this browser be known as one that ``user`` signed in with."""
    response.set_signed_cookie(
        settings.KNOWN_COOKIE_NAME,
        str(user.pk),
        SALT,
        max_age=DAYS * 24 * 60 * 60,
        secure=settings.PRODUCTION,
        httponly=True,
        samesite="Lax",
    )
