"""Take a plan in: a new position with all that a reading of its file makes, or nothing."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.text import slugify

from accounts.history import say, say_of_many
from accounts.models import Submission, User
from accounts.roles import State, Verb, require
from agt.words import clock
from portfolios.models import Portfolio, PortfolioPlace, Position, Programme, ProgrammePlace
from reports.actions.add_portfolio import new_portfolio
from reports.actions.import_beside import add_beside
from reports.exchange.account import Reading
from reports.exchange.amounts import key
from reports.exchange.bulk import insert_many
from reports.exchange.rows import Kind, Row
from reports.exchange.stating import Statement, standing, stated_figures
from reports.models import StatedFigure
from reports.reconciliation import State as Standing
from savings.models import Fund, Saving, SavingsLine

Known = tuple[int, str]  # a programme, by its portfolio's id and its name

MOST_PORTFOLIOS, MOST_YEARS = 100, 20
OF_FUND = {Fund.HRA: ProgrammePlace.Shows.HRA, Fund.DSG: ProgrammePlace.Shows.DSG}


@dataclass(frozen=True)
class Details:
    """What the new position is called and of when."""

    name: str
    slug: str
    short_name: str
    kind: Position.Kind
    as_at: datetime.date


@dataclass(frozen=True)
class Imported:
    """What an import made, and how the totals that its file prints stand against it."""

    position: Position
    programmes: int
    lines: int
    stated: dict[Standing, int]


@transaction.atomic
def import_plan(
    *, reading: Reading, details: Details, document: str, token: UUID, by: User
) -> Imported:
    """Open a position that holds what ``reading`` says and nothing else.

    A working position that nothing is in yet becomes it; any other stays as it is.

    Portfolios and programmes that are known, by the mapping or by their names, are those; others
    are made. Raises ``PermissionDenied``, ``AlreadySubmitted``, or ``ValidationError`` where the
    position cannot be opened or the reading cannot be a plan; nothing is made then.
    """
    require(by, Verb.PUBLISH, state=State.WORKING)
    if by.portfolio_ids() is not None:
        raise PermissionDenied("A plan is the whole council's: ask someone who sees all of it.")
    Submission.objects.claim(token=token, by=by)
    _check(reading)
    why = f"imported from {document}"
    position = _open(reading, details, why, by)
    making = _Making(reading, position, why, by)
    making.run()
    stated = stated_figures(reading, position, document, making.portfolio_names)
    insert_many(StatedFigure, Statement._fields, stated)
    standings = Counter(map(standing, reading.stated))
    return Imported(position, making.programmes, making.lines, dict(standings))


def _check(reading: Reading) -> None:
    if not reading.entries:
        raise ValidationError("The file holds no figure that can be taken: correct the mapping.")
    if len(reading.portfolios) > MOST_PORTFOLIOS:
        raise ValidationError(
            f"The file would make {len(reading.portfolios):,} portfolios. There are "
            f"{MOST_PORTFOLIOS} at most: is another column the portfolio?"
        )
    if len(reading.years) > MOST_YEARS:
        first, last = reading.years[0], reading.years[-1]
        raise ValidationError(f"From {first} to {last} are more than {MOST_YEARS} years.")


def _open(reading: Reading, details: Details, why: str, by: User) -> Position:
    begun = None
    if details.kind != Position.Kind.SCENARIO:
        begun = Position.objects.not_begun().first()
    position = begun or Position(state=State.WORKING)
    position.name, position.slug, position.short_name = (
        details.name,
        details.slug,
        details.short_name,
    )
    position.kind, position.as_at = details.kind, details.as_at
    position.first_year, position.last_year = reading.years[0], reading.years[-1]
    position.opened_by, position.opened_at = by, clock.now()
    position.full_clean()
    say(position, why=why, by=by)
    position.save()
    return position


class _Making:
    """Makes the rows of a position, each kind in one go."""

    def __init__(self, reading: Reading, position: Position, why: str, by: User) -> None:
        self.reading, self.position, self.why, self.by = reading, position, why, by
        self.portfolio_names: dict[str, str] = {}  # the key of each, by its name in the file
        self.programmes = self.lines = 0

    def run(self) -> None:
        portfolios = self._portfolios()
        # Two spellings in the file may be one programme
        of: dict[tuple[str, str], Known] = {}
        labels: dict[Known, str] = {}
        rows: dict[Known, list[Row]] = defaultdict(list)
        for (portfolio, programme), held in self.reading.programmes.items():
            known = of[portfolio, programme] = portfolios[portfolio].pk, key(programme)
            labels.setdefault(known, programme)
            rows[known] += held
        amounts = self._amounts(of)
        programmes = self._programmes(labels)
        savings = self._savings(programmes.values())
        orders: Counter[int] = Counter()
        places = []
        for known, label in labels.items():
            orders[known[0]] += 1
            shows, footnote = _shows(amounts[known], rows[known]), _footnote(rows[known])
            order = orders[known[0]]
            places.append((programmes[known][0], known[0], order, label, shows.value, footnote))
        columns = ("programme_id", "portfolio_id", "order", "printed_label", "shows", "footnote")
        at_position = [(self.position.pk, *place) for place in places]
        insert_many(ProgrammePlace, ("position_id", *columns), at_position)
        here = ProgrammePlace.objects.at(self.position)
        self._record(here)
        place_of = dict(here.order_by().values_list("programme", "pk"))
        lines = [
            (place_of[pk], savings[pk], year.start, confidence.value, fund.value, pence)
            for known, (pk, _) in programmes.items()
            for (confidence, fund, year), pence in amounts[known].items()
            if pence
        ]
        columns = ("place_id", "saving_id", "year", "confidence", "fund", "amount")
        insert_many(SavingsLine, columns, lines)
        self._record(SavingsLine.objects.at(self.position))
        self.programmes, self.lines = len(places), len(lines)
        add_beside(self.reading, self.position, portfolios, why=self.why, by=self.by)

    def _record(self, rows: QuerySet) -> None:
        say_of_many(rows, why=self.why, by=self.by)

    def _amounts(self, of: dict[tuple[str, str], Known]) -> dict[Known, dict[tuple, int]]:
        """Pence by (confidence, fund, year) of each programme; what repeats is added together."""
        amounts: dict[Known, dict[tuple, int]] = defaultdict(lambda: defaultdict(int))
        for entry in self.reading.entries:
            known = of[entry.portfolio, entry.programme]
            amounts[known][entry.confidence, entry.fund, entry.year] += entry.pence
        return amounts

    # --- portfolios ------------------------------------------------------------------------------

    def _portfolios(self) -> dict[str, Portfolio]:
        """The portfolio of each name in the file, with its place in the position."""
        known = known_portfolios()
        renamed = {key(name): to for name, to in self.reading.mapping.portfolios.items()}
        found: dict[str, Portfolio] = {}
        here: dict[int, Portfolio] = {}
        for name in self.reading.portfolios:
            to = renamed.get(key(name), name)
            portfolio = known.get(key(to))
            if portfolio is None and key(name) in renamed:
                raise ValidationError(f"The mapping says “{name}” is “{to}”, which is not known.")
            if portfolio is None or portfolio.pk not in here:
                place = PortfolioPlace(
                    position=self.position,
                    printed_label=name,
                    short_name=name[:60],
                    order=len(here) + 1,
                    section_order=len(here) + 1,
                )
                place.portfolio = portfolio or self._new_portfolio(place)
                place.full_clean()
                say(place, why=self.why, by=self.by)
                place.save()
                portfolio = here[place.portfolio.pk] = known[key(name)] = place.portfolio
            found[name] = portfolio
            self.portfolio_names[name] = portfolio.name
        return found

    def _new_portfolio(self, place: PortfolioPlace) -> Portfolio:
        try:
            return new_portfolio(place)
        except ValidationError as error:
            said = " ".join(error.messages)
            raise ValidationError(f"Portfolio “{place.printed_label}”: {said}") from error

    # --- programmes and savings ------------------------------------------------------------------

    def _programmes(self, labels: dict[Known, str]) -> dict[Known, tuple[int, str]]:
        """The key and the name of each programme, known or new."""
        known = _known_programmes({portfolio for portfolio, _ in labels})
        held = dict(Programme.objects.values_list("slug", "pk"))
        last = max(held.values(), default=0)
        taken: set[int] = set()
        found: dict[Known, tuple[int, str]] = {}
        new: dict[str, Known] = {}
        for at, label in labels.items():
            programme = known.get(at)
            if programme and programme[0] not in taken:
                taken.add(programme[0])
                found[at] = programme
            else:
                slug = next(free for free in _slugs(label) if free not in held and free not in new)
                new[slug] = at
        insert_many(Programme, ("name", "slug"), [(labels[at], slug) for slug, at in new.items()])
        made = Programme.objects.filter(pk__gt=last)
        for slug, pk in made.values_list("slug", "pk"):
            found[new[slug]] = pk, labels[new[slug]]
        self._record(made)
        return found

    def _savings(self, programmes: Iterable[tuple[int, str]]) -> dict[int, int]:
        """The saving that carries each programme's name, as it has from the day it is added."""
        held = dict(programmes)
        here = PortfolioPlace.objects.at(self.position).values("portfolio")
        savings = Saving.objects.filter(programme__places__portfolio__in=here)
        found = {pk: saving for saving, pk, name in _named(savings) if held.get(pk) == name}
        last = Saving.objects.aggregate(last=Max("pk"))["last"] or 0
        new = [(pk, name) for pk, name in held.items() if pk not in found]
        insert_many(Saving, ("programme_id", "name"), new)
        made = Saving.objects.filter(pk__gt=last)
        return found | {pk: saving for saving, pk, _ in _named(made)}


