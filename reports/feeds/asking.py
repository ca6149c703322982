"""From a request for a feed to what it is asked of."""

from collections.abc import Mapping

from accounts.roles import State, Verb, may
from accounts.viewer import SYSTEM, Viewer
from agt.words import clock
from portfolios.models import Position
from reports.asking import find_position
from reports.feeds.feed import FeedAsk
from reports.library import Library


def feed_ask(
    *, viewer: Viewer, person=None, position: str = "", tokens: Mapping[str, str] | None = None
) -> FeedAsk:
    """All positions that ``person`` may read, or the one that is named; ``None`` is the system.

    Raises ``Unknown`` with the positions there are.
    """
    held = Position.objects.select_related("establishment").newest_first()
    readable = list(held if viewer is SYSTEM else held.readable_by(person))
    asked = [find_position(position, readable)] if position else readable
    edits = viewer is SYSTEM or may(person, Verb.EDIT, state=State.WORKING)
    homes = [p for p in readable if (p.is_working if edits else p.is_published)]
    home = asked[0] if position else next(iter(homes or readable), None)
    return FeedAsk(
        library=Library(viewer, readable, tokens),
        positions=asked,
        home=home,
        today=clock.today(),
    )
