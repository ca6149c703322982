"""Post reductions: the range of posts each portfolio expects to lose, in FTE."""

from agt.words.fte import in_fte
from agt.words.money import divide_half_up
from reports.library import Book
from reports.quantities import Measure, Quantity
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
    total_of,
)

RANGE = "Potential Total Post Reduction Range"
VACANT = "Potential Vacant Post Included"
OCCUPIED = "Potential Occupied Post Reduction Range"
SHARE = "Share of Establishment"

FIGURES = {
    "low": Measure.LOW,
    "high": Measure.HIGH,
    "vacant": Measure.VACANT,
    "occupied_low": Measure.OCCUPIED_LOW,
    "occupied_high": Measure.OCCUPIED_HIGH,
}
COLUMNS = (
    Column("portfolio", "Portfolio"),
    Column("low", "Low", Kind.FTE, RANGE),
    Column("high", "High", Kind.FTE, RANGE),
    Column("vacant", "Vacant", Kind.FTE, VACANT),
    Column("occupied_low", "Low", Kind.FTE, OCCUPIED),
    Column("occupied_high", "High", Kind.FTE, OCCUPIED),
    Column("share_low", "Low", Kind.PERCENT, SHARE),
    Column("share_high", "High", Kind.PERCENT, SHARE),
)


def build(ask: Ask) -> ReportTable:
    book = ask.book
    posts = ask.library.posts.get(ask.position.pk, {})
    footnotes = Footnotes()
    rows = []
    for name, post in posts.items():
        if ask.portfolio and ask.portfolio.name != name:
            continue
        label = f"{post.portfolio.short_name} Total"
        mark = footnotes.mark(post.scope_note)
        link = ("portfolio-detail", post.portfolio.slug)
        cells = {"portfolio": Cell(name, label=label, mark=mark, link=link), **_figures(book, name)}
        rows.append(Row(Role.BODY, _with_share(book, cells), series=post.portfolio.order))
    if ask.portfolio:
        total = {key: total_of(rows, key) for key in FIGURES}
    else:
        total = _figures(book, "")
    rows.append(Row(Role.TOTAL, _with_share(book, {"portfolio": Cell("Totals"), **total})))
    if not ask.portfolio and (before := ask.earlier(_publishes_posts)):
        label = Cell(f"{before.position.name} Position")
        cells = {"portfolio": label, **_figures(before, "")}
        rows.append(Row(Role.EARLIER, _with_share(before, cells)))
    return ask.table(
        REPORT,
        columns=COLUMNS,
        rows=tuple(rows),
        notes=(
            *footnotes.notes(),
            *_establishment_note(book),
            *print_notes(ask, rows, COLUMNS),
        ),
        finding=_finding(total),
    )


def _publishes_posts(book: Book) -> bool:
    return book.figure(Quantity(measure=Measure.LOW)) is not None


def _figures(book: Book, portfolio: str) -> dict[str, Cell]:
    return {
        key: figure(book, Quantity(measure=measure, portfolio=portfolio))
        for key, measure in FIGURES.items()
    }


def _with_share(book: Book, cells: dict[str, Cell]) -> dict[str, Cell]:
    """Add what share of the council's establishment the range is."""
    establishment = book.figure(Quantity(measure=Measure.ESTABLISHMENT))
    for end in ("low", "high"):
        posts = cells[end].value
        known = establishment and isinstance(posts, int)
        share = divide_half_up(posts * 10_000, establishment) if known else NOT_PUBLISHED
        cells[f"share_{end}"] = Cell(share)
    return cells


def _establishment_note(book: Book) -> tuple[str, ...]:
    held = book.library.establishments.get(book.position.pk)
    if held is None:
        return ()
    return (
        f"Share of an establishment of {held.qualifier} {in_fte(held.fte)} FTE.".replace("  ", " "),
    )


def _finding(total: dict[str, Cell]) -> str:
    low, high, occupied_low, occupied_high = (
        total[key].value for key in ("low", "high", "occupied_low", "occupied_high")
    )
    if not all(isinstance(v, int) for v in (low, high, occupied_low, occupied_high)):
        return "Post reductions are not published at this position"
    return (
        f"{in_fte(low)} to {in_fte(high)} FTE may go, "
        f"{in_fte(occupied_low)} to {in_fte(occupied_high)} of them occupied"
    )


REPORT = Report(
    slug="post-reductions",
    title="Post reductions",
    question="How many posts may go, and how many are occupied?",
    build=build,
    charts=("post-ranges",),
)
