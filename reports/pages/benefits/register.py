"""The benefits register: the list people work in, and its export as filtered."""

from collections.abc import Mapping
from functools import cached_property

import django_filters
import django_tables2 as tables
from django import forms
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.views.generic import TemplateView

from agt.words.money import in_millions
from reports.book import Book
from reports.definitions.benefits import NOT_STATED, labels, portfolio_cell
from reports.pages.asked import InWords
from reports.pages.benefits.base import BenefitsPage
from reports.pages.governance.marks import marked
from reports.pages.lists import ListFile, ListPage
from reports.pages.programme_table import NUMBER, link
from reports.table import Cell, Column, Kind, Listing, ReportTable, Role, Row, day
from savings.models import Benefit

REGISTER = Listing("benefits-register", "Benefits register")
COLUMNS = (
    Column("ref", "Number"),
    Column("title", "Benefit"),
    Column("category", "Category"),
    Column("category_basis", "Category is"),
    Column("releases", "Class"),
    Column("description", "Description"),
    Column("service", "Service feature"),
    Column("portfolio", "Portfolio"),
    Column("programmes", "Programmes"),
    Column("owner", "Responsible"),
    Column("measures", "Measures"),
    Column("target", "Target"),
    Column("value", "Full-year value", Kind.MONEY),
    Column("starts_on", "From"),
    Column("ends_on", "To"),
    Column("cost", "Cost", Kind.MONEY),
    Column("activities", "Activities it needs"),
    Column("outcomes", "Outcomes"),
    Column("themes", "Themes"),
    Column("principles", "Design principles"),
    Column("state", "State"),
    Column("verified_on", "Verified on"),
    Column("verified_by", "Verified by"),
    Column("verified_value", "Verified value", Kind.MONEY),
    Column("stated_in", "Stated in"),
    Column("sample", "Illustrative"),
)
LISTS = ("programmes", "measures", "activities", "outcomes", "themes", "principles")


