"""Pages, and addresses in a namespace, that are imported when they are first asked for.

A worker then starts with what the pages have in common: half of the time it took went into pages
that nobody had asked for. An address is written with the ``path`` of this module.
"""

import re
from functools import cached_property, partial
from importlib import import_module
from typing import Any

from django import urls
from django.urls import URLResolver
from django.urls.resolvers import RoutePattern


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


class Expression:
    """A regular expression that is compiled when it is first searched with."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern

    @cached_property
    def search(self) -> Any:
        return re.compile(self.pattern).search


class LateRoute(RoutePattern):
    """A route that is compiled when a path is first held against it.

    To find one address by its name, Django reads how all are written, and would compile them.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.regex: Any = Expression(self._regex)  # type: ignore[attr-defined]


path = partial(urls.path, Pattern=LateRoute)
