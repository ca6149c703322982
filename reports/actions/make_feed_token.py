"""Make a token that another tool reads feeds with, and take one back."""

import datetime
import secrets
from collections.abc import Sequence
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from accounts.history import say
from accounts.models import Submission, User
from accounts.roles import Verb, may, require
from agt.words import clock
from portfolios.models import Portfolio
from reports.feeds.registry import feeds_for
from reports.models import FeedToken
from reports.models.feed_token import hashed

PREFIX = "trk_"  # so that a scanner, or a person, knows a secret that lies about


@transaction.atomic
def make_feed_token(
    *,
    name: str,
    feeds: Sequence[str],
    portfolios: Sequence[Portfolio],
    expires_on: datetime.date,
    token: UUID,
    by: User,
) -> tuple[FeedToken, str]:
    """Make one for ``by``, and give its secret: it is never to be had again.

    Without ``portfolios`` it reads all that its owner may. Raises ``PermissionDenied`` for those
    who take no figures away, ``ValidationError`` with sentences, ``AlreadySubmitted``.
    """
    require(by, Verb.EXPORT)
    Submission.objects.claim(token=token, by=by)
    theirs = feeds_for(by)
    if not feeds or not set(feeds) <= set(theirs):
        raise ValidationError({"feeds": f"Choose from: {', '.join(theirs)}."})
    scope = Portfolio.objects.visible_to(by).values_list("pk", flat=True)
    if not {p.pk for p in portfolios} <= set(scope):
        raise ValidationError({"portfolios": "Choose from your own portfolios."})
    secret = PREFIX + secrets.token_urlsafe(32)
    made = FeedToken(
        name=name,
        owner=by,
        secret_hash=hashed(secret),
        feeds=[feed for feed in theirs if feed in feeds],
        all_portfolios=not portfolios,
        made_on=clock.today(),
        expires_on=expires_on,
    )
    made.full_clean()
    scoped = ", ".join(p.name for p in portfolios) or "all its owner's portfolios"
    say(made, why=f"Made for {', '.join(made.feeds)}; {scoped}", by=by)
    made.save()
    made.portfolios.set(portfolios)
    return made, secret


@transaction.atomic
def revoke_feed_token(*, made: FeedToken, token: UUID, by: User) -> None:
    """Take a token back, for good: its owner may, and an administrator.

    Doing it again changes nothing. Raises ``PermissionDenied`` and ``AlreadySubmitted``.
    """
    if made.owner_id != by.pk and not may(by, Verb.ADMINISTER):
        raise PermissionDenied("It is someone else's: its owner or an administrator revokes it.")
    Submission.objects.claim(token=token, by=by)
    held = FeedToken.objects.select_for_update(of=("self",)).get(pk=made.pk)
    if held.revoked_at is None:
        held.revoked_at, held.revoked_by = clock.now(), by
        say(held, why="Revoked", by=by)
        held.save()
