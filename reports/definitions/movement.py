"""Movement: what changed between two positions, class by class, closing to nothing."""

from collections import defaultdict
from dataclasses import dataclass

from agt.words.money import in_millions
from portfolios.models import ProgrammePlace
from reports.book import Book, ProgrammeFigure
from reports.definitions.portfolio_programmes import publishes_programmes
from reports.definitions.savings_by_portfolio import publishes_portfolios
from reports.quantities import Quantity
from reports.table import (
    NOT_PUBLISHED,
    NOT_THERE,
    Ask,
    Cell,
    Column,
    Kind,
    Report,
    ReportTable,
    Role,
    Row,
    Source,
    Subject,
)
from savings.models import RePresentation, SavingsLine, Transfer
from savings.movement import Change, Item, group, movement, total

CORRECTED = "corrected"
CLASSES = {
    "transfers": "Transfers",
    CORRECTED: "Corrected",
    "new": "New",
    "stopped": "Stopped",
    "re_estimated": "Re-estimated",
}
ALL = "All programmes"


def build(ask: Ask) -> ReportTable:
    now = ask.book
    before = ask.earlier(publishes_portfolios) or ask.earlier(_publishes_total)
    if before is None:
        return ask.table(
            REPORT,
            columns=_columns(None),
            rows=(),
            notes=("There is no earlier position to compare with.",),
            finding="There is no earlier position to compare with",
        )
    rows, notes = _rows(ask, now, before)
    columns = _columns(before, corrected=any(row.cells[CORRECTED].value for row in rows))
    return ask.table(
        REPORT,
        columns=columns,
        rows=tuple(r._replace(cells={c.key: r.cells[c.key] for c in columns}) for r in rows),
        notes=tuple(notes),
        finding=_finding(rows[-1], before),
    )


def _publishes_total(book: Book) -> bool:
    return book.figure(Quantity()) is not None


def _columns(before: Book | None, *, corrected: bool = False) -> tuple[Column, ...]:
    """The columns; a class for corrections only where a figure was restated."""
    classes = {key: said for key, said in CLASSES.items() if corrected or key != CORRECTED}
    was = f"{before.position.name} Expected Saving" if before else "Earlier Expected Saving"
    return (
        Column("portfolio", "Portfolio"),
        Column("programme", "Programme Name"),
        Column("earlier", was, Kind.MONEY),
        *(Column(key, heading, Kind.CHANGE) for key, heading in classes.items()),
        Column("expected", "Current Expected Saving", Kind.MONEY),
        Column("change", "Change", Kind.CHANGE),
        Column("re_phased", "Of which moved between years", Kind.MONEY),
    )


def _rows(ask: Ask, now: Book, before: Book) -> tuple[list[Row], list[str]]:
    """Rows at the finest grain both positions publish: programmes, portfolios, or one total."""
    draw = _Rows(before, now)
    if publishes_programmes(before) and publishes_programmes(now):
        return _by_programme(ask, draw)
    if publishes_portfolios(before) and publishes_portfolios(now):
        of = {p.name: Quantity(portfolio=p.name) for p in ask.portfolios_since(before)}
        items = [Item(name, before.figure(q), now.figure(q)) for name, q in of.items()]
        restated = {
            name: _restated(ask, before, q) - _restated(ask, now, q) for name, q in of.items()
        }
        changes = movement(items, {}, restated)
        rows = [draw.of(Role.BODY, Quantity(portfolio=c.key), ALL, c) for c in changes]
        note = "The earlier position is published by portfolio: programmes cannot be compared."
        return [*rows, _whole(ask, draw, changes)], [note]
    item = Item(ALL, before.figure(Quantity()), now.figure(Quantity()))
    restated = {ALL: _restated(ask, before, Quantity()) - _restated(ask, now, Quantity())}
    changes = movement([item], {}, restated)
    note = "The earlier position is published as one total: portfolios cannot be compared."
    return [_whole(ask, draw, changes)], [note]


