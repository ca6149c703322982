"""Confidence migration: from which rating to which the savings moved between two positions."""

from collections import defaultdict

from agt.words.money import in_millions
from reports.book import Book
from reports.quantities import Quantity
from reports.table import (
    Ask,
    Cell,
    Column,
    Footnotes,
    Kind,
    Report,
    ReportTable,
    Role,
    Row,
    Source,
    Subject,
    print_notes,
)
from savings.migration import DROPPED, NEW, SOURCES, TARGETS, Item, Migration, Ratings, migrate
from savings.models import Confidence, SavingsLine

LABELS = {**{c.value: c.label for c in Confidence}, NEW: "New", DROPPED: "Dropped"}
INFERRED = "inferred"
FOLLOWS = "follows from the net amounts"
WHY_INFERRED = (
    "Inferred: no line says which rating it had before. What left a rating is matched with what "
    "arrived in others, surest first."
)
NET = (
    "Amounts are net within what is compared: a fall and a rise of one rating cancel out, and what "
    "left one rating counts as moved to another before anything counts as new or dropped."
)
Compared = tuple[list[Item], tuple[str, ...]]


def build(ask: Ask) -> ReportTable:
    now, are = ask.book, _ratings(ask.book, ask.whole)
    before = ask.earlier(lambda book: _ratings(book, ask.whole) is not None)
    if before is None:
        if not ask.library.before(ask.position):
            return _nothing(ask, "There is no earlier position to compare with")
        return _nothing(ask, "No earlier position publishes finance confidence for this scope")
    was = _ratings(before, ask.whole)
    if was is None or are is None:
        name = (now if are is None else before).position.name
        return _nothing(ask, f"Finance confidence is not published at {name}", before)
    if now.has_lines and before.has_lines:
        items, grain = _from_lines(ask, now, before)
    else:
        items, grain = _as_published(ask, now, before, Item(ask.whole, was, are))
    migration = migrate(items)
    footnotes = Footnotes()
    rows = [
        *(_row(ask, before, migration, source, footnotes) for source in SOURCES),
        _total(ask, now, migration),
    ]
    columns = _columns(ask, before)
    return ask.table(
        REPORT,
        columns=columns,
        rows=tuple(rows),
        notes=(*footnotes.notes(), *grain, NET, *print_notes(ask, rows, columns)),
        finding=_finding(migration, before),
    )


def _nothing(ask: Ask, why: str, before: Book | None = None) -> ReportTable:
    return ask.table(
        REPORT, columns=_columns(ask, before), rows=(), notes=(f"{why}.",), finding=why
    )


def _columns(ask: Ask, before: Book | None) -> tuple[Column, ...]:
    was = before.position.name if before else "the earlier position"
    return (
        Column("from", f"From, in {was}"),
        *(Column(t, LABELS[t], Kind.MONEY, f"To, in {ask.position.name}") for t in TARGETS),
        Column("total", "Total", Kind.MONEY),
        Column("known", "How it is known"),
    )


def _ratings(book: Book, portfolio: str) -> Ratings | None:
    """Pence by confidence of a portfolio, or of all (""); ``None`` where one is not published.

    A position that has no such portfolio has no saving of it.
    """
    if portfolio and portfolio not in book.by_name:
        return {}
    found: dict[str, int] = {}
    for confidence in Confidence:
        pence = book.figure(Quantity(portfolio=portfolio, confidence=confidence))
        if pence is None:
            return None
        found[confidence] = pence
    return found


def _as_published(ask: Ask, now: Book, before: Book, whole: Item) -> Compared:
    """Portfolios one by one where both positions publish all of them, else the whole."""
    items = []
    silent: dict[str, None] = {}
    for portfolio in ask.portfolios_since(before):
        was, are = (_ratings(b, portfolio.name) for b in (before, now))
        if was is not None and are is not None:
            items.append(Item(portfolio.name, was, are))
        silent |= {b.position.name: None for b, r in ((before, was), (now, are)) if r is None}
    if silent:
        names = " or ".join(silent)
        note = f"Compared as one total: no confidence by portfolio is published in {names}."
        return [whole], (note,)
    return items, ("Compared by portfolio: programmes are not published by confidence.",)


