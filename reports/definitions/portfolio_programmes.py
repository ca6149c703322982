"""Programmes by portfolio: what each programme saves, or the word printed in its place."""

from portfolios.models import PortfolioPlace, ProgrammePlace
from reports.book import Book, ProgrammeFigure
from reports.quantities import Quantity
from reports.table import (
    NOT_THERE,
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
    figure,
    print_notes,
    programme_named,
    saving,
)


def build(ask: Ask) -> ReportTable:
    now, before = ask.book, ask.earlier(publishes_programmes)
    ask.library.programmes_at(*(b.position for b in (now, before) if b))
    footnotes = Footnotes()
    rows: list[Row] = []
    for portfolio in _by_section(ask, before):
        programmes = _programmes(portfolio.name, now, before)
        for is_now, was in programmes:
            label = Cell(portfolio.printed_label)
            rows.append(Row(Role.BODY, _cells(label, now, is_now, before, was, footnotes)))
        if programmes:
            rows.append(_total(portfolio, "TOTAL", now, before))
    if ask.portfolio is None:
        rows.append(_total(None, "All portfolios", now, before, Role.TOTAL))
    columns = [
        Column("portfolio", "Portfolio"),
        Column("programme", "Programme Name"),
        Column("expected", "Current Expected Saving", Kind.MONEY),
    ]
    if before:
        columns.append(Column("earlier", f"{before.position.name} Expected Saving", Kind.MONEY))
    covered = {portfolio.name for portfolio in ask.portfolios}
    return ask.table(
        REPORT,
        columns=tuple(columns),
        rows=tuple(rows),
        notes=(*footnotes.notes(), *print_notes(ask, rows, columns)),
        finding=_finding([p for p in now.programmes if p.portfolio in covered]),
    )


def _by_section(ask: Ask, before: Book | None) -> list[PortfolioPlace]:
    """In the order of the report's sections, what has been retired since at the end."""
    here = ask.book.by_name
    return sorted(
        ask.portfolios_since(before), key=lambda p: (p.name not in here, p.section_order, p.pk)
    )


def _programmes(
    portfolio: str, now: Book, before: Book | None
) -> list[tuple[ProgrammeFigure | None, ProgrammeFigure | None]]:
    """(now, earlier) of each programme a portfolio has, then of each that it had and is gone."""
    if not publishes_programmes(now):
        return []
    were = {p.programme_id: p for p in before.programmes} if before else {}
    are = {p.programme_id for p in now.programmes}
    return [
        *((p, were.get(p.programme_id)) for p in now.programmes if p.portfolio == portfolio),
        *((None, p) for pk, p in were.items() if p.portfolio == portfolio and pk not in are),
    ]


def _cells(
    portfolio: Cell,
    now: Book,
    programme: ProgrammeFigure | None,
    before: Book | None,
    was: ProgrammeFigure | None,
    footnotes: Footnotes,
) -> dict[str, Cell]:
    name = programme_named(programme) if programme else Cell(was.label if was else "")
    cells = {
        "portfolio": portfolio,
        "programme": name,
        "expected": _cell(now, programme, footnotes),
    }
    return cells | {"earlier": _cell(before, was, footnotes)} if before else cells


def publishes_programmes(book: Book) -> bool:
    """Whether a position says which programmes it is made of."""
    return bool(book.library.programme_counts.get(book.position.pk))


def _cell(book: Book, programme: ProgrammeFigure | None, footnotes: Footnotes) -> Cell:
    if programme is None:
        return Cell(NOT_THERE)
    mark = footnotes.mark(programme.footnote)
    if programme.shows != ProgrammePlace.Shows.MONEY:
        return Cell(programme.shows, mark=mark)
    quantity = Quantity(portfolio=programme.portfolio, programme=programme.name)
    return figure(book, quantity, mark=mark)


def _total(
    portfolio: PortfolioPlace | None,
    label: str,
    now: Book,
    before: Book | None,
    role: Role = Role.SUBTOTAL,
) -> Row:
    """The total of a portfolio, or of all."""

    def total(book: Book) -> Cell:
        return saving(book, portfolio) if portfolio else figure(book, Quantity())

    cells = {
        "portfolio": Cell(portfolio.printed_label if portfolio else "Total"),
        "programme": Cell(label),
        "expected": total(now),
    }
    return Row(role, cells | {"earlier": total(before)} if before else cells)


def _finding(shown: list[ProgrammeFigure]) -> str:
    saving = sum(p.shows == ProgrammePlace.Shows.MONEY for p in shown)
    return f"{saving} of {len(shown)} programmes have a General Fund saving"


REPORT = Report(
    slug="portfolio-programmes",
    title="Programmes by portfolio",
    question="Which programmes make up each portfolio's saving?",
    subject=Subject.SAVINGS,
    build=build,
    compares=True,
)
