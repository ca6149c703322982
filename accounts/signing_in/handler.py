from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from django.http import HttpRequest

from accounts.signing_in.guessing import from_everywhere


class Handler(AxesDatabaseHandler):
    """Counts by name and address, and by name alone for browsers that are not known."""

    def is_locked(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> bool:
        return super().is_locked(request, credentials) or from_everywhere(request, credentials)
