"""Dependencies: the list people work in, its filter and its export."""

from functools import cached_property

import django_filters
import django_tables2 as tables
from django import forms
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.views.generic import TemplateView

from agt.words import clock
from agt.words.days import short_day
from agt.words.fte import in_fte
from agt.words.money import in_millions
from governance.models import Dependency
from portfolios.models import PortfolioPlace
from reports.pages.asked import InWords
from reports.pages.governance.base import GovernancePage
from reports.pages.governance.marks import marked
from reports.pages.lists import ListFile, ListPage
from reports.pages.programme_table import DATED, NUMBER, link
from reports.table import Ask, Cell, Column, Kind, Listing, ReportTable, Role, Row, day

OPERATIONS = "operations"
STATES = [("open", "Open"), ("late", "Late"), *Dependency.State.choices, ("all", "All")]
SPANS = [
    ("within", "Within one portfolio"),
    ("between", "Between portfolios"),
    (OPERATIONS, "To operations"),
]
LISTED = Listing("dependencies", "Dependencies")
COLUMNS = (
    Column("ref", "Ref"),
    Column("what", "What is needed"),
    Column("giver", "From programme"),
    Column("giver_portfolio", "From portfolio"),
    Column("taker", "To programme or service"),
    Column("taker_portfolio", "To portfolio"),
    Column("needed_by", "Needed by"),
    Column("promised_for", "Promised for"),
    Column("state", "State"),
    Column("late", "Late"),
    Column("agreed", "Agreed by"),
    Column("agreed_on", "Agreed on"),
    Column("amount", "At stake", Kind.MONEY),
    Column("posts", "Posts at stake", Kind.FTE),
    Column("note", "Note"),
    Column("sample", "Illustrative"),
)


