"""Who reads what is exempt from publication."""

from accounts.roles import State, Verb, may
from accounts.viewer import Viewer
from portfolios.models import Portfolio


def reads_exempt(viewer: Viewer, portfolio: Portfolio | None) -> bool:
    """Those who see posts below portfolio level, and those who may edit that part of a paper."""
    if viewer.reads_posts():
        return True
    edits = may(viewer, Verb.EDIT, state=State.WORKING, portfolio=portfolio)
    return bool(edits) and (portfolio is not None or viewer.portfolio_ids() is None)
