"""Whose eyes a figure is read with: a signed-in person, or the system for commands."""

from typing import Protocol


class Viewer(Protocol):
    """Anyone with a scope."""

    def portfolio_ids(self) -> frozenset[int] | None:
        """The portfolios in scope; ``None`` means all of them."""


class System:
    """The reader behind commands and stored reports: sees every portfolio."""

    def portfolio_ids(self) -> frozenset[int] | None:
        return None


SYSTEM = System()
