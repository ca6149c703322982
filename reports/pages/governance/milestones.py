"""Milestones: the list of all, one with its history, and re-baselining."""

from functools import cached_property

import django_filters
import django_tables2 as tables
from django import forms
from django.db.models import Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.views.generic import TemplateView

from accounts.roles import State, Verb, may
from agt.words import clock
from agt.words.days import long_day
from agt.words.money import in_millions
from governance.actions.rebaseline import rebaseline
from governance.models import Milestone
from portfolios.actions.hold_row import version_of
from portfolios.models import ProgrammePlace
from reports.book import Book
from reports.definitions import milestones_at_risk
from reports.history import changes_of
from reports.kinds import KINDS
from reports.pages.asked import InWords
from reports.pages.base import FiguresPage
from reports.pages.fields import DAY
from reports.pages.governance.acting import ActPage, VersionForm
from reports.pages.governance.base import within_governance
from reports.pages.governance.marks import marked
from reports.pages.lists import ListFile, ListPage
from reports.pages.programme_table import DATED, LONG, NUMBER, link
from reports.renderers.words import print_cell
from reports.table import ReportTable, Role, Row, worded

SOON = 30  # days


class MilestoneFilter(InWords, django_filters.FilterSet):
    """Portfolio, where it stands, what it carries, critical, and search."""

    search = django_filters.CharFilter(
        label="Search", method="by_search", widget=forms.TextInput(attrs={"type": "search"})
    )
    portfolio = django_filters.ChoiceFilter(
        field_name="portfolio_slug", label="Portfolio", empty_label="All portfolios"
    )
    state = django_filters.ChoiceFilter(
        choices=[
            ("at-risk", "Late or overdue"),
            ("overdue", "Overdue"),
            ("soon", f"Due in {SOON} days"),
            ("open", "Not done"),
            ("done", "Done"),
        ],
        method="by_state",
        label="State",
        empty_label="Any state",
    )
    carries = django_filters.ChoiceFilter(
        choices=[("saving", "A saving"), ("benefit", "A benefit"), ("none", "Neither")],
        method="by_carries",
        label="Carries",
        empty_label="Anything",
    )
    critical = django_filters.ChoiceFilter(
        choices=[("yes", "Critical"), ("no", "Not critical")],
        method="by_critical",
        label="Critical",
        empty_label="Critical or not",
    )

    class Meta:
        model = Milestone
        fields: list[str] = []

    def __init__(self, *args, book: Book, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        here = [(p.slug, p.printed_label) for p in book.portfolios]
        self.filters["portfolio"].extra["choices"] = here

    def by_search(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(
            Q(title__icontains=value) | Q(label__icontains=value) | Q(owner_role__icontains=value)
        )

    def by_state(self, rows, name: str, value: str) -> QuerySet:
        today = clock.today()
        if value == "at-risk":
            return rows.at_risk(today)
        if value == "overdue":
            return rows.overdue(today)
        if value == "soon":
            return rows.due_within(SOON, today)
        return rows.filter(actual__isnull=value == "open")

    def by_carries(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        saving, benefit = Q(carries__isnull=False), ~Q(benefit="")
        asked = {"saving": saving, "benefit": benefit, "none": ~saving & ~benefit}
        return rows.filter(asked[value])

    def by_critical(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(critical=value == "yes")


class MilestoneTable(tables.Table):
    title = tables.Column(verbose_name="Milestone", order_by=("title", "pk"))
    programme = tables.Column(
        accessor="label", verbose_name="Programme", order_by=("label", "baseline", "pk")
    )
    baseline = tables.DateColumn(format="j M Y", attrs=DATED, order_by=("baseline", "pk"))
    ends = tables.DateColumn(
        verbose_name="Forecast or done", format="j M Y", attrs=DATED, order_by=("ends", "pk")
    )
    slip = tables.Column(
        verbose_name="Slip (days)", attrs=NUMBER, order_by=("slip", "pk"), empty_values=()
    )
    state = tables.Column(
        accessor="pk", verbose_name="State", attrs=LONG, orderable=False, empty_values=()
    )
    carries = tables.Column(
        verbose_name="Carries £m", attrs=NUMBER, order_by=("carries", "pk"), empty_values=()
    )
    delay = tables.Column(verbose_name="Delay £m-years", attrs=NUMBER, orderable=False)

    class Meta:
        attrs = {"class": "report-table"}
        empty_text = "No milestone matches. Widen the filter or clear it."

    def __init__(self, data, *, query: str) -> None:
        super().__init__(data)
        self.query = query
        self.caption = self.attrs["caption"] = f"As at {long_day(clock.today())}."

    def render_title(self, record):
        url = reverse("milestone-detail", args=[record.pk]) + self.query
        return marked(link(url, record.title), record.illustrative)

    def render_programme(self, record):
        return link(reverse("programme-detail", args=[record.slug]) + self.query, record.label)

    def render_slip(self, record):
        return f"{record.slip_days:,}".replace("-", "\N{MINUS SIGN}")

    def render_state(self, record):
        return record.state(clock.today())

    def render_carries(self, record):
        return "" if record.carries is None else in_millions(record.carries)

    def render_delay(self, record):
        if not record.carries:
            return ""
        column = next(c for c in milestones_at_risk.COLUMNS if c.key == "delay")
        return print_cell(column, milestones_at_risk.delay_cell(record.delay))


class MilestoneList(FiguresPage):
    """The filtered list, for the page and for its files alike."""

    @cached_property
    def filter(self) -> MilestoneFilter:
        rows = Milestone.objects.placed_at(self.position, visible_to=self.reader)
        return MilestoneFilter(
            self.request.GET,
            queryset=rows.with_slip().in_order(),
            request=self.request,
            book=self.ask.book,
        )


class MilestoneListPage(ListPage, MilestoneList, TemplateView):
    template_name = "governance/milestone_list.html"
    register = "milestones"

    def breadcrumbs(self):
        return [within_governance(self), {"label": "Milestones", "url": ""}]

    def listed(self):
        return MilestoneTable(self.filter.qs, query=self.query())


class MilestoneListFile(ListFile, MilestoneList):
    """The list as filtered, in a file."""

    def as_report_table(self):
        asked, today = self.filter.in_words, clock.today()
        return worded(
            ReportTable(
                slug="milestones",
                title="Milestones",
                position=self.position.name,
                as_at=today.isoformat(),
                as_at_text=long_day(today),
                scope=self.ask.scope,
                columns=milestones_at_risk.COLUMNS,
                rows=tuple(Row(Role.BODY, milestones_at_risk.cells(m)) for m in self.filter.qs),
            )
        ).narrowed(asked)


class MilestonePage(FiguresPage, TemplateView):
    """One milestone, with what it carries and every change to it."""

    template_name = "governance/milestone_detail.html"

    @cached_property
    def milestone(self) -> Milestone:
        seen = Milestone.objects.placed_at(self.position, visible_to=self.reader)
        held = seen.filter(pk=self.kwargs["pk"]).select_related("owner", "programme").first()
        if held is None:
            raise Http404(f"{self.position.name} has no such milestone in your portfolios.")
        return held

    def breadcrumbs(self):
        milestone = self.milestone
        programme = reverse("programme-detail", args=[milestone.programme.slug]) + self.query()
        return [
            within_governance(self),
            {"label": "Milestones", "url": reverse("milestone-list") + self.query()},
            {"label": milestone.label, "url": programme},  # type: ignore[attr-defined]
            {"label": milestone.title, "url": ""},
        ]

    def get_context_data(self, **kwargs):
        milestone = self.milestone
        return {
            **super().get_context_data(**kwargs),
            "milestone": milestone,
            "state": milestone.state(clock.today()),
            "delay": int(milestone.delay),
            "entries": changes_of(KINDS["milestone"], milestone)[::-1],
            "may_edit": self.may_edit_now(milestone),
        }

    def may_edit_now(self, milestone: Milestone) -> bool:
        place = ProgrammePlace.objects.today().filter(programme=milestone.programme)
        found = place.select_related("portfolio").first()
        return found is not None and bool(
            may(self.reader, Verb.EDIT, state=State.WORKING, portfolio=found.portfolio)
        )


class RebaselineForm(VersionForm):
    baseline = forms.DateField(label="New baseline", help_text=DAY, widget=forms.TextInput())
    reason = forms.CharField(
        label="Why, and who agreed it", max_length=300, help_text="For the history."
    )


class RebaselinePage(ActPage):
    title = "Re-baseline a milestone"
    button = "Move the baseline"
    done = "The baseline is moved; the history keeps the old one."
    form_class = RebaselineForm

    @cached_property
    def milestone(self) -> Milestone:
        found = Milestone.objects.filter(pk=self.kwargs["pk"]).select_related("programme").first()
        if found is None:
            raise Http404("There is no such milestone in your portfolios.")
        return found

    @property
    def programme_slug(self) -> str:
        return self.milestone.programme.slug

    @cached_property
    def back(self) -> str:
        return reverse("milestone-detail", args=[self.milestone.pk]) + self.query()

    def newest_version(self) -> int:
        return version_of(self.milestone)

    def get_initial(self):
        return {"version": self.newest_version()}

    def facts(self) -> list[tuple[str, str]]:
        held = Milestone.objects.get(pk=self.milestone.pk)
        return [
            ("Milestone", held.title),
            ("Baseline now", long_day(held.baseline)),
            ("First baseline", long_day(held.first_baseline)),
            ("Forecast", long_day(held.forecast)),
        ]

    def act(self, form) -> None:
        cleaned = form.cleaned_data
        rebaseline(
            milestone=self.milestone,
            baseline=cleaned["baseline"],
            reason=cleaned["reason"],
            version=cleaned["version"],
            token=cleaned["token"],
            by=self.reader,
        )
