"""Finance confidence: how sure Finance is of each portfolio's saving, and was before."""

from agt.words.money import in_millions
from reports.library import Book
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
    figure,
    print_notes,
    total_of,
)
from savings.models import Confidence

EARLIER_ROWS = 2  # how many earlier positions stand below the total
GROUP = "Finance Confidence"


def build(ask: Ask) -> ReportTable:
    rows = [
        Row(
            Role.BODY,
            {
                "portfolio": Cell(
                    portfolio.name,
                    label=portfolio.short_name,
                    link=("portfolio-detail", portfolio.slug),
                ),
                **_figures(ask.book, portfolio.name),
            },
            series=portfolio.order,
        )
        for portfolio in ask.portfolios
    ]
    if ask.portfolio:
        keys = ["expected", *Confidence.values]
        rows.append(
            Row(
                Role.TOTAL,
                {"portfolio": Cell("Total"), **{key: total_of(rows, key) for key in keys}},
            )
        )
    else:
        rows.append(Row(Role.TOTAL, {"portfolio": Cell("Total"), **_figures(ask.book, "")}))
        rows += [
            Row(
                Role.EARLIER,
                {"portfolio": Cell(f"{book.position.short_name} Position"), **_figures(book, "")},
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
        notes=print_notes(ask, rows, columns),
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
    green = Quantity(confidence=Confidence.GREEN)
    publishing = [b for b in ask.library.before(ask.position) if b.figure(green) is not None]
    return publishing[:EARLIER_ROWS]


def _finding(rows: list[Row], ask: Ask) -> str:
    total = next(row for row in rows if row.role is Role.TOTAL)
    green, expected = total.cells[Confidence.GREEN].value, total.cells["expected"].value
    if not (isinstance(green, int) and isinstance(expected, int)):
        return "Finance confidence is not published at this position"
    finding = f"{in_millions(green)} of {in_millions(expected)} is Green"
    earlier = next((row for row in rows if row.role is Role.EARLIER), None)
    was = earlier.cells[Confidence.GREEN].value if earlier else None
    if earlier is None or not isinstance(was, int):
        return finding
    name = str(earlier.cells["portfolio"].value).removesuffix(" Position")
    how = "up" if green > was else "down" if green < was else "the same as"
    return f"{finding}, {how}{' from' if green != was else ''} {in_millions(was)} in {name}"


REPORT = Report(
    slug="finance-confidence",
    title="Finance confidence",
    question="How sure is Finance of the savings?",
    build=build,
    charts=("confidence",),
)
