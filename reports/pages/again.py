"""A page asked for again: answered without making it anew, while nothing it shows has changed."""

import hashlib
import re
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import get_token
from django.utils.cache import get_conditional_response, patch_cache_control

from agt.words import clock
from reports.kept import Kept, Under

PAGES = Kept(most=60)
# Each answer masks the secret of its forms anew, also in a page that was made before.
_TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"')


class Again:
    """A page to read that may be kept: all it shows is data, the address, the reader and the day.

    Its tag is decided from the data versions before anything else is read. A browser that has the
    page is told so (304); one that has not gets it as it was last made for the same reader.
    One that ``stays_nowhere`` is kept by the server alone: no browser gets a tag of it.
    """

    tokens: dict[str, str]
    stays_nowhere: bool

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        tag = self._tag(request)
        if tag is None:
            return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        answer = None if self.stays_nowhere else get_conditional_response(request, etag=tag)
        if answer is not None:
            return self._sent(answer, tag)
        made: list[HttpResponseBase] = []

        def make(_: list[str]) -> dict[str, tuple[bytes, str]]:
            response = super(Again, self).dispatch(request, *args, **kwargs)  # type: ignore[misc]
            made.append(response.render() if hasattr(response, "render") else response)
            if response.status_code != 200:
                return {}
            return {tag: (response.content, response["Content-Type"])}

        kept = PAGES.get_or_make(
            {tag: Under((request.user.pk, request.get_full_path()), tag)}, make
        )
        if made:
            return self._sent(made[0], tag) if tag in kept else made[0]
        content, content_type = kept[tag]
        token = f'name="csrfmiddlewaretoken" value="{get_token(request)}"'.encode()
        return self._sent(HttpResponse(_TOKEN.sub(token, content), content_type=content_type), tag)

    def _sent(self, response: Any, tag: str) -> HttpResponseBase:
        """Kept by the reader's own browser, which asks each time whether it is still so."""
        if self.stays_nowhere:
            return left_nowhere(response)
        response["ETag"] = tag
        patch_cache_control(response, private=True, no_cache=True)
        return response

    def _tag(self, request: HttpRequest) -> str | None:
        """What the page is known by; none where it says something that is said once."""
        if request.method != "GET" or not request.user.is_authenticated or not self.tokens:
            return None
        if len(get_messages(request)):
            return None
        parts = (
            settings.BUILD,
            settings.VIEWERS_SEE_WORKING,
            clock.today(),
            request.user.pk,
            request.get_full_path(),
            request.COOKIES.get(settings.CSRF_COOKIE_NAME, ""),
            sorted(self.tokens.items()),
        )
        return f'"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'


def left_nowhere(response: Any) -> Any:
    """The response, to be kept by no browser and by nothing on the way to it."""
    response["Cache-Control"] = "private, no-store"
    return response
