"""Post phasing: when each portfolio's posts are expected to go, in FTE by financial year.

A portfolio with a year about few people is withheld whole, and the years are then not added up.
"""

from agt.words.years import FinancialYear
from portfolios.models import PortfolioPlace
from reports.definitions.posts_by_programme import NOT_STATED, notes, threshold
from reports.living_rows import shown_as
from reports.table import (
    WITHHELD,
    Ask,
    Cell,
    Column,
    Kind,
    Report,
    ReportTable,
    Role,
    Row,
    Subject,
    named,
)
from workforce.guard import is_small
from workforce.models import PostPhase

ENDS = ("low", "high")


def build(ask: Ask) -> ReportTable:
    years = ask.position.years
    held: dict[int, dict[FinancialYear, PostPhase]] = {}
    phases = PostPhase.objects.at(ask.position).visible_to(ask.library.viewer)
    for phase in phases.order_by("year", "pk"):
        held.setdefault(phase.portfolio_id, {})[phase.year] = phase
    wholes = ask.library.posts.get(ask.position.pk, {}).values()
    with_posts = {whole.portfolio_id for whole in wholes}
    asked = [p for p in ask.portfolios if p.portfolio_id in with_posts]
    phased = [p for p in asked if p.portfolio_id in held]
    rows = [_row(portfolio, years, held[portfolio.portfolio_id]) for portfolio in phased]
    total = _total(rows, years)
    return ask.table(
        REPORT,
        columns=(
            Column("portfolio", "Portfolio"),
            *(
                Column(f"{end}_{year.start}", end.title(), Kind.FTE, str(year))
                for year in years
                for end in ENDS
            ),
        ),
        rows=(*rows, total) if rows else (),
        notes=notes(),
        finding=f"{len(phased)} of {len(asked)} portfolios say when their posts go",
    )


def _row(portfolio: PortfolioPlace, years: list[FinancialYear], held: dict) -> Row:
    few = any(is_small(getattr(p, end), threshold()) for p in held.values() for end in ENDS)
    sample = next((p for p in held.values() if p.illustrative), next(iter(held.values())))
    name = named(portfolio)._replace(value=shown_as(sample, portfolio.printed_label))
    cells = {"portfolio": name}
    for year in years:
        for end in ENDS:
            known = getattr(held[year], end) if year in held else NOT_STATED
            cells[f"{end}_{year.start}"] = Cell(WITHHELD if few else known)
    return Row(Role.BODY, cells, portfolio.colour)


def _total(rows: list[Row], years: list[FinancialYear]) -> Row:
    """Year by year, where every row gives the year a number."""
    cells = {"portfolio": Cell("Totals")}
    for key in (f"{end}_{year.start}" for year in years for end in ENDS):
        column = [row.cells[key].value for row in rows]
        numbers = [value for value in column if isinstance(value, int)]
        if WITHHELD in column:
            cells[key] = Cell(WITHHELD)
        elif len(numbers) < len(column):
            cells[key] = Cell(NOT_STATED)
        else:
            cells[key] = Cell(sum(numbers))
    return Row(Role.TOTAL, cells)


REPORT = Report(
    slug="post-phasing",
    title="Post phasing",
    question="When are the posts expected to go?",
    subject=Subject.WORKFORCE,
    build=build,
    about_posts=True,
)
