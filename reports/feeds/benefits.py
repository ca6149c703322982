"""Feeds of benefits, and of the readings that show whether they arrive."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Subquery

from reports.feeds.columns import ILLUSTRATIVE, OF_PORTFOLIO
from reports.feeds.feed import Column, Feed, FeedAsk, Kind, Row
from reports.feeds.reading import name_of_portfolio, one_by_one, owner_said
from savings.models import Benefit, Measure, Reading


def benefits(ask: FeedAsk) -> Iterator[Row]:
    rows = Benefit.objects.visible_to(ask.viewer).annotate(owned_by_name=owner_said())
    return one_by_one(
        rows.order_by("pk"),
        "pk",
        "title",
        "category",
        "cash_releasing",
        "portfolio__name",
        "owned_by_name",
        "state",
        "full_year_value",
        "cost",
        "starts_on",
        "ends_on",
        "verified_on",
        "verified_value",
        "illustrative",
    )


def readings(ask: FeedAsk) -> Iterator[Row]:
    """Those that stand: a later one of the same day corrects, one without a value takes back."""
    visible = Measure.objects.visible_to(ask.viewer).order_by()
    later = Reading.objects.filter(
        measure=OuterRef("measure"), on=OuterRef("on"), pk__gt=OuterRef("pk")
    )
    standing = Reading.objects.filter(
        ~Exists(later), value__isnull=False, measure__in=visible.values("pk")
    )
    named = Measure.objects.visible_to(ask.viewer).annotate(named=name_of_portfolio("home"))
    of_its_measure = named.filter(pk=OuterRef("measure")).values("named")[:1]
    return one_by_one(
        standing.annotate(in_portfolio=Subquery(of_its_measure)).order_by("measure", "on", "pk"),
        "measure_id",
        "measure__name",
        "measure__benefit_id",
        "measure__benefit__title",
        "in_portfolio",
        "measure__unit",
        "measure__good",
        "measure__baseline",
        "measure__baseline_on",
        "on",
        "value",
        "qualifier",
        "evidence",
        "illustrative",
    )


BENEFITS = Feed(
    name="benefits",
    title="Benefits",
    says="The benefits register as at today: what change brings, and who answers for it.",
    rows=benefits,
    lives_on=True,
    columns=(
        Column("id", "Its number", Kind.NUMBER),
        Column("title", "What it is"),
        Column("category", "cashable, non_cashable, demand or disbenefit"),
        Column("cash_releasing", "Empty: not stated", Kind.YES_NO, may_be_empty=True),
        OF_PORTFOLIO,
        Column("owner", "A person or a role", may_be_empty=True),
        Column("state", "planned, delivering, realised or verified"),
        Column("full_year_value", "Worth in a full year", Kind.MONEY, may_be_empty=True),
        Column("cost", "Cost to realise it", Kind.MONEY, may_be_empty=True),
        Column("starts_on", "From", Kind.DAY, may_be_empty=True),
        Column("ends_on", "To", Kind.DAY, may_be_empty=True),
        Column("verified_on", "The day Finance verified it", Kind.DAY, may_be_empty=True),
        Column("verified_value", "What was verified", Kind.MONEY, may_be_empty=True),
        ILLUSTRATIVE,
    ),
)
READINGS = Feed(
    name="benefit-readings",
    title="Readings of benefit measures",
    says="What each measure was on each day it was read; corrected readings as corrected.",
    rows=readings,
    lives_on=True,
    columns=(
        Column("measure_id", "The measure's number", Kind.NUMBER),
        Column("measure", "What is counted"),
        Column("benefit_id", "The benefit's number", Kind.NUMBER, may_be_empty=True),
        Column("benefit", "Empty: a measure that stands free", may_be_empty=True),
        OF_PORTFOLIO,
        Column("unit", "What one of it is"),
        Column("good", "Which way is good: up or down"),
        Column("baseline", "Before anything changed", Kind.VALUE, may_be_empty=True),
        Column("baseline_on", "The day of that", Kind.DAY, may_be_empty=True),
        Column("on", "The day it was read", Kind.DAY),
        Column("value", "What it was", Kind.VALUE),
        Column("qualifier", "over or around, as a paper prints it"),
        Column("evidence", "Where it can be seen"),
        ILLUSTRATIVE,
    ),
)
