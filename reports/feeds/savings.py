"""Feeds of savings: the lines, what they come to by portfolio and year, and what was delivered."""

from collections.abc import Iterator

from django.db.models import F

from reports.feeds.columns import (
    AS_AT,
    ILLUSTRATIVE,
    PORTFOLIO,
    POSITION,
    PRINTED,
    PROGRAMME,
    PROGRAMME_KEY,
)
from reports.feeds.feed import Column, Feed, FeedAsk, Kind, Row
from reports.feeds.reading import one_by_one
from reports.quantities import Quantity
from savings.models import DeliveredSaving, SavingsLine


def lines(ask: FeedAsk) -> Iterator[Row]:
    rows = SavingsLine.objects.visible_to(ask.viewer).filter(place__position__in=ask.positions)
    return one_by_one(
        rows.order_by("place__position", "place__portfolio_place__order", "place__order", "pk"),
        "place__position__slug",
        "place__position__as_at",
        "place__portfolio__name",
        "place__portfolio_place__printed_label",
        "place__programme__name",
        "place__programme__slug",
        "saving__name",
        "saving__kind",
        "saving__recurrence",
        "saving__budget",
        "year",
        "confidence",
        "fund",
        "basis",
        "amount",
    )


def by_portfolio(ask: FeedAsk) -> Iterator[Row]:
    """From the books that the Cabinet tables are made from, so that it says what they say."""
    for position in ask.positions:
        book = ask.library.book(position)
        for place in book.portfolios:
            if book.awaits(Quantity(portfolio=place.name)):
                continue  # nothing is said of it yet, which is no nought
            for year in position.years:
                annual = book.figure(Quantity(portfolio=place.name, year=year))
                cumulative = book.figure(Quantity(portfolio=place.name, year=year, cumulative=True))
                if annual is not None or cumulative is not None:
                    yield (
                        position.slug,
                        position.as_at,
                        place.name,
                        place.printed_label,
                        year,
                        annual,
                        cumulative,
                        "computed" if book.has_lines else "stated",
                    )


def delivered(ask: FeedAsk) -> Iterator[Row]:
    if ask.home is None:
        return iter(())
    rows = DeliveredSaving.objects.placed_at(ask.home, visible_to=ask.viewer)
    return one_by_one(
        rows.annotate(in_portfolio=F("place__portfolio__name")).order_by("month", "pk"),
        "in_portfolio",
        "programme__name",
        "programme__slug",
        "saving__name",
        "month",
        "amount",
        "cashable",
        "state",
        "evidence",
        "illustrative",
    )


LINES = Feed(
    name="savings-lines",
    title="Savings lines",
    says="Each saving by financial year, confidence and fund: the finest figures there are.",
    rows=lines,
    columns=(
        POSITION,
        AS_AT,
        PORTFOLIO,
        PRINTED,
        PROGRAMME,
        PROGRAMME_KEY,
        Column("saving", "The saving within the programme"),
        Column("kind", "cashable, non_cashable or demand (demand mitigation)"),
        Column("recurrence", "recurrent or one_off"),
        Column("budget", "revenue or capital_receipt"),
        Column("year", "Financial year, 1 April to 31 March", Kind.YEAR),
        Column("confidence", "How sure Finance is: green, amber or red"),
        Column("fund", "general_fund, hra or dsg"),
        Column("basis", "published, apportioned (spread within published margins) or entered"),
        Column("amount", "Incremental annual amount; the sum to a year is its effect", Kind.MONEY),
    ),
)
BY_PORTFOLIO = Feed(
    name="savings-by-portfolio",
    title="Savings by portfolio and year",
    says="What each portfolio saves on the General Fund in each year, annual and cumulative.",
    rows=by_portfolio,
    columns=(
        POSITION,
        AS_AT,
        PORTFOLIO,
        PRINTED,
        Column("year", "Financial year, 1 April to 31 March", Kind.YEAR),
        Column("annual", "What lands in that year", Kind.MONEY, may_be_empty=True),
        Column("cumulative", "The effect on that year's budget", Kind.MONEY, may_be_empty=True),
        Column("basis", "computed from lines, or stated by a paper at a position without"),
    ),
)
DELIVERED = Feed(
    name="delivered-savings",
    title="Delivered savings",
    says="What each programme achieved in each month, and whether Finance has agreed it.",
    rows=delivered,
    lives_on=True,
    columns=(
        PORTFOLIO,
        PROGRAMME,
        PROGRAMME_KEY,
        Column("saving", "Empty: the programme as a whole", may_be_empty=True),
        Column("month", "Its first day", Kind.DAY),
        Column("amount", "Achieved in that month alone", Kind.MONEY),
        Column("cashable", "Whether it takes money out of a budget", Kind.YES_NO),
        Column("state", "claimed, validated, banked or rejected"),
        Column("evidence", "Where it can be seen"),
        ILLUSTRATIVE,
    ),
)
