"""Savings by portfolio: what each is expected to save, beside an earlier position."""

from agt.words.money import in_millions
from portfolios.models import PortfolioPlace
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
    Subject,
    difference,
    figure,
    named,
    print_notes,
    saving,
)


def publishes_portfolios(book: Book) -> bool:
    """Whether a book says what at least one portfolio saves."""
    return any(book.figure(Quantity(portfolio=p.name)) is not None for p in book.portfolios)


def build(ask: Ask) -> ReportTable:
    now, before = ask.book, ask.earlier(publishes_portfolios)
    footnotes = Footnotes()
    rows = []
    for portfolio in ask.portfolios_since(before):
        cells = {
            "portfolio": named(portfolio, linked=portfolio.name in now.by_name),
            "expected": saving(now, portfolio),
        }
        if before:
            mark = footnotes.mark(portfolio.funding_note and _sentence(portfolio))
            cells["earlier"] = saving(before, portfolio, mark=mark)
            cells["change"] = difference(cells["expected"], cells["earlier"])
        rows.append(Row(Role.BODY, cells, series=portfolio.colour))
    rows.append(_total(ask, now, before))
    columns = [
        Column("portfolio", "Portfolio Name"),
        Column("expected", "Current Expected Saving", Kind.MONEY),
    ]
    if before:
        columns += [
            Column("earlier", f"{before.position.name} Expected Saving", Kind.MONEY),
            Column("change", "Change", Kind.CHANGE),
        ]
    return ask.table(
        REPORT,
        columns=tuple(columns),
        rows=tuple(rows),
        notes=(*footnotes.notes(), *print_notes(ask, rows, columns)),
        finding=_finding(rows[-1], before),
    )


def _sentence(portfolio: PortfolioPlace) -> str:
    return f"{portfolio.printed_label} {portfolio.funding_note}."


def _total(ask: Ask, now: Book, before: Book | None) -> Row:
    quantity = Quantity(portfolio=ask.whole)
    cells = {"portfolio": Cell("Total"), "expected": figure(now, quantity)}
    if before:
        cells["earlier"] = figure(before, quantity)
        cells["change"] = difference(cells["expected"], cells["earlier"])
    return Row(Role.TOTAL, cells)


def _finding(total: Row, before: Book | None) -> str:
    expected = total.cells["expected"].number
    if expected is None:
        return "The expected saving is not published at this position"
    change = total.cells["change"].number if before else None
    if before is None or change is None:
        return f"{in_millions(expected)} of savings are expected"
    how = "up" if change >= 0 else "down"
    since = f"{how} {in_millions(abs(change))} since {before.position.name}"
    return f"{in_millions(expected)} of savings are expected, {since if change else 'unchanged'}"


REPORT = Report(
    slug="savings-by-portfolio",
    title="Savings by portfolio",
    question="What does each portfolio expect to save, and how has that changed?",
    subject=Subject.SAVINGS,
    build=build,
    charts=("savings-change",),
    compares=True,
)
