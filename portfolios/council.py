"""The council's own words, wherever ours would be printed.

Code and templates say portfolio and programme; what a page, a heading or a file prints goes through
``say``. The council is read once in a request, by whoever needs it first.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponseBase

from portfolios.models import Organisation
from portfolios.models.organisation import WORDS

_held: ContextVar[list[Organisation | None] | None] = ContextVar("council", default=None)
# “Portfolio” in quotation marks is our word itself, and "the whole programme" is the council's
# transformation, not one of its programmes.
OURS = re.compile(
    r"(?<!whole )(?<!transformation )(?<!“)"
    r"\b(?:(?P<article>an?) )?(?P<word>portfolios?|programmes?)\b",
    re.IGNORECASE,
)
_RATINGS = {"Green": "green", "Amber": "amber", "Red": "red"}
_RATED = re.compile(r"(?<=\bis )(?:Green|Amber|Red)\b|(?<=\bwhich )(?:Green|Amber|Red)\b")


def council() -> Organisation | None:
    """The council without its logo; ``None`` before there is one."""
    held = _held.get()
    if held is None:
        return _read()
    if not held:
        held.append(_read())
    return held[0]


def _read() -> Organisation | None:
    return Organisation.objects.defer("logo").first()


@contextmanager
def read_once() -> Iterator[None]:
    """Within the block the council is read once, when it is first asked for."""
    if _held.get() is not None:
        yield
        return
    token = _held.set([])
    try:
        yield
    finally:
        _held.reset(token)


def once_a_request(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: a page reads the council once, and only if it says anything of it."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        with read_once():
            return get_response(request)

    return middleware


def say(text: str, of: Organisation | None = None) -> str:
    """A text of ours in the council's words: “A portfolio” is “A directorate” where it says so.

    Not for what people typed: a programme's name stays its name.
    """
    held = of or council()
    if held is None:
        return text
    if text in _RATINGS:
        return str(getattr(held, _RATINGS[text]))
    text = rated(text, held)
    if all(getattr(held, word) == word for word in WORDS):
        return text
    return OURS.sub(lambda found: _said(found, held), text)


def rated(text: str, of: Organisation | None = None) -> str:
    """A sentence that says how sure a saving “is”, with what the council calls that."""
    held = of or council()
    if held is None:
        return text
    return _RATED.sub(lambda found: str(getattr(held, _RATINGS[found[0]])), text)


def _said(found: re.Match[str], held: Organisation) -> str:
    ours, article = found["word"], found["article"]
    theirs = str(getattr(held, ours.lower()))
    if ours[0].isupper():
        theirs = theirs[0].upper() + theirs[1:]
    if not article:
        return theirs
    before = "an" if theirs[0].lower() in "aeiou" else "a"
    return f"{before.capitalize() if article[0].isupper() else before} {theirs}"


def meanings() -> tuple[str, ...]:
    """What the council's ratings mean, as it defines them; nothing where it does not."""
    held = council()
    told = ((getattr(held, r), getattr(held, f"{r}_means")) for r in _RATINGS.values() if held)
    return tuple(f"{name}: {meaning}" for name, meaning in told if meaning)
