"""Who may change the figures of a position now: by role and scope, and while it is open to them.

Every action that writes figures asks ``require_edit``, and every page that offers one ``may_edit``.
"""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from accounts.roles import Answer, State, Verb, may
from accounts.viewer import Viewer
from agt.words import clock
from agt.words.days import long_day
from portfolios.models import LockException, Portfolio, Position


class Locked(PermissionDenied):
    """The position has locked; the message says when, and what can be done."""


def lock(position: Position, *portfolios: Portfolio) -> str:
    """Why the figures of these portfolios can no longer be changed; empty where they can.

    Without a portfolio it is asked for what belongs to the whole council: no exception covers that.
    """
    if position.is_published or position.locks_on is None or clock.today() <= position.locks_on:
        return ""
    shut = list(portfolios)
    if portfolios:
        open_still = set(excepted(position).values_list("pk", flat=True))
        shut = [p for p in portfolios if p.pk not in open_still]
        if not shut:
            return ""
    day = long_day(position.locks_on)
    ask = f"an exception for {' and '.join(map(str, shut))}, or " if shut else ""
    return (
        f"{position} locked at the end of {day}: its figures can no longer be changed. "
        f"Ask the PMO for {ask}a later date."
    )


def excepted(position: Position, viewer: Viewer | None = None) -> QuerySet[Portfolio]:
    """The portfolios, in the viewer's scope, whose figures an exception keeps open today."""
    held = LockException.objects.filter(position=position).in_force()
    portfolios = Portfolio.objects.filter(pk__in=held.values("portfolio"))
    return portfolios.visible_to(viewer) if viewer else portfolios


def may_edit(user, position: Position, *portfolios: Portfolio) -> Answer:
    """Whether ``user`` may change what is of these portfolios at ``position``, and if not, why."""
    state = State(position.state)
    for portfolio in portfolios or (None,):
        answer = may(user, Verb.EDIT, state=state, portfolio=portfolio)
        if not answer:
            return answer
    reason = lock(position, *portfolios)
    return Answer(not reason, reason)


def require_edit(user, position: Position, *portfolios: Portfolio) -> None:
    """Raise ``PermissionDenied``, or ``Locked`` once the position is, unless ``user`` may edit."""
    answer = may_edit(user, position, *portfolios)
    if not answer:
        raise (Locked if lock(position, *portfolios) else PermissionDenied)(answer.reason)
