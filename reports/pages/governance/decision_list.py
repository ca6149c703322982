"""The log of decisions: its filter, its order and its export."""

from functools import cached_property

import django_filters
import django_tables2 as tables
from django import forms
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.views.generic import TemplateView

from agt.words import clock
from agt.words.fte import in_fte
from agt.words.money import in_millions
from governance.models import Board, Decision, DecisionPeriod
from governance.notice import Periods
from reports.definitions.boards import (
    MADE,
    Portfolios,
    in_portfolio,
    made_cells,
    meeting_words,
)
from reports.pages.asked import InWords
from reports.pages.governance.base import GovernancePage
from reports.pages.governance.marks import marked
from reports.pages.lists import ListFile, ListPage
from reports.pages.programme_table import NUMBER, link
from reports.table import Listing, Role, Row

LISTED = Listing("decision-log", "Decisions")
YES_NO = [("yes", "Key decisions"), ("no", "Not key")]


class DecisionFilter(InWords, django_filters.FilterSet):
    """Search, board, portfolio, outcome, and whether it is a key decision."""

    search = django_filters.CharFilter(
        label="Search", method="by_search", widget=forms.TextInput(attrs={"type": "search"})
    )
    board = django_filters.ChoiceFilter(
        choices=[], field_name="meeting__board", label="Board", empty_label="Any board"
    )
    portfolio = django_filters.ChoiceFilter(
        choices=[], method="by_portfolio", label="Portfolio", empty_label="All portfolios"
    )
    outcome = django_filters.ChoiceFilter(
        choices=Decision.Outcome.choices, label="Outcome", empty_label="Any outcome"
    )
    key = django_filters.ChoiceFilter(
        choices=YES_NO, method="by_key", label="Key", empty_label="Key or not"
    )

    class Meta:
        model = Decision
        fields: list[str] = []

    def __init__(self, *args, portfolios: Portfolios, shown: list, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.homes = {place.slug: pk for pk, place in portfolios.items()}
        boards = Board.objects.values_list("pk", "name")
        self.filters["board"].extra["choices"] = [(str(pk), name) for pk, name in boards]
        here = [(place.slug, place.printed_label) for place in shown]
        self.filters["portfolio"].extra["choices"] = here

    def by_search(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        asked = Q()
        for field in ("title", "decided", "asks", "minute", "programme__name"):
            asked |= Q(**{f"{field}__icontains": value})
        return rows.filter(asked)

    def by_portfolio(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(home=self.homes[value])

    def by_key(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(is_key=value == "yes")


class DecisionTable(tables.Table):
    title = tables.Column(verbose_name="Decision", order_by=("title", "pk"))
    meeting = tables.Column(
        verbose_name="Meeting", order_by=("meeting__held_on", "meeting__board__order", "pk")
    )
    of = tables.Column(accessor="pk", verbose_name="Of", order_by=("programme__name", "pk"))
    outcome = tables.Column(order_by=("outcome", "pk"))
    key = tables.Column(accessor="is_key", verbose_name="Key", order_by=("is_key", "pk"))
    pence = tables.Column(
        verbose_name="Saving £m", attrs=NUMBER, order_by=("pence", "pk"), empty_values=()
    )
    posts = tables.Column(
        accessor="fte_low",
        verbose_name="Posts FTE",
        attrs=NUMBER,
        order_by=("fte_high", "pk"),
        empty_values=(),
    )
    call_in = tables.Column(accessor="pk", verbose_name="Call-in", orderable=False)

    class Meta:
        attrs = {"class": "report-table"}
        empty_text = "No decision matches. Widen the filter or clear it."

    def __init__(
        self, data, *, caption: str, portfolios: Portfolios, periods: Periods, query: str
    ) -> None:
        super().__init__(data)
        self.portfolios, self.periods, self.query = portfolios, periods, query
        self.caption = self.attrs["caption"] = caption

    def render_title(self, record):
        url = reverse("governance-decision", args=[record.pk]) + self.query
        return marked(link(url, record.title), record.illustrative)

    def render_meeting(self, record):
        meeting = record.meeting
        url = reverse("governance-meeting", args=[meeting.pk]) + self.query
        words = meeting_words(meeting, self.portfolios)
        return link(url, words)

    def render_of(self, record):
        return str(record.programme or in_portfolio(record.home, self.portfolios))

    def render_key(self, record):
        return "key" if record.is_key else ""

    def render_pence(self, record):
        return "" if record.pence is None else in_millions(record.pence)

    def render_posts(self, record):
        return posts_words(record)

    def render_call_in(self, record):
        return record.call_in(self.periods)


def posts_words(decision: Decision) -> str:
    """The posts it approves: a range, or one number; nothing where it approves none."""
    low, high = decision.fte_low, decision.fte_high
    if low is None or high is None:
        return ""
    return in_fte(low) if low == high else f"{in_fte(low)}–{in_fte(high)}"


class DecisionLog(GovernancePage):
    """The filtered log, for the page and for its files alike."""

    title = "Decisions"

    @cached_property
    def filter(self) -> DecisionFilter:
        rows = Decision.objects.at(self.position).visible_to(self.reader)
        return DecisionFilter(
            self.request.GET,
            queryset=rows.newest_first().for_reading(),
            request=self.request,
            portfolios=self.portfolios,
            shown=self.ask.book.portfolios,
        )

    @cached_property
    def periods(self) -> Periods:
        return DecisionPeriod.objects.in_force(clock.today())


class DecisionListPage(ListPage, DecisionLog, TemplateView):
    template_name = "governance/decision_list.html"

    def listed(self):
        return DecisionTable(
            self.filter.qs,
            caption=self.ask.table(LISTED, columns=(), rows=()).caption,
            portfolios=self.portfolios,
            periods=self.periods,
            query=self.query(),
        )


class DecisionListFile(ListFile, DecisionLog):
    """The log as filtered, in a file."""

    def as_report_table(self):
        rows = (made_cells(d, self.portfolios, self.periods) for d in self.filter.qs)
        table = self.ask.table(
            LISTED, columns=MADE, rows=tuple(Row(Role.BODY, cells) for cells in rows)
        )
        return table.narrowed(self.filter.in_words)