def _from_lines(ask: Ask, now: Book, before: Book) -> Compared:
    """Programmes one by one; all of a portfolio together where one has an apportioned line.

    To leave out those that are known would make the others speak on apportioned lines.
    """
    rows = [
        row
        for row in SavingsLine.objects.visible_to(ask.library.viewer)
        .filter(place__position__in=[now.position, before.position])
        .on_the_general_fund()
        .by_programme_and_confidence()
        if ask.whole in ("", row[1])
    ]
    apportioned = {row[2] for row in rows if row[4] == SavingsLine.Basis.APPORTIONED}
    together = {row[1] for row in rows if row[2] in apportioned}
    held: dict[int | str, dict[int, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for position, portfolio, programme, confidence, _, pence in rows:
        at = held[portfolio if portfolio in together else programme][position]
        at[confidence] = at.get(confidence, 0) + pence
    items = [Item(key, at[before.position.pk], at[now.position.pk]) for key, at in held.items()]
    notes = []
    if together:
        names = ", ".join(sorted(now.label(name, before=before) for name in together))
        notes.append(f"Compared as a whole portfolio, because lines are apportioned: {names}.")
    if len(items) > len(together):
        others = "In the other portfolios each" if together else "Each"
        notes.append(
            f"{others} programme is compared by itself: what one hands to another is dropped "
            "from the one and new in the other."
        )
    return items, tuple(notes)


def _row(ask: Ask, before: Book, migration: Migration, source: str, footnotes: Footnotes) -> Row:
    inferred = {target for target in TARGETS if (source, target) in migration.inferred}
    total = Cell(migration.left(source))
    if source != NEW:
        total = _stated(before, ask.whole, Confidence(source), migration.left(source))
    return Row(
        Role.BODY,
        {
            "from": Cell(LABELS[source]),
            **{
                target: Cell(
                    migration.cells[source, target],
                    mark=footnotes.mark(WHY_INFERRED if target in inferred else ""),
                )
                for target in TARGETS
            },
            "total": total,
            "known": Cell(INFERRED if inferred else FOLLOWS),
        },
    )


def _total(ask: Ask, now: Book, migration: Migration) -> Row:
    return Row(
        Role.TOTAL,
        {
            "from": Cell("Total"),
            **{c.value: _stated(now, ask.whole, c, migration.arrived(c.value)) for c in Confidence},
            DROPPED: Cell(migration.arrived(DROPPED)),
            "total": Cell(migration.total),
            "known": Cell(""),
        },
    )


def _stated(book: Book, portfolio: str, confidence: Confidence, pence: int) -> Cell:
    """A margin of the matrix; it says why where it is the figure of the book to the penny."""
    quantity = Quantity(portfolio=portfolio, confidence=confidence)
    same = book.figure(quantity) == pence
    return Cell(pence, Source(book.position.slug, quantity) if same else None)


def _finding(migration: Migration, before: Book) -> str:
    since = f"since {before.position.name}"
    if migration.is_still:
        return f"No saving changed its confidence {since}"
    parts = [
        (migration.surer, "became surer"),
        (migration.less_sure, "less sure"),
        (migration.left(NEW), "is new"),
        (migration.arrived(DROPPED), "was dropped"),
    ]
    moved = ", ".join(f"{in_millions(pence)} {what}" for pence, what in parts)
    return f"{moved} {since}, net{', partly inferred' if migration.inferred else ''}"


REPORT = Report(
    slug="confidence-migration",
    title="Confidence migration",
    question="From which rating to which did the savings move since an earlier position?",
    subject=Subject.SAVINGS,
    build=build,
    compares=True,
)