def _named(savings: QuerySet) -> QuerySet:
    return savings.order_by().values_list("pk", "programme", "name")


def known_portfolios() -> dict[str, Portfolio]:
    """Every portfolio by what it is or was called: its own name before what a position prints."""
    places = PortfolioPlace.objects.order_by("position__as_at", "pk").select_related("portfolio")
    printed = {key(place.printed_label): place.portfolio for place in places}
    return printed | {key(portfolio.name): portfolio for portfolio in Portfolio.objects.all()}


def _known_programmes(portfolios: set[int]) -> dict[Known, tuple[int, str]]:
    """The key and name of every programme that these portfolios ever had, by what it was called."""
    rows = list(
        ProgrammePlace.objects.filter(portfolio__in=portfolios)
        .order_by("position__as_at", "pk")
        .values_list("portfolio", "programme", "programme__name", "printed_label")
    )
    printed = {(at, key(label)): (pk, name) for at, pk, name, label in rows}
    return printed | {(at, key(name)): (pk, name) for at, pk, name, _ in rows}


def _slugs(name: str) -> Iterator[str]:
    base = slugify(name)[:110].strip("-") or "programme"
    if base == "add":  # an address of its own
        base = "add-programme"
    yield base
    number = 2
    while True:
        yield f"{base}-{number}"
        number += 1


def _shows(amounts: dict[tuple, int], rows: list[Row]) -> ProgrammePlace.Shows:
    """What is printed for a programme: money, or why there is none, never a £0 nobody stated."""
    if amounts:
        funds = {fund for _, fund, _ in amounts}
        only = funds.pop() if len(funds) == 1 else Fund.GENERAL_FUND
        return OF_FUND.get(only, ProgrammePlace.Shows.MONEY)
    said = {key(figure.text) for row in rows for figure in row.figures}
    return ProgrammePlace.Shows.NONE if said == {"n/a"} else ProgrammePlace.Shows.TBC


def _footnote(rows: list[Row]) -> str:
    """Which years the file says no number for."""
    missing = [
        f"{figure.year or 'no year'} (“{figure.text[:30]}”)"
        for row in rows
        if row.kind is Kind.BODY
        for figure in row.figures
        if figure.why
    ]
    told = f"Not covered by the plan: {', '.join(missing)}." if missing else ""
    return told if len(told) <= 300 else f"{told[:299]}…"
