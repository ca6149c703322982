"""Feeds of posts: by portfolio as Cabinet reads them, and by programme behind the guard."""

from collections.abc import Iterator

from reports.definitions import posts_by_programme
from reports.definitions.posts_by_programme import FTE, HEADS
from reports.feeds.columns import AS_AT, PORTFOLIO, POSITION, PRINTED
from reports.feeds.feed import Column, Feed, FeedAsk, Kind, Row
from reports.quantities import Measure, Quantity
from reports.table import WITHHELD, Ask, Role

_OF_PORTFOLIO = (
    *posts_by_programme.MEASURES.values(),
    Measure.DELIVERED,
    Measure.DELIVERED_VACANT,
)


def by_portfolio(ask: FeedAsk) -> Iterator[Row]:
    for position in ask.positions:
        book = ask.library.book(position)
        for place in book.portfolios:
            figures = [book.figure(Quantity(m, place.name)) for m in _OF_PORTFOLIO]
            if any(figure is not None for figure in figures):
                yield position.slug, position.as_at, place.name, place.printed_label, *figures


def by_programme(ask: FeedAsk) -> Iterator[Row]:
    """The rows of the report, which withholds what is about few people."""
    for position in ask.positions:
        table = posts_by_programme.build(Ask(ask.library, position))
        for row in table.of_role(Role.BODY):
            cells = [row.cells[key] for key in (*FTE, *HEADS)]
            yield (
                position.slug,
                position.as_at,
                row.cells["portfolio"].value,
                row.cells["programme"].value,
                any(cell.value == WITHHELD for cell in cells),
                *(cell.number for cell in cells),
            )


def _ranges() -> tuple[Column, ...]:
    said = {
        "low": "The low end of the range",
        "high": "The high end of the range",
        "vacant": "Of the range, vacant",
        "occupied_low": "Occupied, low end",
        "occupied_high": "Occupied, high end",
    }
    return tuple(Column(key, said[key], Kind.FTE, may_be_empty=True) for key in FTE)


BY_PORTFOLIO = Feed(
    name="posts",
    title="Post reductions by portfolio",
    says="The range of posts each portfolio expects to lose, and how many of them are occupied.",
    rows=by_portfolio,
    about_posts=True,
    columns=(
        POSITION,
        AS_AT,
        PORTFOLIO,
        PRINTED,
        *_ranges(),
        Column("delivered", "Of the range, delivered already", Kind.FTE, may_be_empty=True),
        Column("delivered_vacant", "Of those delivered, vacant", Kind.FTE, may_be_empty=True),
    ),
)
BY_PROGRAMME = Feed(
    name="posts-by-programme",
    title="Post reductions by programme",
    says="Which programme brings which posts; what is about few people is withheld.",
    rows=by_programme,
    about_posts=True,
    is_below_portfolio=True,
    columns=(
        POSITION,
        AS_AT,
        Column("portfolio", "The portfolio as the position prints it"),
        Column("programme", "The programme, or what is portfolio-wide or not yet by programme"),
        Column("withheld", "About few people, or would give such a row away", Kind.YES_NO),
        *_ranges(),
        Column("heads_low", "People, low end", Kind.NUMBER, may_be_empty=True),
        Column("heads_high", "People, high end", Kind.NUMBER, may_be_empty=True),
    ),
)
