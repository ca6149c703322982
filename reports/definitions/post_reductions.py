"""Post reductions: the range of posts each portfolio expects to lose, in FTE."""

from agt.words.fte import in_fte
from agt.words.money import divide_half_up
from reports.book import Book
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
    Subject,
    figure,
    named,
    print_notes,
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
        portfolio = book.by_name[name]
        name_cell = named(portfolio)._replace(
            label=f"{portfolio.short_name} Total",
            mark=footnotes.mark(post.scope_note),
        )
        rows.append(_row(Role.BODY, name_cell, book, name, series=portfolio.colour))
    total = _row(Role.TOTAL, Cell("Totals"), book, ask.whole)
    rows.append(total)
    if before := ask.earlier(lambda b: b.figure(_low(ask.whole)) is not None):
        label = Cell(f"{before.position.name} Position")
        rows.append(_row(Role.EARLIER, label, before, ask.whole))
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


def _low(portfolio: str) -> Quantity:
    return Quantity(measure=Measure.LOW, portfolio=portfolio)


def _row(role: Role, name: Cell, book: Book, portfolio: str, *, series: int = 0) -> Row:
    """The range of a portfolio (or of all), and what share of the establishment it is."""
    figures = {
        key: figure(book, Quantity(measure=measure, portfolio=portfolio))
        for key, measure in FIGURES.items()
    }
    establishment = book.figure(Quantity(measure=Measure.ESTABLISHMENT))
    shares = {f"share_{end}": _share(figures[end], establishment) for end in ("low", "high")}
    return Row(role, {"portfolio": name, **figures, **shares}, series)


def _share(posts: Cell, establishment: int | None) -> Cell:
    if posts.number is None or not establishment:
        return Cell(NOT_PUBLISHED)
    return Cell(divide_half_up(posts.number * 10_000, establishment))


def _establishment_note(book: Book) -> tuple[str, ...]:
    held = book.library.establishments.get(book.position.pk)
    if held is None:
        return ()
    size = f"{held.qualifier} {in_fte(held.fte)}".strip()
    return (f"Share of an establishment of {size} FTE.",)


def _finding(total: Row) -> str:
    ends = [total.cells[key].number for key in ("low", "high", "occupied_low", "occupied_high")]
    low, high, occupied_low, occupied_high = (in_fte(end or 0) for end in ends)
    if None in ends:
        return "Post reductions are not published at this position"
    return f"{low} to {high} FTE may go, {occupied_low} to {occupied_high} of them occupied"


REPORT = Report(
    slug="post-reductions",
    title="Post reductions",
    question="How many posts may go, and how many are occupied?",
    subject=Subject.WORKFORCE,
    build=build,
    charts=("post-ranges",),
    about_posts=True,
    compares=True,
)
