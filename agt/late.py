"""Pages, and addresses in a namespace, that are imported when they are first asked for.

A worker then starts with what the pages have in common: half of the time it took went into pages
that nobody had asked for.
"""

from functools import cached_property
from importlib import import_module
from typing import Any

from django.urls import URLResolver


class Late:
    """The view at ``<package>.<module>.<name>``: a class of views is made with ``initial``."""

    package: str

    def __init__(self, where: str, **initial: Any) -> None:
        self.module, _, self.name = where.rpartition(".")
        self.initial = initial

    @cached_property
    def view(self) -> Any:
        found: Any = getattr(import_module(f"{self.package}.{self.module}"), self.name)
        return found.as_view(**self.initial) if hasattr(found, "as_view") else found

    def __call__(self, request, *args, **kwargs):
        return self.view(request, *args, **kwargs)

    @property
    def login_required(self) -> bool:
        """What the middleware that closes every page by default asks of it."""
        return getattr(self.view, "login_required", True)

    @property
    def csrf_exempt(self) -> bool:
        return getattr(self.view, "csrf_exempt", False)


class LateAddresses(URLResolver):
    """Addresses in a namespace, imported with all that they show when one is first asked for."""

    def _populate(self) -> None:
        """The addresses around ask nothing of those within but their namespace."""