class DependencyFilter(InWords, django_filters.FilterSet):
    """Search, who gives, who takes, which portfolios it spans, and state."""

    search = django_filters.CharFilter(
        label="Search", method="by_search", widget=forms.TextInput(attrs={"type": "search"})
    )
    giver = django_filters.ChoiceFilter(
        choices=[], method="by_giver", label="From", empty_label="Any portfolio"
    )
    taker = django_filters.ChoiceFilter(
        choices=[], method="by_taker", label="To", empty_label="Any portfolio"
    )
    span = django_filters.ChoiceFilter(
        choices=SPANS, method="by_span", label="Reaches", empty_label="Anywhere"
    )
    state = django_filters.ChoiceFilter(
        choices=STATES, method="by_state", label="State", empty_label=None
    )

    class Meta:
        model = Dependency
        fields: list[str] = []

    def __init__(self, data, *args, portfolios: dict[int, PortfolioPlace], **kwargs) -> None:
        asked = data.copy()
        asked.setdefault("state", "open")
        super().__init__(asked, *args, **kwargs)
        self.ids = {p.slug: pk for pk, p in portfolios.items()}
        ends = [(p.slug, p.printed_label) for p in portfolios.values()]
        self.filters["giver"].extra["choices"] = ends
        self.filters["taker"].extra["choices"] = [*ends, (OPERATIONS, "Operations")]

    def by_search(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        asked = Q()
        for field in ("what", "giver__name", "taker__name", "service", "note", "agreed_by"):
            asked |= Q(**{f"{field}__icontains": value})
        return rows.filter(asked)

    def by_giver(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(gives_from=self.ids[value])

    def by_taker(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        if value == OPERATIONS:
            return rows.filter(taker=None)
        return rows.filter(takes_in=self.ids[value])

    def by_span(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        if value == OPERATIONS:
            return rows.filter(taker=None)
        same = Q(takes_in=F("gives_from"))
        between = rows.filter(taker__isnull=False).exclude(same)
        return rows.filter(same) if value == "within" else between

    def by_state(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        match value:
            case "open":
                return rows.open()  # type: ignore[attr-defined]
            case "late":
                return rows.late_on(clock.today())  # type: ignore[attr-defined]
            case "all":
                return rows
        return rows.filter(state=value)


class DependencyTable(tables.Table):
    what = tables.Column(verbose_name="What is needed", order_by=("what", "pk"))
    giver = tables.Column(
        accessor="giver__name", verbose_name="From", order_by=("giver__name", "pk")
    )
    taker = tables.Column(
        accessor="goes_to", verbose_name="To", order_by=("taker__name", "service", "pk")
    )
    needed_by = tables.Column(verbose_name="Needed by", attrs=DATED, order_by=("needed_by", "pk"))
    promised = tables.Column(
        accessor="promised_for",
        verbose_name="Promised for",
        attrs=DATED,
        empty_values=(),
        order_by=("promised_for", "pk"),
    )
    state = tables.Column(order_by=("state", "pk"))
    amount = tables.Column(
        verbose_name="At stake £m", attrs=NUMBER, empty_values=(), order_by=("amount", "pk")
    )
    posts = tables.Column(
        verbose_name="Posts at stake FTE", attrs=NUMBER, empty_values=(), order_by=("posts", "pk")
    )

    class Meta:
        attrs = {"class": "report-table"}
        empty_text = "No dependency matches. Widen the filter or clear it."

    def __init__(
        self, data, *, caption: str, portfolios: dict[int, PortfolioPlace], query: str
    ) -> None:
        super().__init__(data)
        self.portfolios, self.query = portfolios, query
        self.caption = self.attrs["caption"] = caption

    def render_what(self, record):
        url = reverse("governance-dependency", args=[record.pk]) + self.query
        return marked(link(url, record.what), record.illustrative)

    def render_giver(self, record):
        return _with(record.giver, self.portfolios.get(record.gives_from))

    def render_taker(self, record):
        return _with(record.goes_to, self.portfolios.get(record.takes_in))

    def render_needed_by(self, record):
        return short_day(record.needed_by)

    def render_promised(self, record):
        promised = record.promised_for
        return short_day(promised) if promised else "not promised"

    def render_state(self, record):
        if not record.late:
            return record.get_state_display()
        return format_html("<strong>{}</strong>, {}", "Late", record.get_state_display().lower())

    def render_amount(self, record):
        return "not stated" if record.amount is None else in_millions(record.amount)

    def render_posts(self, record):
        return "not stated" if record.posts is None else in_fte(record.posts)


def _with(who: object, portfolio: PortfolioPlace | None) -> str:
    return f"{who}, {portfolio.short_name}" if portfolio else str(who)


class Dependencies(GovernancePage):
    """The filtered list, for the page and for its files alike."""

    title = "Dependencies"

    @cached_property
    def filter(self) -> DependencyFilter:
        rows = Dependency.objects.at(self.position).visible_to(self.reader)
        return DependencyFilter(
            self.request.GET,
            queryset=rows.soonest_first().for_reading(),
            request=self.request,
            portfolios=self.portfolios,
        )


class DependencyListPage(ListPage, Dependencies, TemplateView):
    template_name = "governance/dependency_list.html"

    def listed(self):
        return DependencyTable(
            self.filter.qs,
            caption=self.ask.table(LISTED, columns=(), rows=()).caption,
            portfolios=self.portfolios,
            query=self.query(),
        )


class DependencyListFile(ListFile, Dependencies):
    """The list as filtered, in a file."""

    def as_report_table(self):
        return as_report_table(self.ask, self.filter, self.portfolios)


def as_report_table(ask: Ask, filtered, portfolios: dict[int, PortfolioPlace]) -> ReportTable:
    """The list as filtered, for its files."""
    table = ask.table(
        LISTED,
        columns=COLUMNS,
        rows=tuple(Row(Role.BODY, _cells(d, portfolios)) for d in filtered.qs),
    )
    return table.narrowed(filtered.in_words)


def _cells(d, portfolios: dict[int, PortfolioPlace]) -> dict[str, Cell]:
    return {
        "ref": Cell(d.ref),
        "what": Cell(d.what),
        "giver": Cell(str(d.giver)),
        "giver_portfolio": Cell(str(portfolios.get(d.gives_from, ""))),
        "taker": Cell(d.goes_to),
        "taker_portfolio": Cell(
            str(portfolios.get(d.takes_in, "") if d.taker_id else "Operations")
        ),
        "needed_by": day(d.needed_by),
        "promised_for": day(d.promised_for),
        "state": Cell(d.get_state_display()),
        "late": Cell(d.late),
        "agreed": Cell(d.agreed_by),
        "agreed_on": day(d.agreed_on),
        "amount": Cell("not stated" if d.amount is None else d.amount),
        "posts": Cell("not stated" if d.posts is None else d.posts),
        "note": Cell(d.note),
        "sample": Cell("Illustrative sample" if d.illustrative else ""),
    }
