"""Templates in the council's words: what they say in plain text goes through ``say``.

A template is written in our words. When it is loaded, each of them that stands in its text, or in
an attribute that is read or heard, becomes ``{% say %}``, so that no template has to; never in
another part of a tag of HTML, in a tag of Django or in a variable. The page of an error asks no
database what the council says, and stays as it is written.
"""

import re

from django.template.loaders.filesystem import Loader as FilesystemLoader

from portfolios.council import OURS

_OF_DJANGO = re.compile(r"(\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\})", re.DOTALL)
_OF_HTML = re.compile(r"(<[^>]*>?)")
_OF_ERRORS = re.compile(r"5\d\d\.html")
_HEARD = re.compile(r'(?<= )(?:aria-label|title|placeholder|alt)="[^"]*')


class Loader(FilesystemLoader):
    """The product's own templates, reworded."""

    def get_contents(self, origin) -> str:
        source = super().get_contents(origin)
        return source if _OF_ERRORS.fullmatch(origin.template_name) else reworded(source)


def reworded(source: str) -> str:
    """A template's source with ``{% say "…" %}`` for each of our words that it prints."""
    parts, within_tag = [], False
    for part in _OF_DJANGO.split(source):
        if _OF_DJANGO.fullmatch(part):
            parts.append(part)
            continue
        before, closes, after = part.partition(">") if within_tag else ("", "", part)
        if within_tag and not closes:
            parts.append(part)
            continue
        parts.append(before + closes + "".join(_text(piece) for piece in _OF_HTML.split(after)))
        within_tag = after.rpartition("<")[2].find(">") < 0 and "<" in after
    return "".join(parts)


def _text(piece: str) -> str:
    if piece.startswith("<"):
        return _HEARD.sub(lambda found: _said(found[0]), piece)
    return _said(piece)


def _said(text: str) -> str:
    return OURS.sub(lambda found: f'{{% say "{found[0]}" %}}', text)
