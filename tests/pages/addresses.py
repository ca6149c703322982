"""Every address the product answers, found by walking its URL patterns."""

from collections.abc import Iterator

from django.urls import URLPattern, get_resolver


def routes() -> Iterator[tuple[str, str]]:
    """(name with its namespaces, route) of every pattern there is."""
    return _walk(get_resolver().url_patterns, "", "")


def _walk(patterns, namespace: str, before: str) -> Iterator[tuple[str, str]]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield namespace + (pattern.name or ""), route
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, inner, route)
