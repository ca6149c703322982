"""Figures typed by hand: found beside £, m, FTE, posts or %, and the tokens that print the same."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from agt.words.fte import in_fte, parse_fte
from agt.words.money import PENCE_PER_MILLION, in_millions, parse_money
from reports.papers.prose import TOKEN
from reports.papers.tokens import Entry
from reports.reconciliation import Unit, unit_of

_NUMBER = r"\d[\d,]*(?:\.\d+)?"
_RANGE = rf"\s?(?:-|–|to)\s?{_NUMBER}"
_TYPED = re.compile(
    rf"(?P<money>£\s?{_NUMBER}(?:\s?(?:million|billion|bn|m|k)\b)?"
    rf"|\b{_NUMBER}\s?(?:million|billion|bn|m)\b)"
    rf"|(?P<posts>\b{_NUMBER}(?=(?:{_RANGE})?\s?(?:FTE|posts?)\b))"
    rf"|(?P<percent>\b{_NUMBER}\s?(?:%|per cent\b))",
    re.IGNORECASE,
)
_FINEST = PENCE_PER_MILLION // 100  # what a paper prints money to


@dataclass(frozen=True, slots=True)
class Typed:
    """A figure typed by hand, where it stands, and the figures that print just the same."""

    text: str
    line: int
    start: int
    end: int
    same: tuple[Entry, ...]


def find(text: str, entries: Iterable[Entry], *, first: str = "") -> list[Typed]:
    """The figures typed by hand, each with the entries that equal it, those of ``first`` first."""
    by_value = _by_value(entries, first)
    blank = TOKEN.sub(lambda token: " " * len(token[0]), text)
    found = []
    for match in _TYPED.finditer(blank):
        unit, value = _value(match)
        same = by_value.get((unit, value), ()) if value else ()
        line = text.count("\n", 0, match.start()) + 1
        found.append(Typed(match[0], line, match.start(), match.end(), tuple(same)))
    return found


def put_in(text: str, found: list[Typed], chosen: Mapping[int, str]) -> str:
    """The text with the chosen tokens in place of what was typed, by its number in ``found``."""
    for number in sorted(chosen, reverse=True):
        one = found[number]
        if any(entry.address == chosen[number] for entry in one.same):
            text = f"{text[: one.start]}[[{chosen[number]}]]{text[one.end :]}"
    return text


def _by_value(entries: Iterable[Entry], first: str) -> dict[tuple[Unit, str], list[Entry]]:
    found: dict[tuple[Unit, str], list[Entry]] = {}
    for entry in entries:
        found.setdefault((unit_of(entry.quantity), entry.text), []).append(entry)
    for same in found.values():
        same.sort(
            key=lambda entry: (entry.quantity.portfolio != first, bool(entry.quantity.portfolio))
        )
    return found


def _value(match: re.Match[str]) -> tuple[Unit, str]:
    """What a typed figure comes to, as a figure of its unit prints; empty where none could."""
    if match["percent"]:
        return Unit.TEXT, ""
    try:
        if match["posts"]:
            return Unit.FTE, in_fte(parse_fte(match["posts"]))
        typed = match["money"].lower().replace("million", "m").replace("billion", "bn")
        pence = parse_money(typed)
    except ValueError:
        return Unit.TEXT, ""
    return Unit.MONEY, "" if pence % _FINEST else in_millions(pence)
