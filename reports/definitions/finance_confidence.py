"""Finance confidence: how sure Finance is of each portfolio's saving, and was before."""

from agt.words.money import in_millions
from portfolios.council import meanings
from reports.book import Book
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
    named,
    print_notes,
)
from savings.models import Confidence

EARLIER_ROWS = 2  # how many earlier positions stand below the total
GROUP = "Finance Confidence"


def build(ask: Ask) -> ReportTable:
    rows = [
        Row(
            Role.BODY,
            {
                "portfolio": named(portfolio, short=True),
                **_figures(ask.book, portfolio.name),
            },
            series=portfolio.colour,
        )
        for portfolio in ask.portfolios
    ]
    rows.append(Row(Role.TOTAL, {"portfolio": Cell("Total"), **_figures(ask.book, ask.whole)}))
    rows += [
        Row(
            Role.EARLIER,
            {
                "portfolio": Cell(f"{book.position.short_name} Position"),
                **_figures(book, ask.whole),
            },
        )
        for book in _earlier(ask)
    ]
    columns = (
        Column("portfolio", "Portfolio"),
        Column("expected", "Expected Saving", Kind.MONEY),
        *(Column(c.value, c.label, Kind.MONEY, GROUP) for c in Confidence),
    )
    return ask.table(
        REPORT,
        columns=columns,
        rows=tuple(rows),
        notes=(*print_notes(ask, rows, columns), *meanings()),
        finding=_finding(rows, ask),
    )


def _figures(book: Book, portfolio: str) -> dict[str, Cell]:
    return {
        "expected": figure(book, Quantity(portfolio=portfolio)),
        **{c.value: figure(book, Quantity(portfolio=portfolio, confidence=c)) for c in Confidence},
    }


def _earlier(ask: Ask) -> list[Book]:
    if ask.compare:
        return [ask.library.book(ask.compare)]
    green = Quantity(portfolio=ask.whole, confidence=Confidence.GREEN)
    publishing = [b for b in ask.library.before(ask.position) if b.figure(green) is not None]
    return publishing[:EARLIER_ROWS]


def _finding(rows: list[Row], ask: Ask) -> str:
    total, *earlier = [row for row in rows if row.role in (Role.TOTAL, Role.EARLIER)]
    green, expected = total.cells[Confidence.GREEN].number, total.cells["expected"].number
    if green is None or expected is None:
        return "Finance confidence is not published at this position"
    finding = f"{in_millions(green)} of {in_millions(expected)} is Green"
    was = earlier[0].cells[Confidence.GREEN].number if earlier else None
    if was is None:
        return finding
    since = _earlier(ask)[0].position.name
    if was == green:
        return f"{finding}, as in {since}"
    return f"{finding}, {'up' if green > was else 'down'} from {in_millions(was)} in {since}"


REPORT = Report(
    slug="finance-confidence",
    title="Finance confidence",
    question="How sure is Finance of the savings?",
    subject=Subject.SAVINGS,
    build=build,
    charts=("confidence",),
    compares=True,
)
