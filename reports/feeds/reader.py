"""Who asks for a feed: somebody signed in, or a token in the name of its owner."""

import base64
import binascii
from collections.abc import Hashable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.models import User
from accounts.roles import Verb, may
from agt.words import clock
from reports.feeds.feed import Feed
from reports.feeds.registry import feeds_for
from reports.models import FeedToken

ASK_AGAIN = 'Bearer realm="feeds", Basic realm="feeds", charset="UTF-8"'


class Refused(Exception):
    """A feed that is not given, with the status of the answer and a sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status, self.sentence = status, sentence


class TokenEyes:
    """What a token sees: what its owner sees today, within its own portfolios."""

    def __init__(self, token: FeedToken) -> None:
        self._token = token
        self.pk = f"token {token.pk}"  # what is kept by whose eyes is kept apart from its owner's

    def portfolio_ids(self) -> QuerySet | None:
        owners = self._token.owner.portfolio_ids()
        if self._token.all_portfolios:
            return owners
        own = self._token.portfolios.order_by()
        return (own if owners is None else own.filter(pk__in=owners)).values("pk")

    def reads_posts(self) -> bool:
        return self._token.owner.reads_posts()


@dataclass(frozen=True)
class Reader:
    """Who reads: in whose name, with whose eyes, and by which token if any."""

    person: User
    viewer: User | TokenEyes
    token: FeedToken | None = None

    @property
    def key(self) -> Hashable:
        """What is kept for this reader is kept under it."""
        return self.viewer.pk

    def require_export(self) -> None:
        """Raise ``Refused`` unless feeds are for them at all."""
        answer = may(self.person, Verb.EXPORT)
        if not answer:
            raise Refused(403, answer.reason)

    def feed(self, name: str) -> Feed:
        """A feed that is there for them; raises ``Refused`` with what is."""
        self.require_export()
        there = feeds_for(self.viewer)
        if name not in there:
            names = ", ".join(there)
            raise Refused(404, f"There is no feed “{name[:60]}”. The feeds are: {names}.")
        if self.token and name not in self.token.feeds:
            held = ", ".join(self.token.feeds)
            raise Refused(403, f"The token “{self.token}” is for these feeds: {held}.")
        return there[name]


def reader_of(request: HttpRequest) -> Reader:
    """Who asks; a token given counts before a session. Raises ``Refused``."""
    header = request.headers.get("Authorization", "")
    if header:
        return _by_token(_secret(header))
    if isinstance(request.user, User) and request.user.is_active:
        return Reader(request.user, request.user)
    raise Refused(
        401, "Send a feed token: as the bearer, or as the password of a basic authorization."
    )


def _by_token(secret: str) -> Reader:
    token = FeedToken.objects.of_secret(secret).first()
    if token is None:
        raise Refused(401, "The tracker knows no such feed token.")
    if token.why_not:
        raise Refused(401, f"The token “{token}” {token.why_not}.")
    today = clock.today()
    if token.last_used_on != today:  # one write a day, and no news to any page
        FeedToken.objects.filter(pk=token.pk).update(last_used_on=today)
    return Reader(token.owner, TokenEyes(token), token)


def _secret(header: str) -> str:
    """The token in an Authorization header; with Basic it is the password, whatever the name."""
    scheme, _, given = header.partition(" ")
    match scheme.lower():
        case "bearer":
            return given.strip()
        case "basic":
            try:
                pair = base64.b64decode(given.strip(), validate=True).decode()
            except (binascii.Error, UnicodeDecodeError) as error:
                raise Refused(401, "The authorization cannot be read.") from error
            return pair.partition(":")[2]
        case _:
            raise Refused(401, "Authorize with a feed token, as Bearer or as Basic.")
