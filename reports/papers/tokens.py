"""Tokens: a figure in prose, by the address of its quantity: ``[[savings.total.green]]``.

A token is a ``Quantity`` written as words with dots between them, and if wanted how it stands to
another position. It is a name and nothing else: there is nothing in it that could be run.

    savings.total · savings.total.green · savings.2025/26 · savings.2025/26.annual
    portfolio.<slug>.saving.2025/26 · programme.<slug>.saving.total · posts.low · establishment
    <any of these>.at.<position> · .change.<position> · .direction.<position> · .moved.<position>

The amount of a year is what the tables print "in" it: the cumulative one, its effect on that
year's budget. ``previous`` in place of a position is the newest published one before that has it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from agt.words.fte import in_fte
from agt.words.money import in_millions
from agt.words.years import FinancialYear
from reports.book import Book
from reports.quantities import POSTS, Measure, Quantity
from reports.reconciliation import Unit, unit_of
from reports.table import Ask, Source
from savings.models import Confidence

PREVIOUS = "previous"
TOTAL, ANNUAL = "total", "annual"
PORTFOLIO, PROGRAMME = "portfolio", "programme"
SAVING = ("savings", "saving")  # of the council, of one part of it: both are understood

# Every measure but the saving, by the words it is written in.
MEASURES: Mapping[str, Measure] = {
    **{f"posts.{measure}": measure for measure in Measure if measure in POSTS},
    "posts.delivered": Measure.DELIVERED,
    "posts.delivered-vacant": Measure.DELIVERED_VACANT,
    **{
        str(measure): measure
        for measure in (
            Measure.ESTABLISHMENT,
            Measure.PROGRAMMES,
            Measure.PORTFOLIOS,
            Measure.TRANSFERRED_IN,
            Measure.TRANSFERRED_OUT,
        )
    },
}
TRANSFERRED = (Measure.TRANSFERRED_IN, Measure.TRANSFERRED_OUT)
_WORDS = {measure: words for words, measure in MEASURES.items()}


class How(StrEnum):
    """How a figure stands to that of another position."""

    AT = "at"  # what it was there
    CHANGE = "change"  # by how much it differs, without a sign
    DIRECTION = "direction"  # "increased", "decreased", "stayed the same"
    MOVED = "moved"  # both: "increased by £1.17m"


class NoSuchFigure(LookupError):
    """A token that says nothing; the message says why, in a sentence."""


@dataclass(frozen=True, slots=True)
class Token:
    """What a token asks for."""

    quantity: Quantity
    how: How | None = None
    against: str = ""  # a position's slug, or ``previous``


@dataclass(frozen=True, slots=True)
class Answer:
    """What it prints, and what that is a figure of."""

    text: str
    source: Source


def parse(address: str, ask: Ask) -> Token:
    """Read a token's address. Raises ``NoSuchFigure``."""
    words = address.strip().lower().split(".")
    how, against = None, ""
    if len(words) > 2 and words[-2] in list(How):
        how, against, words = How(words[-2]), words[-1], words[:-2]
    of, words = _subject(words, ask)
    return Token(_quantity(of, words, ask), how, against)


def _subject(words: list[str], ask: Ask) -> tuple[Quantity, list[str]]:
    """What it is of: the council, a portfolio or a programme, and the words left."""
    slug = words[1] if len(words) > 1 else ""
    if words[0] == PORTFOLIO:
        for place in ask.book.portfolios:
            if place.slug == slug:
                return Quantity(portfolio=place.name), words[2:]
        raise NoSuchFigure(f"{ask.position} has no portfolio “{slug}”")
    if words[0] == PROGRAMME:
        for one in ask.book.programmes:
            if one.slug == slug:
                return Quantity(portfolio=one.portfolio, programme=one.name), words[2:]
        raise NoSuchFigure(f"{ask.position} has no programme “{slug}”")
    return Quantity(), words


def _quantity(of: Quantity, words: list[str], ask: Ask) -> Quantity:
    measure = MEASURES.get(".".join(words))
    if measure:
        return of._replace(measure=measure)
    if len(words) < 2 or words[0] not in SAVING:
        raise NoSuchFigure("no figure is called that: choose one from the list of figures")
    when, *rest = words[1:]
    if when != TOTAL:
        of = of._replace(year=_year(when, ask), cumulative=rest != [ANNUAL])
    elif rest and rest[0] in Confidence.values:
        of = of._replace(confidence=Confidence(rest.pop(0)))
    if rest not in ([], [ANNUAL]) or (rest and when == TOTAL):
        raise NoSuchFigure(f"“{'.'.join(rest)}” says nothing of a saving")
    return of


def _year(written: str, ask: Ask) -> FinancialYear:
    try:
        year = FinancialYear.parse(written)
    except ValueError as error:
        raise NoSuchFigure(str(error).rstrip(".")) from error
    if year not in ask.position.years:
        first, last = ask.position.first_year, ask.position.last_year
        raise NoSuchFigure(f"the profile of {ask.position} goes from {first} to {last}")
    return year


def write(token: Token, book: Book) -> str:
    """The address of a token, with the slugs that the book's position gives."""
    quantity, words = token.quantity, []
    if quantity.programme:
        key = (quantity.portfolio, quantity.programme)
        words += [PROGRAMME, next(p.slug for p in book.programmes if p.key == key)]
    elif quantity.portfolio:
        words += [PORTFOLIO, book.by_name[quantity.portfolio].slug]
    return ".".join(
        [*words, *_written(quantity), *([token.how, token.against] if token.how else [])]
    )


