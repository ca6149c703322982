"""The council's logo and colour: for everyone, before they sign in too."""

import hashlib

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.http import condition
from django.views.generic import View

from agt.words.colour import BLACK, WHITE, mixed, parse_colour, written
from portfolios.council import council
from portfolios.models import Organisation


def _tag(request: HttpRequest) -> str:
    """It changes with the settings, whoever writes them."""
    held = council()
    newest = held.history.values_list("history_id", flat=True).first() if held else 0
    looks = (held.accent, held.logo_type) if held else ()
    return f'"{hashlib.sha256(repr((settings.BUILD, newest, looks)).encode()).hexdigest()[:32]}"'


@method_decorator([login_not_required, condition(etag_func=_tag)], name="dispatch")
class Look(View):
    """Kept by whoever asks, who asks each time whether it is still so."""

    def answer(self, content: bytes | str, content_type: str) -> HttpResponse:
        response = HttpResponse(content, content_type=content_type)
        response["Cache-Control"] = "public, no-cache"
        return response


class CouncilStyle(Look):
    """The accent colour over that of the theme: a stylesheet of its own, since none is inline."""

    def get(self, request: HttpRequest) -> HttpResponse:
        held = council()
        if not (held and held.accent):
            return self.answer("", "text/css; charset=utf-8")
        accent = parse_colour(held.accent)
        shades = {
            "accent": accent,
            "accent-ink": mixed(accent, BLACK, 0.25),
            "accent-wash": mixed(accent, WHITE, 0.9),
            "focus": mixed(accent, BLACK, 0.1),
        }
        rules = "".join(f"  --{name}: {written(shade)};\n" for name, shade in shades.items())
        return self.answer(f":root {{\n{rules}}}\n", "text/css; charset=utf-8")


class CouncilLogo(Look):
    def get(self, request: HttpRequest) -> HttpResponse:
        held = Organisation.objects.first()
        if not (held and held.logo):
            raise Http404("The council has no logo here.")
        return self.answer(bytes(held.logo), held.logo_type)
