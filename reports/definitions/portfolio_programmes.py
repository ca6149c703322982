"""Programmes by portfolio: what each programme saves, or the word printed in its place."""

from itertools import groupby

from portfolios.models import ProgrammePlace
from reports.book import Book, ProgrammeFigure
from reports.quantities import Quantity
from reports.table import (
    NOT_PUBLISHED,
    Ask,
    Cell,
    Column,
    Footnotes,
    Kind,
    Report,
    ReportTable,
    Role,
    Row,
    figure,
    print_notes,
)


def build(ask: Ask) -> ReportTable:
    now, before = ask.book, ask.earlier(publishes_programmes)
    ask.library.programmes_at(*(b.position for b in (now, before) if b))
    was = {p.programme_id: p for p in before.programmes} if before else {}
    covered = {p.name for p in ask.portfolios}
    footnotes = Footnotes()
    rows: list[Row] = []
    shown = [p for p in now.programmes if p.portfolio in covered]
    for portfolio, programmes in groupby(shown, key=lambda p: p.portfolio):
        for programme in programmes:
            cells = {
                "portfolio": Cell(portfolio),
                "programme": Cell(
                    programme.name, label=programme.label, link=("programme-detail", programme.slug)
                ),
                "expected": _cell(now, programme, footnotes),
            }
            if before:
                earlier = was.get(programme.programme_id)
                cells["earlier"] = (
                    _cell(before, earlier, footnotes) if earlier else Cell(NOT_PUBLISHED)
                )
            rows.append(Row(Role.BODY, cells))
        rows.append(_total(portfolio, "TOTAL", now, before))
    if ask.portfolio is None:
        rows.append(_total("", "All portfolios", now, before, Role.TOTAL))
    columns = [
        Column("portfolio", "Portfolio"),
        Column("programme", "Programme Name"),
        Column("expected", "Current Expected Saving", Kind.MONEY),
    ]
    if before:
        columns.append(Column("earlier", f"{before.position.name} Expected Saving", Kind.MONEY))
    return ask.table(
        REPORT,
        columns=tuple(columns),
        rows=tuple(rows),
        notes=(*footnotes.notes(), *print_notes(ask, rows, columns)),
        finding=_finding(shown),
    )


def publishes_programmes(book: Book) -> bool:
    """Whether a position says which programmes it is made of."""
    return bool(book.library.programme_counts.get(book.position.pk))


def _cell(book: Book, programme: ProgrammeFigure, footnotes: Footnotes) -> Cell:
    mark = footnotes.mark(programme.footnote)
    if programme.shows != ProgrammePlace.Shows.MONEY:
        return Cell(programme.shows, mark=mark)
    quantity = Quantity(portfolio=programme.portfolio, programme=programme.name)
    return figure(book, quantity, mark=mark)


def _total(
    portfolio: str, label: str, now: Book, before: Book | None, role: Role = Role.SUBTOTAL
) -> Row:
    quantity = Quantity(portfolio=portfolio)
    cells = {
        "portfolio": Cell(portfolio or "Total"),
        "programme": Cell(label),
        "expected": figure(now, quantity),
    }
    if before:
        cells["earlier"] = figure(before, quantity)
    return Row(role, cells)


def _finding(shown: list[ProgrammeFigure]) -> str:
    saving = sum(p.shows == ProgrammePlace.Shows.MONEY for p in shown)
    return f"{saving} of {len(shown)} programmes have a General Fund saving"


REPORT = Report(
    slug="portfolio-programmes",
    title="Programmes by portfolio",
    question="Which programmes make up each portfolio's saving?",
    build=build,
)