def _written(quantity: Quantity) -> list[str]:
    """A quantity without what it is of."""
    if quantity.measure is not Measure.SAVING:
        return [_WORDS[quantity.measure]]
    of_the_council, of_a_part = SAVING
    words = [of_a_part if quantity.portfolio else of_the_council, str(quantity.year or TOTAL)]
    if quantity.year and not quantity.cumulative:
        words.append(ANNUAL)
    return [*words, *([quantity.confidence.value] if quantity.confidence else [])]


def answer(address: str, ask: Ask) -> Answer:
    """What a token prints at a position. Raises ``NoSuchFigure``.

    A reader of some portfolios is told nothing of the whole council: what their own come to is
    another figure.
    """
    token = parse(address, ask)
    quantity = token.quantity
    if not quantity.portfolio and not ask.library.sees_all:
        raise NoSuchFigure("it is of the whole council, not of your portfolios")
    now = ask.book.figure(quantity)
    if now is None:
        raise NoSuchFigure(f"{ask.position} publishes no such figure")
    if ask.book.awaits(quantity):
        raise NoSuchFigure("it is still to be confirmed")
    here = Source(ask.position.slug, quantity)
    if token.how is None:
        return Answer(in_prose(quantity, now), here)
    before = _against(token, ask)
    was = before.figure(quantity)
    if was is None:
        raise NoSuchFigure(f"{before.position} publishes no such figure")
    if token.how is How.AT:
        return Answer(in_prose(quantity, was), Source(before.position.slug, quantity))
    return Answer(_compared(token.how, quantity, now, was), here)


def _against(token: Token, ask: Ask) -> Book:
    if token.against == PREVIOUS:
        for book in ask.library.before(ask.position):
            if book.figure(token.quantity) is not None:
                return book
        raise NoSuchFigure(f"no position before {ask.position} publishes it")
    for position in ask.library.positions:
        if position.slug == token.against and position.pk != ask.position.pk:
            return ask.library.book(position)
    raise NoSuchFigure(f"there is no other position “{token.against}”")


def _compared(how: How, quantity: Quantity, now: int, was: int) -> str:
    direction = "increased" if now > was else "decreased" if now < was else "stayed the same"
    change = in_prose(quantity, abs(now - was))
    if how is How.CHANGE:
        return change
    return direction if how is How.DIRECTION or now == was else f"{direction} by {change}"


def in_prose(quantity: Quantity, value: int) -> str:
    """A value as tables print it: money with its unit, posts and counts as the number alone."""
    match unit_of(quantity):
        case Unit.MONEY:
            return in_millions(value)
        case Unit.FTE:
            return in_fte(value)
        case _:
            return f"{value:,}"


# --- the catalogue -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Entry:
    """A figure that can be put in: its token, what it is in words, and what it prints now."""

    address: str
    label: str
    text: str
    quantity: Quantity

    @property
    def token(self) -> str:
        return f"[[{self.address}]]"


def quantities(ask: Ask) -> Iterator[Quantity]:
    """All that a position may publish a figure of, at no finer grain than the papers have."""
    book, years = ask.book, ask.position.years
    whole = [Quantity()] if ask.library.sees_all else []
    for of in [*whole, *(Quantity(portfolio=place.name) for place in book.portfolios)]:
        yield of
        yield from (of._replace(confidence=confidence) for confidence in Confidence)
        yield from (of._replace(year=year, cumulative=True) for year in years)
        yield from (of._replace(year=year) for year in years)
        for measure in MEASURES.values():
            if measure in TRANSFERRED:
                continue  # of programmes alone
            if of.portfolio and measure in (Measure.ESTABLISHMENT, Measure.PORTFOLIOS):
                continue  # of the council alone
            yield of._replace(measure=measure)
    for programme in book.programmes:
        of = Quantity(portfolio=programme.portfolio, programme=programme.name)
        yield of
        yield from (of._replace(measure=measure) for measure in TRANSFERRED)


def catalogue(ask: Ask) -> list[Entry]:
    """Every figure the position has, in the order of the tables."""
    book, slugs = ask.book, {p.key: p for p in ask.book.programmes}
    found = []
    for quantity in quantities(ask):
        value = book.figure(quantity)
        if value is None or (not value and quantity.measure in TRANSFERRED):
            continue
        if book.awaits(quantity):
            continue
        programme = slugs.get((quantity.portfolio, quantity.programme))
        head = f"{PROGRAMME}.{programme.slug}." if programme else ""
        address = head + ".".join(_written(quantity)) if head else write(Token(quantity), book)
        printed = quantity._replace(
            portfolio=quantity.portfolio and book.label(quantity.portfolio),
            programme=programme.label if programme else "",
        )
        found.append(Entry(address, str(printed), in_prose(quantity, value), quantity))
    return found


def compared(entry: Entry, ask: Ask, against: str) -> Iterator[Entry]:
    """The same figure as it stands to another position, each way that says something."""
    names = {position.slug: position.name for position in ask.library.positions}
    name = names.get(against, "the position before")
    for how in How:
        address = f"{entry.address}.{how}.{against}"
        try:
            told = answer(address, ask)
        except NoSuchFigure:
            return
        yield Entry(address, f"{entry.label}: {SAYS[how]} {name}", told.text, entry.quantity)


SAYS = {
    How.AT: "as it was at",
    How.CHANGE: "by how much it changed since",
    How.DIRECTION: "which way it went since",
    How.MOVED: "how it moved since",
}
