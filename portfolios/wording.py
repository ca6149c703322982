"""Templates in the council's words: what they say in plain text goes through ``say``.

A template is written in our words. When it is loaded, each of them that stands in its text (never
in a tag of HTML, a tag of Django or a variable) becomes ``{% say %}``, so that no template has to.
"""

import re

from django.template.loaders.filesystem import Loader as FilesystemLoader

from portfolios.council import OURS

_OF_DJANGO = re.compile(r"(\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\})", re.DOTALL)
_OF_HTML = re.compile(r"(<[^>]*>?)")


class Loader(FilesystemLoader):
    """The product's own templates, reworded."""

    def get_contents(self, origin) -> str:
        return reworded(super().get_contents(origin))


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
        return piece
    return OURS.sub(lambda found: f'{{% say "{found[0]}" %}}', piece)
