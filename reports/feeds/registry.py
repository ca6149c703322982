"""Every feed there is, in the order they are listed. A new one is one line here.

Names of feeds and columns are what other people's reports hold on to: they are added to, never
changed.
"""

from reports.feeds import benefits, governance, posts, savings, stated
from reports.feeds.feed import Feed

FEEDS: dict[str, Feed] = {
    feed.name: feed
    for feed in (
        savings.LINES,
        savings.BY_PORTFOLIO,
        stated.FEED,
        posts.BY_PORTFOLIO,
        posts.BY_PROGRAMME,
        governance.RISKS,
        benefits.BENEFITS,
        benefits.READINGS,
        governance.MILESTONES,
        savings.DELIVERED,
    )
}


def feeds_for(viewer) -> dict[str, Feed]:
    """Those that are there for a reader: not those of posts they may not see."""
    sees = viewer.reads_posts()
    return {name: feed for name, feed in FEEDS.items() if sees or not feed.is_below_portfolio}