class RegisterFilter(InWords, django_filters.FilterSet):
    """Search, category, class, state and portfolio: it survives a reload."""

    search = django_filters.CharFilter(
        label="Search", method="by_search", widget=forms.TextInput(attrs={"type": "search"})
    )
    category = django_filters.ChoiceFilter(
        choices=Benefit.Category.choices, empty_label="Any category"
    )
    cash_releasing = django_filters.ChoiceFilter(
        choices=[("yes", "Cash releasing"), ("no", "Not cash releasing"), ("none", "Not stated")],
        label="Class",
        method="by_class",
        empty_label="Any class",
    )
    state = django_filters.ChoiceFilter(choices=Benefit.State.choices, empty_label="Any state")
    portfolio = django_filters.ChoiceFilter(
        choices=[], label="Portfolio", method="by_portfolio", empty_label="All portfolios"
    )

    class Meta:
        model = Benefit
        fields: list[str] = []

    def __init__(self, *args, book: Book, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.homes = {p.slug: p.portfolio_id for p in book.portfolios}
        here = [(p.slug, p.printed_label) for p in book.portfolios]
        self.filters["portfolio"].extra["choices"] = here

    def by_search(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        asked = Q()
        for field in ("title", "description", "service", "owner_role", "programmes__name"):
            asked |= Q(**{f"{field}__icontains": value})
        return rows.filter(pk__in=Benefit.objects.filter(asked).values("pk"))

    def by_class(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(cash_releasing={"yes": True, "no": False, "none": None}[value])

    def by_portfolio(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(portfolio=self.homes[value])


class RegisterTable(tables.Table):
    title = tables.Column(verbose_name="Benefit", order_by=("title", "pk"))
    ref = tables.Column(accessor="pk", verbose_name="Number", order_by=("pk",))
    category = tables.Column(order_by=("category", "pk"))
    releases = tables.Column(verbose_name="Class", order_by=("cash_releasing", "pk"))
    portfolio = tables.Column(
        verbose_name="Portfolio", empty_values=(), order_by=("portfolio__name", "pk")
    )
    owner = tables.Column(accessor="owned_by", verbose_name="Responsible", orderable=False)
    value = tables.Column(
        accessor="full_year_value",
        verbose_name="Full-year value",
        attrs=NUMBER,
        empty_values=(),
        order_by=("full_year_value", "pk"),
    )
    state = tables.Column(order_by=("state", "pk"))

    class Meta:
        attrs = {"class": "report-table"}
        empty_text = "No benefit matches. Widen the filter or clear it."

    def __init__(self, data, *, caption: str, labels: Mapping[int, str], query: str) -> None:
        super().__init__(data)
        self.labels, self.query = labels, query
        self.caption = self.attrs["caption"] = caption

    def render_title(self, record):
        address = reverse("benefits-benefit", args=[record.pk]) + self.query
        return marked(link(address, record.title), record.illustrative)

    def render_ref(self, record):
        return record.ref

    def render_category(self, record):
        judged = " (our reading)" if record.category_judged else ""
        return f"{record.get_category_display()}{judged}"

    def render_portfolio(self, record):
        return portfolio_cell(self.labels, record.portfolio).value

    def render_value(self, record):
        value = record.full_year_value
        return NOT_STATED if value is None else in_millions(record.sign * value)

    def render_state(self, record):
        return record.get_state_display()


class Register(BenefitsPage):
    """The filtered register, for the page and for its files alike."""

    title = "Register"

    @cached_property
    def filter(self) -> RegisterFilter:
        return RegisterFilter(
            self.request.GET,
            queryset=Benefit.objects.visible_to(self.reader).for_reading(),
            request=self.request,
            book=self.ask.book,
        )


class RegisterPage(ListPage, Register, TemplateView):
    template_name = "benefits/register.html"
    register = "benefits"

    def listed(self):
        return RegisterTable(
            self.filter.qs,
            caption=self.ask.table(REGISTER, columns=(), rows=()).caption,
            labels=labels(self.ask),
            query=self.query(),
        )


class RegisterFile(ListFile, Register):
    """The register as filtered, in a file."""

    def as_report_table(self) -> ReportTable:
        names = labels(self.ask)
        held = self.filter.qs.prefetch_related(*LISTS)
        table = self.ask.table(
            REGISTER,
            columns=COLUMNS,
            rows=tuple(Row(Role.BODY, _cells(benefit, names)) for benefit in held),
        )
        return table.narrowed(self.filter.in_words)


def _cells(benefit: Benefit, names: Mapping[int, str]) -> dict[str, Cell]:
    lists = {name: Cell("; ".join(map(str, getattr(benefit, name).all()))) for name in LISTS}
    return {
        "ref": Cell(benefit.ref),
        "title": Cell(benefit.title),
        "category": Cell(benefit.get_category_display()),
        "category_basis": Cell("our reading" if benefit.category_judged else "recorded"),
        "releases": Cell(benefit.releases),
        "description": Cell(benefit.description),
        "service": Cell(benefit.service),
        "portfolio": portfolio_cell(names, benefit.portfolio),
        "owner": Cell(benefit.owned_by),
        "target": Cell(benefit.target),
        "value": _money(benefit.full_year_value, benefit.sign),
        "starts_on": day(benefit.starts_on),
        "ends_on": day(benefit.ends_on),
        "cost": _money(benefit.cost),
        "state": Cell(benefit.get_state_display()),
        "verified_on": day(benefit.verified_on),
        "verified_by": Cell(str(benefit.verified_by or "")),
        "verified_value": _money(benefit.verified_value, benefit.sign),
        "stated_in": Cell(benefit.stated_in),
        "sample": Cell("Illustrative sample" if benefit.illustrative else ""),
        **lists,
    }


def _money(pence: int | None, sign: int = 1) -> Cell:
    return Cell(NOT_STATED if pence is None else sign * pence)