def _whole(ask: Ask, draw: "_Rows", changes: list[Change]) -> Row:
    """The total, which is of a quantity that can say why."""
    quantity = Quantity(portfolio=ask.whole)
    return draw.of(
        Role.TOTAL, quantity, "TOTAL" if ask.whole else "All portfolios", total("", changes)
    )


def _by_programme(ask: Ask, draw: "_Rows") -> tuple[list[Row], list[str]]:
    now, before = draw.now, draw.before
    ask.library.programmes_at(now.position, before.position)
    covered = {p.name for p in ask.portfolios_since(before)}
    were = {p.programme_id: p for p in before.programmes}
    places = were | {p.programme_id: p for p in now.programmes}
    was = {p.programme_id: _pence(before, p) for p in before.programmes}
    are = {p.programme_id: _pence(now, p) for p in now.programmes}
    phased = _years_by_programme(ask, before, now)
    items = [
        Item(
            pk,
            was.get(pk),
            are.get(pk),
            phased.get((before.position.pk, pk)),
            phased.get((now.position.pk, pk)),
        )
        for pk in _in_report_order(now, places)
    ]
    spans = _since(ask, before)
    groups = RePresentation.objects.told_in(spans, among=places)
    together = [(label, group.programmes) for label, group in groups.items()]
    of_group = {pk: label for label, keys in together for pk in keys}
    net: dict = defaultdict(int)
    transfers = [
        t
        for pk in spans
        for t in ask.library.transfers.get(pk, [])
        if t.from_programme_id in places or t.to_programme_id in places
    ]
    for t in transfers:
        net[of_group.get(t.to_programme_id, t.to_programme_id)] += t.amount
        net[of_group.get(t.from_programme_id, t.from_programme_id)] -= t.amount
    restated: dict = defaultdict(int)
    for book, sign in ((before, 1), (now, -1)):
        for p in book.programmes:
            key = of_group.get(p.programme_id, p.programme_id)
            restated[key] += sign * _restated(ask, book, _of(p))
    by_portfolio: dict[str, list[Change]] = defaultdict(list)
    first_of_group = {label: places[min(keys)].portfolio for label, keys in together}
    for change in movement(group(items, together), net, restated):
        portfolio = first_of_group.get(change.key) or places[change.key].portfolio
        by_portfolio[portfolio].append(change)
    rows: list[Row] = []
    every: list[Change] = []
    for portfolio, changes in by_portfolio.items():
        if portfolio not in covered:
            continue
        every += changes
        for change in changes:
            if change.before is None and change.after is None:
                continue
            if change.key in groups:
                rows.append(draw.row(Role.BODY, portfolio, change.key, change))
            else:
                place = places[change.key]
                was_at = _of(were.get(place.programme_id, place))
                rows.append(draw.of(Role.BODY, _of(place), place.label, change, earlier=was_at))
        subtotal = total(portfolio, changes)
        rows.append(draw.of(Role.SUBTOTAL, Quantity(portfolio=portfolio), "TOTAL", subtotal))
    notes = [_told(t, places) for t in transfers]
    notes += [f"{label}: {group.note}" for label, group in groups.items() if group.note]
    return [*rows, _whole(ask, draw, every)], notes


def _told(transfer: Transfer, places: dict[int, ProgrammeFigure]) -> str:
    """A transfer in words, between programmes as the newer position prints them."""
    giver, taker = (
        places[programme.pk].label if programme.pk in places else programme.name
        for programme in (transfer.from_programme, transfer.to_programme)
    )
    unphased = ", unphased" if transfer.is_unphased else ""
    return f"Transfer: {giver} to {taker}, {in_millions(transfer.amount)}{unphased}."


def _in_report_order(now: Book, places: dict[int, ProgrammeFigure]) -> list[int]:
    current = [p.programme_id for p in now.programmes]
    return current + [pk for pk in places if pk not in set(current)]


