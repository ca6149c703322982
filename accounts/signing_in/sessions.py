"""Sessions end: when their person says so, after a while without a request, and in any case.

The times stand in the session itself, which is read with every request anyway, and when it was
last used is written a few times an hour only: a page costs no query more.
"""

import datetime
import hashlib
import logging
from collections.abc import Callable
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from accounts.signing_in.address import client_address
from agt.words import clock

LOG = logging.getLogger("tracker.sign_in")
BEGAN, SEEN, ENDED, OWED, PLACE = "began", "seen", "ended", "owed", "place"
# Told apart by the first of these marks: each of the later ones says it is an earlier one too.
BROWSERS = {"Edg": "Edge", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}
IDLE = "You were signed out because nothing was done for a while. Sign in to go on."
OVER = "You were signed out because you signed in many hours ago. Sign in to go on."


def begin(sender: object, request: HttpRequest, user: Any, **_: object) -> None:
    """A session begins when somebody signs in."""
    LOG.info("person %s signed in", user.pk)
    request.session[BEGAN] = request.session[SEEN] = _now()
    agent = request.headers.get("User-Agent", "")
    browser = next((name for mark, name in BROWSERS.items() if mark in agent), "Another program")
    request.session[PLACE] = f"{browser}, {client_address(request)}"


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
            if owed := session.get(OWED):
                first = reverse(owed[0])
                if request.path not in (first, reverse("logout")):
                    return HttpResponseRedirect(first)
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


def no_longer_owed(request: HttpRequest, name: str) -> None:
    """The page ``name`` was seen to, which a person had to before any other."""
    left = [one for one in request.session.get(OWED, []) if one != name]
    request.session[OWED] = left


class Held(NamedTuple):
    """A session of a person: where it was begun, and when (UTC seconds)."""

    key: str
    place: str
    began: datetime.datetime
    seen: datetime.datetime

    @property
    def mark(self) -> str:
        """What a page may show of its key."""
        return hashlib.sha256(self.key.encode()).hexdigest()[:20]


def sessions_of(user: Any) -> list[Held]:
    """The sessions in which ``user`` is signed in now, the newest first.

    All that live are read, since a session says whose it is only within: some hundreds at most.
    """
    found = []
    for row in Session.objects.filter(expire_date__gt=timezone.now()):
        said = row.get_decoded()
        if said.get(SESSION_KEY) == str(user.pk) and BEGAN in said:
            began, seen = (_moment(said[name]) for name in (BEGAN, SEEN))
            found.append(Held(row.session_key, said.get(PLACE, ""), began, seen))
    return sorted(found, key=lambda held: held.began, reverse=True)


def end_sessions(user: Any, *, but: str | None = None) -> int:
    """Sign ``user`` out everywhere, or everywhere but in the session ``but``; how many ended."""
    keys = [held.key for held in sessions_of(user) if held.key != but]
    Session.objects.filter(pk__in=keys).delete()
    return len(keys)


def _moment(seconds: int) -> datetime.datetime:
    return datetime.datetime.fromtimestamp(seconds, tz=clock.LONDON)
