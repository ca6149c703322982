"""Silent slippage: programmes whose total is what it was, and whose money lands later."""

from collections import defaultdict
from dataclasses import dataclass, field

from agt.words.money import in_millions
from agt.words.years import FinancialYear
from portfolios.models import ProgrammePlace
from reports.book import Book, ProgrammeFigure
from reports.quantities import Quantity
from reports.table import (
    Ask,
    Cell,
    Column,
    Kind,
    Report,
    ReportTable,
    Role,
    Row,
    Subject,
    figure,
    programme_named,
)
from savings.migration import Delay, delay
from savings.models import SavingsLine

COLUMNS = (
    Column("portfolio", "Portfolio"),
    Column("programme", "Programme Name"),
    Column("expected", "Current Expected Saving", Kind.MONEY),
    Column("delay", "Delay (£m-years)", Kind.MONEY),
    Column("first_year", "First year affected"),
)
UNIT = (
    "1 £m-year is £1m landing one year later: the fall in the cumulative amount, summed over the "
    "years that have less. Files hold it in pounds, as all money: £ × years."
)


@dataclass
class _Looked:
    """What a look at the programmes came to: who slipped, and how many could not be looked at."""

    slipped: list[tuple[ProgrammeFigure, Delay]] = field(default_factory=list)
    seen: int = 0
    apportioned: int = 0
    without_years: int = 0


def build(ask: Ask) -> ReportTable:
    now = ask.book
    before = ask.earlier(lambda book: book.has_lines) or ask.earlier(lambda book: True)
    if before is None:
        return _nothing(ask, "There is no earlier position to compare with")
    ask.library.programmes_at(now.position, before.position)
    if not (now.has_lines and before.has_lines):
        return _nothing(ask, _not_published(ask, now, before))
    looked = _look(ask, now, before)
    looked.slipped.sort(key=lambda found: -found[1].pence_years)
    return ask.table(
        REPORT,
        columns=COLUMNS,
        rows=tuple(_row(now, programme, late) for programme, late in looked.slipped),
        notes=(UNIT, *_not_looked_at(looked)),
        finding=_finding(looked, before),
    )


def _nothing(ask: Ask, why: str) -> ReportTable:
    return ask.table(REPORT, columns=COLUMNS, rows=(), notes=(f"{why}.",), finding=why)


def _not_published(ask: Ask, now: Book, before: Book) -> str:
    count = len(_saving(ask, now) or _saving(ask, before))
    books = [book.position.name for book in (before, now) if not book.has_lines]
    verb = "gives" if len(books) == 1 else "give"
    return (
        f"{_programmes(count) if count else 'No programme'} could {'not ' if count else ''}be "
        f"looked at: {' and '.join(books)} {verb} no figures by programme and year"
    )


def _saving(ask: Ask, book: Book) -> list[ProgrammeFigure]:
    """The programmes with a saving that are asked for, in report order."""
    covered = {p.name for p in ask.portfolios}
    return [
        p
        for p in book.programmes
        if p.portfolio in covered and p.shows == ProgrammePlace.Shows.MONEY
    ]


def _look(ask: Ask, now: Book, before: Book) -> _Looked:
    years, apportioned = _by_year(ask, now, before)
    there_before = {
        p.programme_id for p in before.programmes if p.shows == ProgrammePlace.Shows.MONEY
    }
    looked = _Looked()
    for programme in _saving(ask, now):
        pk = programme.programme_id
        was, are = years.get((before.position.pk, pk)), years.get((now.position.pk, pk))
        if pk not in there_before or (was is None and are is None):
            continue  # it is new, or saves nothing: there is no total to stand still
        if pk in apportioned:
            looked.apportioned += 1
        elif was is None or are is None:
            looked.without_years += 1
        else:
            looked.seen += 1
            late = delay(was, are)
            if late:
                looked.slipped.append((programme, late))
    return looked


def _by_year(
    ask: Ask, *books: Book
) -> tuple[dict[tuple[int, int], dict[FinancialYear, int]], set[int]]:
    """Pence by year, by (position id, programme id); and programmes with an apportioned line."""
    rows = (
        SavingsLine.objects.visible_to(ask.library.viewer)
        .filter(place__position__in=[book.position for book in books])
        .on_the_general_fund()
        .by_programme_and_year()
    )
    years: dict[tuple[int, int], dict[FinancialYear, int]] = defaultdict(dict)
    apportioned = set()
    for position, programme, year, basis, pence in rows:
        at = years[position, programme]
        at[year] = at.get(year, 0) + pence
        if basis == SavingsLine.Basis.APPORTIONED:
            apportioned.add(programme)
    return years, apportioned


def _row(now: Book, programme: ProgrammeFigure, late: Delay) -> Row:
    quantity = Quantity(portfolio=programme.portfolio, programme=programme.name)
    return Row(
        Role.BODY,
        {
            "portfolio": Cell(now.label(programme.portfolio)),
            "programme": programme_named(programme),
            "expected": figure(now, quantity),
            "delay": Cell(late.pence_years),
            "first_year": Cell(str(late.first)),
        },
    )


def _not_looked_at(looked: _Looked) -> list[str]:
    reasons = [
        (
            looked.apportioned,
            "lines are apportioned, and nothing speaks about a programme on an apportioned line",
        ),
        (looked.without_years, "one of the two positions gives no lines by year"),
    ]
    return [
        f"{_programmes(count)} could not be looked at: {reason}."
        for count, reason in reasons
        if count
    ]


def _programmes(count: int) -> str:
    return f"{count} programme{'' if count == 1 else 's'}"


def _finding(looked: _Looked, before: Book) -> str:
    since = f"since {before.position.name}"
    if looked.slipped:
        total = in_millions(sum(late.pence_years for _, late in looked.slipped))
        one = len(looked.slipped) == 1
        return (
            f"{_programmes(len(looked.slipped))} {'lands' if one else 'land'} later {since} with "
            f"an unchanged total: {total}-years of delay"
        )
    if not looked.seen:
        return f"No programme could be looked at for slippage {since}"
    return f"None of {_programmes(looked.seen)} looked at slipped silently {since}"


REPORT = Report(
    slug="silent-slippage",
    title="Silent slippage",
    question="Which programmes keep their total while their money lands later?",
    subject=Subject.SAVINGS,
    build=build,
    compares=True,
)
