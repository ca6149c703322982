"""Restructure outcomes: establishment before and after, and how the posts came to go.

A service with a number about few people is withheld whole, and what it is part of is not added up:
nothing that is printed has to do with what is not.
"""

from agt.words.fte import HUNDREDTHS
from agt.words.years import FinancialYear
from reports.definitions.posts_by_programme import notes, threshold
from reports.living_rows import shown_as, shown_on, without_samples
from reports.table import (
    NOT_PUBLISHED,
    WITHHELD,
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
)
from workforce.guard import is_small
from workforce.models import Restructure, Route

ESTABLISHMENT, POSTS, ROUTES = "Establishment", "Posts", "How they went"
NUMBERS = ("before", "after", "reduction", "deleted", "created", *Route.values)
COLUMNS = (
    Column("service", "Service"),
    Column("year", "Year"),
    Column("before", "Before", Kind.FTE, ESTABLISHMENT),
    Column("after", "After", Kind.FTE, ESTABLISHMENT),
    Column("reduction", "Net reduction", Kind.FTE, POSTS),
    Column("deleted", "Deleted", Kind.FTE, POSTS),
    Column("created", "Created", Kind.FTE, POSTS),
    *(Column(route.value, route.label, Kind.FTE, ROUTES) for route in Route),
)


def build(ask: Ask) -> ReportTable:
    done = Restructure.objects.visible_to(ask.library.viewer)
    done = without_samples(done.done_by(FinancialYear.of(shown_on(ask.position))), ask.position)
    if ask.portfolio:
        done = done.filter(portfolio=ask.portfolio.portfolio)
    footnotes = Footnotes()
    restructures = list(done.prefetch_related("routes"))
    rows = [_row(restructure, footnotes) for restructure in restructures]
    return ask.table(
        REPORT,
        columns=COLUMNS,
        rows=(*rows, _total(rows)) if rows else (),
        notes=(*footnotes.notes(), *notes()),
        finding=_finding(restructures),
    )


def _row(restructure: Restructure, footnotes: Footnotes) -> Row:
    routes = {outcome.route: outcome for outcome in restructure.routes.all()}
    numbers = {key: getattr(restructure, key) for key in NUMBERS[:5]}
    numbers |= {route: routes[route].fte if route in routes else None for route in Route.values}
    people = [(outcome.heads or 0) * HUNDREDTHS for outcome in routes.values()]
    few = any(is_small(number, threshold()) for number in (*numbers.values(), *people))
    said = " ".join(filter(None, (restructure.note, restructure.source)))
    cells = {
        "service": Cell(shown_as(restructure, restructure.name), mark=footnotes.mark(said)),
        "year": Cell(str(restructure.year)),
    }
    for key, number in numbers.items():
        known = NOT_PUBLISHED if number is None else number
        cells[key] = Cell(WITHHELD if few else known)
    return Row(Role.BODY, cells)


def _total(rows: list[Row]) -> Row:
    cells = {"service": Cell("Totals"), "year": Cell("")}
    for key in NUMBERS:
        column = [row.cells[key].value for row in rows]
        numbers = [value for value in column if isinstance(value, int)]
        if WITHHELD in column:
            cells[key] = Cell(WITHHELD)
        elif len(numbers) < len(column):
            cells[key] = Cell(NOT_PUBLISHED)
        else:
            cells[key] = Cell(sum(numbers))
    return Row(Role.TOTAL, cells)


def _finding(restructures: list[Restructure]) -> str:
    if not restructures:
        return "No restructure is recorded"
    services = "service was" if len(restructures) == 1 else "services were"
    return f"{len(restructures)} {services} restructured, and how its posts went is beside each"


REPORT = Report(
    slug="restructure-outcomes",
    title="Restructure outcomes",
    question="How did posts go, against the establishment before and after?",
    subject=Subject.WORKFORCE,
    build=build,
    is_below_portfolio=True,
    about_posts=True,
)
