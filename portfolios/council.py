"""The council's own words, wherever ours would be printed.

Code and templates say portfolio and programme; what a page, a heading or a file prints goes through
``say``, where it is printed. A sentence may have names in it: they stay as they were typed. The
council and those names are read once in a request, by whoever needs them first. What was published
keeps what the council said on that day: it is drawn within ``as_published``.
"""

import datetime
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cached_property, lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from portfolios.models import Organisation, PortfolioPlace, Position, Programme, ProgrammePlace
from portfolios.models.organisation import WORDS

# “Portfolio” in quotation marks is our word itself, and "the whole programme" is the council's
# transformation, not one of its programmes; so it is in two headings of its paper.
OURS = re.compile(
    r"(?<!“)\b(?:(?P<article>an?) )?(?!(?:(?<=whole )|(?<=transformation )|(?<=overall ))programme)"
    r"(?P<word>portfolios?|programmes?)\b(?! overview)",
    re.IGNORECASE,
)
_RATINGS = {"Green": "green", "Amber": "amber", "Red": "red"}
# A rating ends a phrase or leads on to one of these; Green spaces and a Red House are none.
_RATED = re.compile(
    r"(?<![\w“-])(?:Green|Amber|Red)(?=$|[^\w\s-]"
    r"|\s(?:and|are|as|at|by|in|is|mean|means|now|of|on|or|savings?|to|while)\b|\s[£+\-\d])"
)
LABELS = frozenset(  # what cells of tables say of themselves
    (
        *_RATINGS,
        *("All portfolios", "Portfolio", "Portfolio-wide"),
        *("All programmes", "Programme", "Not yet by programme"),
    )
)
_KEPT = r"“[^”]*”|\[\[[^\]]*\]\]"  # what is quoted, and the address of a figure


class Said(str):
    """A text in the council's words already: saying it again would say what theirs are called.

    Where a council calls a portfolio a programme and a programme a project, it matters.
    """

    __slots__ = ()


class Held:
    """What was read of the council: itself, and the names that hold a word of ours."""

    @cached_property
    def council(self) -> Organisation | None:
        return Organisation.objects.defer("logo").first()

    @cached_property
    def has_words(self) -> bool:
        """Whether the council says anything in words of its own."""
        return self.council is not None and _has_words(self.council)

    @cached_property
    def names(self) -> list[str]:
        """The longest first, so that a name within another does not cut it in two."""
        one, *more = (
            model._default_manager.order_by().values_list(field, flat=True)
            for model, field in (
                (Programme, "name"),
                (ProgrammePlace, "printed_label"),
                (PortfolioPlace, "printed_label"),
                (PortfolioPlace, "short_name"),
                (Position, "name"),
            )
        )
        found = {name for name in one.union(*more) if _has_ours(name)}
        return sorted(found, key=lambda name: (-len(name), name))

    @cached_property
    def told(self) -> list[Any]:
        """The council as it was each time it was saved, the first first."""
        return list(Organisation.history.order_by("history_date", "history_id"))


class HeldThen(Held):
    """What a request has read, with the council as it was at a moment."""

    def __init__(self, now: Held, moment: datetime.datetime) -> None:
        self._now, self._moment = now, moment

    @cached_property
    def council(self) -> Organisation | None:
        """What was published before the tracker knew a council is said as it was first known."""
        told = self._now.told
        before = [entry for entry in told if entry.history_date <= self._moment]
        entry = before[-1] if before else next(iter(told), None)
        return entry or self._now.council

    @property
    def names(self) -> list[str]:
        return self._now.names


_held: ContextVar[Held | None] = ContextVar("council", default=None)


def council() -> Organisation | None:
    """The council without its logo; ``None`` before there is one."""
    return (_held.get() or Held()).council


@contextmanager
def read_once() -> Iterator[None]:
    """Within the block the council is read once, when it is first asked for."""
    if _held.get() is not None:
        yield
        return
    token = _held.set(Held())
    try:
        yield
    finally:
        _held.reset(token)


@contextmanager
def as_published(position: Position) -> Iterator[None]:
    """Within the block the council says what it said when ``position`` was published.

    Its words, name and settings, whatever they are now; those of now where it is not published.
    """
    with read_once():
        moment = position.published_at
        held = _held.get()
        if held is None or not position.is_published or moment is None:
            yield
            return
        now = held._now if isinstance(held, HeldThen) else held
        token = _held.set(HeldThen(now, moment))
        try:
            yield
        finally:
            _held.reset(token)


def use(held: Held) -> None:
    """To the end of the block the council is as ``held``, which is known to be as it was read."""
    if _held.get() is not None:
        _held.set(held)


def once_a_request(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: a page reads the council once, and only if it says anything of it."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        with read_once():
            return get_response(request)

    return middleware


def has_words() -> bool:
    """Whether the council says anything in words of its own."""
    return (_held.get() or Held()).has_words


def say(text: str) -> str:
    """A text of ours in the council's words: “A portfolio” is “A directorate” where it says so.

    Names of portfolios, programmes and positions in it stay as they were typed, and so does what
    stands in quotation marks, and so do tokens. It is not for a text that is nothing but typed.
    """
    if isinstance(text, Said) or not _has_ours(text):
        return text
    held = _held.get() or Held()
    of = held.council
    if of is None or not held.has_words:
        return text
    if text in _RATINGS:
        return Said(getattr(of, _RATINGS[text]))
    typed = [re.escape(name) for name in held.names if name in text]
    apart = re.compile(f"({'|'.join([_KEPT, *typed])})")
    return Said(
        "".join(
            piece if at % 2 else _reworded(piece, of) for at, piece in enumerate(apart.split(text))
        )
    )


@lru_cache(maxsize=2000)  # most texts of a page stand on it each time, and most say none
def _has_ours(text: str) -> bool:
    """Whether a word or a rating of ours is in it."""
    return bool(OURS.search(text) or _RATED.search(text))


def say_label(held: Any) -> Any:
    """A cell that is wholly a label of ours, in the council's words; any other stays as it is."""
    return say(held) if isinstance(held, str) and held in LABELS else held


def _has_words(of: Organisation) -> bool:
    ours = {**dict(zip(WORDS, WORDS, strict=True)), **{v: k for k, v in _RATINGS.items()}}
    return any(getattr(of, field) != usual for field, usual in ours.items())


def _reworded(text: str, of: Organisation) -> str:
    text = _RATED.sub(lambda found: str(getattr(of, _RATINGS[found[0]])), text)
    return OURS.sub(lambda found: _said(found, of), text)


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
    return tuple(Said(f"{name}: {meaning}") for name, meaning in told if meaning)
