"""Sessions end: after a while without a request, and some hours after they began.

The times stand in the session itself, which is read with every request anyway, and when it was
last used is written a few times an hour only: a page costs no query more.
"""

import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from agt.words import clock

LOG = logging.getLogger("tracker.sign_in")
BEGAN, SEEN, ENDED, DUE = "began", "seen", "ended", "second_step_due"
IDLE = "You were signed out because nothing was done for a while. Sign in to go on."
OVER = "You were signed out because you signed in many hours ago. Sign in to go on."


def begin(sender: object, request: HttpRequest, user: Any, **_: object) -> None:
    """A session begins when somebody signs in."""
    LOG.info("person %s signed in", user.pk)
    request.session[BEGAN] = request.session[SEEN] = _now()


def refused(sender: object, **_: object) -> None:
    """A wrong password or code; who it was tried for is kept in the database, not in the log."""
    LOG.info("a sign-in was refused")


class SessionsEnd:
    """Middleware, after the one that finds the session and before the one that finds the user."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        session = request.session
        if SESSION_KEY in session:
            ended = _ended(request)
            if ended:
                session.flush()
                session[ENDED] = ended
            elif _now() - session[SEEN] > settings.SESSION_IDLE_MINUTES * 6:  # a tenth of it
                session[SEEN] = _now()
            if session.get(DUE) and request.path not in _open_to_those_who_owe():
                return HttpResponseRedirect(reverse("second-step-set-up"))
        return self.get_response(request)


def _ended(request: HttpRequest) -> str:
    session, now = request.session, _now()
    if now - session.setdefault(SEEN, now) > settings.SESSION_IDLE_MINUTES * 60:
        return IDLE
    if now - session.setdefault(BEGAN, now) > settings.SESSION_HOURS * 3600:
        return OVER
    return ""


def _now() -> int:
    return int(clock.now().timestamp())


def _open_to_those_who_owe() -> set[str]:
    return {reverse("second-step-set-up"), reverse("logout")}
