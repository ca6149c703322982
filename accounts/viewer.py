"""Whose eyes a figure is read with: a signed-in person, or the system for commands."""

from typing import Protocol

from django.db.models import QuerySet


class Viewer(Protocol):
    """Anyone with a scope."""

    def portfolio_ids(self) -> QuerySet | None:
        """The portfolios in scope, to filter by; ``None`` means all of them."""

    def reads_posts(self) -> bool:
        """Whether posts below portfolio level are seen."""


class System:
    """The reader behind commands and stored reports: sees every portfolio."""

    def portfolio_ids(self) -> None:
        return None

    def reads_posts(self) -> bool:
        return True


SYSTEM = System()
