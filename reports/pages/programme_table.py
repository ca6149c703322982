"""The programme list as a table on the page, and as a value for its files."""

from typing import Protocol

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html

from portfolios.models import (
    BusinessCase,
    Portfolio,
    Position,
    Programme,
    ProgrammePlace,
)
from reports.quantities import Quantity
from reports.renderers.why import figure_url
from reports.renderers.words import print_cell
from reports.table import (
    NOT_PUBLISHED,
    Ask,
    Cell,
    Column,
    Kind,
    ReportTable,
    Role,
    Row,
    Source,
    worded,
)

NUMBER = {"td": {"class": "num"}, "th": {"class": "num"}}
DATED = {"td": {"class": "day"}}
LONG = {"td": {"class": "long"}}
COLUMNS = (
    Column("programme", "Programme"),
    Column("portfolio", "Portfolio"),
    Column("expected", "Expected saving", Kind.MONEY),
    Column("case", "Business case"),
)


class Listed(Protocol):
    """A ``ProgrammePlace`` as ``programmes_at`` lists it, with its saving and business case."""

    shows: str
    pence: int | None
    case_state: str | None
    case_level: str | None
    portfolio: Portfolio
    portfolio_label: str
    programme: Programme
    position: Position


def expected(place: Listed) -> Cell:
    """A programme's saving: pence, or the word that stands in its place."""
    if place.shows != ProgrammePlace.Shows.MONEY:
        return Cell(place.shows)
    if place.pence is None:
        return Cell(NOT_PUBLISHED)
    quantity = Quantity(portfolio=place.portfolio.name, programme=place.programme.name)
    return Cell(place.pence, Source(place.position.slug, quantity))


def case_words(place: Listed) -> str:
    """A business case's level and state: Full, approved."""
    state = BusinessCase.State(place.case_state or "not_stated").label
    level = BusinessCase.Level(place.case_level).label if place.case_level else ""
    return f"{level}, {state.lower()}" if level else state


class ProgrammeTable(tables.Table):
    programme = tables.Column(
        accessor="printed_label", verbose_name="Programme", order_by=("printed_label", "pk")
    )
    portfolio = tables.Column(
        accessor="portfolio_place__printed_label",
        verbose_name="Portfolio",
        order_by=("portfolio_place__order", "order"),
    )
    expected = tables.Column(
        accessor="pence",
        verbose_name="Expected saving £m",
        attrs=NUMBER,
        empty_values=(),
        order_by=("pence", "pk"),
    )
    case = tables.Column(
        accessor="case_state",
        verbose_name="Business case",
        empty_values=(),
        order_by=("case_state", "case_level", "pk"),
    )

    class Meta:
        attrs = {"class": "report-table"}
        empty_text = "No programme matches. Widen the filter or clear it."

    def __init__(self, data, *, position: Position, query: str) -> None:
        super().__init__(data)
        self.query = query
        self.caption = self.attrs["caption"] = f"{position.name}, as at {position.as_at_text}."

    def render_programme(self, record):
        return link(
            reverse("programme-detail", args=[record.programme.slug]) + self.query,
            record.printed_label,
        )

    def render_portfolio(self, record):
        return link(
            reverse("portfolio-detail", args=[record.portfolio.slug]) + self.query,
            record.portfolio_label,
        )

    def render_expected(self, record):
        cell = expected(record)
        words = print_cell(COLUMNS[2], cell)
        return link(figure_url(cell.source), words, "figure") if cell.source else words

    def render_case(self, record):
        return case_words(record)


def link(url: str, words: str, css: str = ""):
    return format_html('<a class="{}" href="{}">{}</a>', css, url, words)


def as_report_table(ask: Ask, filtered) -> ReportTable:
    """The filtered list as a value for its files, which say what was filtered."""
    asked = filtered.in_words
    return worded(
        ReportTable(
            slug="programmes",
            title="Programmes",
            position=ask.position.name,
            as_at=ask.position.as_at.isoformat(),
            as_at_text=ask.position.as_at_text,
            scope=ask.scope,
            columns=COLUMNS,
            rows=tuple(
                Row(
                    Role.BODY,
                    {
                        "programme": Cell(place.printed_label),
                        "portfolio": Cell(place.portfolio_label),
                        "expected": expected(place),
                        "case": Cell(case_words(place)),
                    },
                )
                for place in filtered.qs
            ),
        )
    ).narrowed(asked)
