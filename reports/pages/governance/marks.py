"""The mark of a sample in a cell of a list, as the partial draws it."""

from functools import cache

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe


def marked(words: str, illustrative: bool | None, *, number: bool = False) -> str:
    """``words`` with the mark where they are of a sample; before a number, that digits line up."""
    if not illustrative:
        return words
    return format_html("{1} {0}" if number else "{0} {1}", words, _mark())


SAMPLE = {"row": {"illustrative": True}}


@cache
def _mark() -> SafeString:
    return mark_safe(render_to_string("partials/illustrative.html", SAMPLE).strip())  # noqa: S308 - ours
