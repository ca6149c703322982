"""Feeds as other tools ask for them: a token or a session, an ETag, rows as they are read."""

import hashlib
from collections.abc import Iterator

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.decorators import method_decorator
from django.views.generic import View

from agt.words import clock
from reports import versions
from reports.asking import Unknown
from reports.feeds.asking import feed_ask
from reports.feeds.feed import Feed
from reports.feeds.openapi import describe
from reports.feeds.reader import ASK_AGAIN, Reader, Refused, reader_of
from reports.feeds.registry import feeds_for
from reports.feeds.renderers import RENDERERS


@method_decorator(login_not_required, name="dispatch")
class Served(View):
    """What a tool asks for: refusals are a sentence in JSON, and no answer sets a cookie."""

    http_method_names = ["get", "head", "options"]

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        try:
            if settings.PRODUCTION and not request.is_secure():
                raise Refused(403, "Ask over https://. Revoke a token that was sent over http://.")
            response = super().dispatch(request, *args, **kwargs)
        except Refused as refused:
            response = JsonResponse({"error": refused.sentence}, status=refused.status)
            response["Cache-Control"] = "private, no-store"
            if refused.status == 401:
                response["WWW-Authenticate"] = ASK_AGAIN
        patch_vary_headers(response, ["Authorization"])
        return response


class FeedFile(Served):
    """One feed. Whether it has changed is told before anything of it is read."""

    def get(self, request: HttpRequest, name: str, suffix: str) -> HttpResponseBase:
        reader = reader_of(request)
        feed = reader.feed(name)
        tokens = versions.current()
        tag = tag_of(request, reader, tokens)
        response = get_conditional_response(request, etag=tag) or self._made(
            request, reader, feed, suffix, tokens
        )
        response["ETag"] = tag
        response["Cache-Control"] = (
            "private, no-store" if feed.stays_nowhere else "private, no-cache"
        )
        return response

    def _made(
        self, request: HttpRequest, reader: Reader, feed: Feed, suffix: str, tokens: dict[str, str]
    ) -> HttpResponseBase:
        try:
            ask = feed_ask(
                viewer=reader.viewer,
                person=reader.person,
                position=request.GET.get("position", ""),
                tokens=tokens,
            )
        except Unknown as error:
            raise Refused(404, str(error)) from error
        render, content_type = RENDERERS[suffix]
        rows: Iterator[bytes] = iter(())
        if request.method != "HEAD":
            rows = render(feed, feed.values(ask))
        response = StreamingHttpResponse(rows, content_type=content_type)
        response["Content-Disposition"] = f'inline; filename="{feed.name}.{suffix}"'
        return response


class FeedDescription(Served):
    """The OpenAPI description of the feeds that are there for whoever asks."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        reader = reader_of(request)
        reader.require_export()
        server = request.build_absolute_uri("/").rstrip("/")
        return JsonResponse(describe(feeds_for(reader.viewer).values(), server=server))


def tag_of(request: HttpRequest, reader: Reader, tokens: dict[str, str]) -> str:
    """What an answer is known by: the data, the address, the reader, the day and the build."""
    parts = (
        settings.BUILD,
        settings.VIEWERS_SEE_WORKING,
        clock.today(),
        reader.key,
        request.get_full_path(),
        sorted(tokens.items()),
    )
    return f'"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'
