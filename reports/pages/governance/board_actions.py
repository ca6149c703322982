"""The actions that boards asked for: the late ones first, by owner, and their export."""

from functools import cached_property

import django_filters
import django_tables2 as tables
from django import forms
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.views.generic import TemplateView

from accounts.models import User
from agt.words import clock
from agt.words.days import short_day
from governance.models import BoardAction
from reports.definitions.boards import Portfolios, board_words, in_portfolio, meeting_words
from reports.definitions.living import BASIS, basis
from reports.pages.asked import InWords
from reports.pages.governance.base import GovernancePage
from reports.pages.governance.marks import marked
from reports.pages.lists import ListFile, ListPage
from reports.pages.programme_table import DATED, link
from reports.table import Cell, Column, Listing, Role, Row, day

LISTED = Listing("board-actions", "Actions of the boards")
STATES = [("open", "Open"), ("late", "Late"), ("done", "Done"), ("all", "All")]
MINE = "me"
COLUMNS = (
    Column("action", "Action"),
    Column("owner", "Owner"),
    Column("due", "Due"),
    Column("late", "Late"),
    Column("done", "Done on"),
    Column("raised", "Raised on"),
    Column("decision", "From decision"),
    Column("board", "Board"),
    Column("meeting", "Meeting"),
    Column("portfolio", "Portfolio"),
    BASIS,
)


class BoardActionFilter(InWords, django_filters.FilterSet):
    """Search, owner, portfolio and state."""

    search = django_filters.CharFilter(
        label="Search", method="by_search", widget=forms.TextInput(attrs={"type": "search"})
    )
    owner = django_filters.ChoiceFilter(
        choices=[], method="by_owner", label="Owner", empty_label="Anyone"
    )
    portfolio = django_filters.ChoiceFilter(
        choices=[], method="by_portfolio", label="Portfolio", empty_label="All portfolios"
    )
    state = django_filters.ChoiceFilter(
        choices=STATES, method="by_state", label="State", empty_label=None
    )

    class Meta:
        model = BoardAction
        fields: list[str] = []

    def __init__(
        self, data, *args, reader: User, portfolios: Portfolios, shown: list, **kwargs
    ) -> None:
        asked = data.copy()
        asked.setdefault("state", "open")
        super().__init__(asked, *args, **kwargs)
        self.reader = reader
        self.homes = {place.slug: pk for pk, place in portfolios.items()}
        here = [(place.slug, place.printed_label) for place in shown]
        self.filters["portfolio"].extra["choices"] = here
        self.filters["owner"].extra["choices"] = [(MINE, "Me"), *self._owners()]

    def _owners(self) -> list[tuple[str, str]]:
        """Who owns one: people by number, roles by name; one query each."""
        rows = self.queryset.order_by()
        held = rows.exclude(owner=None).values("owner")
        people = User.objects.filter(pk__in=held).order_by("username")
        roles = rows.filter(owner=None).values_list("owner_role", flat=True).distinct()
        return [
            *((str(person.pk), str(person)) for person in people),
            *((role, role) for role in sorted(roles)),
        ]

    def by_search(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(Q(text__icontains=value) | Q(decision__title__icontains=value))

    def by_owner(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        if value == MINE:
            return rows.filter(owner=self.reader)
        person = Q(owner=int(value)) if value.isdecimal() else Q(pk=None)
        return rows.filter(person | Q(owner=None, owner_role=value))

    def by_portfolio(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(home=self.homes[value])

    def by_state(self, rows, name: str, value: str) -> QuerySet:
        match value:
            case "open":
                return rows.open()
            case "late":
                return rows.late(clock.today())
            case "done":
                return rows.exclude(done_on=None)
        return rows


class BoardActionTable(tables.Table):
    text = tables.Column(verbose_name="Action", order_by=("text", "pk"))
    owner = tables.Column(
        accessor="owned_by", verbose_name="Owner", order_by=("owner__username", "owner_role", "due")
    )
    due = tables.Column(attrs=DATED, order_by=("due", "pk"))
    state = tables.Column(
        accessor="pk", verbose_name="State", order_by=("done_on", "due", "pk"), empty_values=()
    )
    source = tables.Column(accessor="pk", verbose_name="From", orderable=False)

    class Meta:
        attrs = {"class": "report-table"}
        empty_text = "No action matches. Widen the filter or clear it."

    def __init__(self, data, *, caption: str, portfolios: Portfolios, query: str) -> None:
        super().__init__(data)
        self.portfolios, self.query = portfolios, query
        self.caption = self.attrs["caption"] = caption

    def render_text(self, record):
        return marked(record.text, record.illustrative)

    def render_due(self, record):
        return short_day(record.due)

    def render_state(self, record):
        if record.done_on:
            return f"done {short_day(record.done_on)}"
        if record.is_late:
            days = (clock.today() - record.due).days
            return format_html("<strong>late by {} day{}</strong>", days, "" if days == 1 else "s")
        return "open"

    def render_source(self, record):
        meeting = record.held_at
        words = meeting_words(meeting, self.portfolios)
        url = reverse("governance-meeting", args=[meeting.pk]) + self.query
        if record.decision is None:
            return link(url, words)
        one = reverse("governance-decision", args=[record.decision.pk]) + self.query
        return format_html("{}, {}", link(one, record.decision.title), words)


class BoardActionList(GovernancePage):
    """The filtered list, for the page and for its files alike."""

    title = "Actions"

    @cached_property
    def filter(self) -> BoardActionFilter:
        rows = BoardAction.objects.at(self.position).visible_to(self.reader)
        return BoardActionFilter(
            self.request.GET,
            queryset=rows.late_first().for_reading(),
            request=self.request,
            reader=self.reader,
            portfolios=self.portfolios,
            shown=self.ask.book.portfolios,
        )


class BoardActionListPage(ListPage, BoardActionList, TemplateView):
    template_name = "governance/board_actions.html"

    def listed(self):
        return BoardActionTable(
            self.filter.qs,
            caption=self.ask.table(LISTED, columns=(), rows=()).caption,
            portfolios=self.portfolios,
            query=self.query(),
        )

    def get_context_data(self, **kwargs):
        return {
            **super().get_context_data(**kwargs),
            "late": self.filter.queryset.late(clock.today()).count(),
        }


class BoardActionListFile(ListFile, BoardActionList):
    """The list as filtered, in a file."""

    def as_report_table(self):
        table = self.ask.table(
            LISTED,
            columns=COLUMNS,
            rows=tuple(Row(Role.BODY, _cells(a, self.portfolios)) for a in self.filter.qs),
        )
        return table.narrowed(self.filter.in_words)


def _cells(action: BoardAction, portfolios: Portfolios) -> dict[str, Cell]:
    meeting = action.held_at
    return {
        "action": Cell(action.text),
        "owner": Cell(action.owned_by),
        "due": day(action.due),
        "late": Cell("late" if action.is_late else ""),
        "done": day(action.done_on),
        "raised": day(action.raised_on),
        "decision": Cell(action.decision.title if action.decision else ""),
        "board": Cell(board_words(meeting, portfolios)),
        "meeting": day(meeting.held_on),
        "portfolio": Cell(in_portfolio(action.home, portfolios)),  # type: ignore[attr-defined]
        "basis": basis(action.illustrative),
    }