def _years_by_programme(ask: Ask, *books: Book) -> dict[tuple[int, int], dict]:
    """Pence by year, by (position id, programme id), where no line of it is apportioned."""
    rows = (
        SavingsLine.objects.visible_to(ask.library.viewer)
        .filter(place__position__in=[book.position for book in books])
        .on_the_general_fund()
        .by_programme_and_year()
    )
    phased: dict[tuple[int, int], dict] = defaultdict(dict)
    unknown = set()
    for position, programme, year, basis, pence in rows:
        phased[position, programme][year] = phased[position, programme].get(year, 0) + pence
        if basis == SavingsLine.Basis.APPORTIONED:
            unknown.add((position, programme))
    return {key: years for key, years in phased.items() if key not in unknown}


def _pence(book: Book, programme: ProgrammeFigure) -> int | None:
    if programme.shows != ProgrammePlace.Shows.MONEY:
        return None
    return book.figure(_of(programme))


def _of(programme: ProgrammeFigure) -> Quantity:
    return Quantity(portfolio=programme.portfolio, programme=programme.name)


def _restated(ask: Ask, book: Book, quantity: Quantity) -> int:
    """By how many pence a figure was restated since it was published."""
    found = ask.library.restatements.get((book.position.slug, quantity))
    return found.value - found.published if found else 0


def _since(ask: Ask, before: Book) -> list[int]:
    """The positions after ``before`` up to the one shown: where transfers between them are told.

    A scenario shows what the position it was opened from tells.
    """
    return [
        p.pk
        for p in ask.library.positions
        if (
            before.position.as_at < p.as_at <= ask.position.as_at
            and (p.is_published or p.pk == ask.position.opened_from_id)
        )
        or p.pk == ask.position.pk
    ]


@dataclass(frozen=True)
class _Rows:
    """Draws changes between two positions as rows, each figure with its source where it has one."""

    before: Book
    now: Book

    def row(self, role: Role, portfolio: str, programme: str, change: Change) -> Row:
        return self._row(role, portfolio, programme, change, None, None)

    def of(
        self,
        role: Role,
        quantity: Quantity,
        label: str,
        change: Change,
        *,
        earlier: Quantity | None = None,
    ) -> Row:
        """A row that is of one quantity: its earlier and current figures can say why.

        ``earlier`` is what it was of where that is another: a programme that changed portfolio.
        """
        return self._row(role, quantity.portfolio, label, change, earlier or quantity, quantity)

    def _row(
        self,
        role: Role,
        portfolio: str,
        label: str,
        change: Change,
        earlier: Quantity | None,
        quantity: Quantity | None,
    ) -> Row:
        printed = self.now.label(portfolio, before=self.before) if portfolio else "Total"
        re_phased = NOT_PUBLISHED if change.re_phased is None else change.re_phased
        return Row(
            role,
            {
                "portfolio": Cell(printed),
                "programme": Cell(label),
                "earlier": self._figure(self.before, change.before, earlier),
                **{key: Cell(getattr(change, key)) for key in CLASSES},
                "expected": self._figure(self.now, change.after, quantity),
                "change": Cell(change.change),
                "re_phased": Cell(re_phased),
            },
        )

    @staticmethod
    def _figure(book: Book, pence: int | None, quantity: Quantity | None) -> Cell:
        """A figure, which says why where it is the book's own: what moved portfolio is not."""
        if pence is None:
            return Cell(NOT_THERE)
        same = quantity is not None and book.figure(quantity) == pence
        return Cell(pence, Source(book.position.slug, quantity) if quantity and same else None)


def _finding(total: Row, before: Book) -> str:
    change = total.cells["change"].number or 0
    estimated = total.cells["re_estimated"].number or 0
    corrected = total.cells[CORRECTED].number or 0
    since = f"since {before.position.name}"
    if not change:
        return f"Unchanged {since}"
    how = "Up" if change > 0 else "Down"
    parts = f"{in_millions(estimated, sign=True)} re-estimated, transfers net to nothing"
    if corrected:
        parts = f"{in_millions(corrected, sign=True)} corrected, {parts}"
    return f"{how} {in_millions(abs(change))} {since}: {parts}"


REPORT = Report(
    slug="movement",
    title="Movement between positions",
    question="What changed since an earlier position, and why?",
    subject=Subject.SAVINGS,
    build=build,
    charts=("movement",),
    compares=True,
)
