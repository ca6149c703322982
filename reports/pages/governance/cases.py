"""Business cases: the list of all, moving one by hand, and recording what was decided at a gate."""

import uuid
from functools import cached_property
from typing import Any

import django_filters
import django_tables2 as tables
from django import forms
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404
from django.urls import reverse
from django.views.generic import TemplateView

from accounts.forms import LARGEST_VERSION
from accounts.roles import State, Verb, may
from governance.actions.move_case import move_case
from governance.actions.record_gate_decision import record_gate_decision
from governance.case_moves import DECIDED, Does, in_words
from governance.models import Gate, GateDecision
from governance.models.gate_decision import NO_BODY, NO_DATE
from portfolios.actions.hold_row import version_of
from portfolios.models import BusinessCase
from reports.definitions.living import BASIS, basis, dated
from reports.pages.base import FiguresPage
from reports.pages.fields import form_field
from reports.pages.governance.acting import ActPage, VersionForm
from reports.pages.governance.base import within_governance
from reports.pages.governance.marks import marked
from reports.pages.lists import ListFile, ListPage
from reports.pages.programme_filter import ProgrammeFilter
from reports.pages.programme_table import NUMBER, expected, link
from reports.pages.programmes import programmes_at
from reports.renderers.words import print_cell
from reports.table import (
    NOT_RECORDED,
    Ask,
    Cell,
    Column,
    Kind,
    ReportTable,
    Role,
    Row,
    difference,
    worded,
)

COLUMNS = (
    Column("programme", "Programme"),
    Column("portfolio", "Portfolio"),
    Column("level", "Level"),
    Column("state", "State"),
    Column("body", "Decided by"),
    Column("decided_on", "On"),
    Column("approved", "Saving approved", Kind.MONEY),
    Column("expected", "Expected saving", Kind.MONEY),
    Column("variance", "Variance", Kind.CHANGE),
    BASIS,
)


class CaseFilter(ProgrammeFilter):
    """Portfolio, level, state, whether an approved saving is recorded, and search."""

    fund = None
    confidence = None
    saving = None
    level = django_filters.ChoiceFilter(
        field_name="case_level",
        choices=BusinessCase.Level.choices,
        label="Level",
        empty_label="Any level",
    )
    recorded = django_filters.ChoiceFilter(
        choices=[("yes", "Recorded"), ("no", "Not recorded")],
        method="by_recorded",
        label="Saving approved",
        empty_label="Recorded or not",
    )

    def by_recorded(self, places: QuerySet, name: str, value: str) -> QuerySet:
        return places.filter(approved__isnull=value == "no")


def cases_at(position, viewer) -> QuerySet:
    """Programmes with their case at a position, and the saving a gate approved last."""
    own = {"programme": OuterRef("programme")}
    case = BusinessCase.objects.filter(position=position, **own).order_by()
    made = GateDecision.objects.filter(**own).approving().exclude(pence=None).newest_first()
    return programmes_at(position, viewer).annotate(
        case_body=Subquery(case.values("body")[:1]),
        case_decided_on=Subquery(case.values("decided_on")[:1]),
        case_stated_in=Subquery(case.values("stated_in")[:1]),
        approved=Subquery(made.values("pence")[:1]),
        approved_sample=Subquery(made.values("illustrative")[:1]),
    )


def cells(record) -> dict[str, Cell]:
    """A programme's case in the columns of the list and its files."""
    approved = Cell(NOT_RECORDED if record.approved is None else record.approved)
    paper = f"stated in {record.case_stated_in}" if record.case_stated_in else ""
    return {
        "programme": Cell(record.printed_label),
        "portfolio": Cell(record.portfolio_label),
        "level": Cell(BusinessCase.Level(record.case_level).label if record.case_level else ""),
        "state": Cell(BusinessCase.State(record.case_state or "not_stated").label),
        "body": Cell(record.case_body or paper),
        "decided_on": dated(record.case_decided_on),
        "approved": approved,
        "expected": expected(record),
        "variance": difference(expected(record), approved),
        "basis": Cell("") if record.approved is None else basis(record.approved_sample),
    }


class CaseTable(tables.Table):
    programme = tables.Column(
        accessor="printed_label", verbose_name="Programme", order_by=("printed_label", "pk")
    )
    portfolio = tables.Column(
        accessor="portfolio_place__printed_label",
        verbose_name="Portfolio",
        order_by=("portfolio_place__order", "order"),
    )
    level = tables.Column(accessor="case_level", empty_values=(), order_by=("case_level", "pk"))
    state = tables.Column(accessor="case_state", empty_values=(), order_by=("case_state", "pk"))
    body = tables.Column(accessor="case_body", verbose_name="Decided by", empty_values=())
    decided_on = tables.Column(
        accessor="case_decided_on",
        verbose_name="On",
        empty_values=(),
        order_by=("case_decided_on", "pk"),
    )
    approved = tables.Column(
        verbose_name="Saving approved £m",
        attrs=NUMBER,
        empty_values=(),
        order_by=("approved", "pk"),
    )
    expected = tables.Column(
        accessor="pence",
        verbose_name="Expected saving £m",
        attrs=NUMBER,
        empty_values=(),
        order_by=("pence", "pk"),
    )
    variance = tables.Column(
        accessor="pence", verbose_name="Variance £m", attrs=NUMBER, empty_values=(), orderable=False
    )

    class Meta:
        attrs = {"class": "report-table"}
        empty_text = "No business case matches. Widen the filter or clear it."

    def __init__(self, data, *, caption: str, query: str) -> None:
        super().__init__(data)
        self.query = query
        self.caption = self.attrs["caption"] = caption

    def words(self, record, key: str) -> str:
        column = next(c for c in COLUMNS if c.key == key)
        return print_cell(column, cells(record)[key])

    def render_programme(self, record):
        url = reverse("programme-detail", args=[record.programme.slug]) + self.query
        return link(url, record.printed_label)

    def render_level(self, record):
        return self.words(record, "level")

    def render_state(self, record):
        return self.words(record, "state")

    def render_body(self, record):
        return self.words(record, "body")

    def render_decided_on(self, record):
        return self.words(record, "decided_on")

    def render_approved(self, record):
        return marked(self.words(record, "approved"), record.approved_sample, number=True)

    def render_expected(self, record):
        return self.words(record, "expected")

    def render_variance(self, record):
        return self.words(record, "variance")


class CaseList(FiguresPage):
    """The filtered list, for the page and for its files alike."""

    @cached_property
    def filter(self) -> CaseFilter:
        return CaseFilter(
            self.request.GET,
            queryset=cases_at(self.position, self.reader),
            request=self.request,
            library=self.library,
            position=self.position,
        )


class CaseListPage(ListPage, CaseList, TemplateView):
    template_name = "governance/case_list.html"

    def breadcrumbs(self):
        return [within_governance(self), {"label": "Business cases", "url": ""}]

    def listed(self):
        caption = (
            f"Cases as {self.position.name} reports them, as at {self.position.as_at_text}; "
            "savings approved at gates as at today."
        )
        return CaseTable(self.filter.qs, caption=caption, query=self.query())

    def get_context_data(self, **kwargs):
        return {
            **super().get_context_data(**kwargs),
            "gates": Gate.objects.all(),
            "may_edit": self.library.sees_all
            and bool(may(self.reader, Verb.EDIT, state=State.WORKING)),
        }


class CaseListFile(ListFile, CaseList):
    """The list as filtered, in a file."""

    def as_report_table(self):
        return as_report_table(self.ask, self.filter)


def as_report_table(ask: Ask, filtered: CaseFilter) -> ReportTable:
    """The filtered list as a value for its files, which say what was filtered."""
    asked = filtered.in_words
    return worded(
        ReportTable(
            slug="business-cases-list",
            title="Business cases",
            position=ask.position.name,
            as_at=ask.position.as_at.isoformat(),
            as_at_text=ask.position.as_at_text,
            scope=ask.scope,
            columns=COLUMNS,
            rows=tuple(Row(Role.BODY, cells(place)) for place in filtered.qs),
        )
    ).narrowed(asked)


# --- what happens to one -------------------------------------------------------------------------


class CasePage(ActPage):
    """A page about the business case of one programme in the working position."""

    @cached_property
    def case(self) -> BusinessCase:
        of = {"programme": self.place.programme, "position": self.place.position}
        return BusinessCase.objects.filter(**of).first() or BusinessCase(**of)

    def newest_version(self) -> int:
        return version_of(self.case) if self.case.pk else 0

    def get_initial(self):
        return {"version": self.newest_version()}

    def facts(self) -> list[tuple[str, str]]:
        words = in_words(self.case)
        return [("The business case is now", words[0].upper() + words[1:])]


class MoveForm(VersionForm):
    why = forms.CharField(
        label="Why, or on what paper", max_length=300, help_text="For the history."
    )


class StartForm(MoveForm):
    level = forms.ChoiceField(
        label="It starts as", choices=[("", "Choose a level"), *BusinessCase.Level.choices]
    )
    field_order = ["level", "why"]


class CaseMovePage(CasePage):
    """Start, submit, redraft, or start the next level."""

    @cached_property
    def does(self) -> Does:
        asked = self.kwargs["does"]
        if asked not in set(Does) - DECIDED:
            raise Http404("Nothing of that kind is done to a business case by hand.")
        return Does(asked)

    @property
    def title(self) -> str:  # type: ignore[override]
        return self.does.label

    button = "Do it"

    @property
    def done(self) -> str:  # type: ignore[override]
        case = BusinessCase.objects.get(
            programme=self.place.programme, position=self.place.position
        )
        return f"The business case is now {in_words(case)}."

    def get_form_class(self):
        return StartForm if self.does == Does.START and not self.case.level else MoveForm

    def act(self, form) -> None:
        cleaned = form.cleaned_data
        move_case(
            programme=self.place.programme,
            does=self.does,
            level=cleaned.get("level", ""),
            version=cleaned["version"],
            why=cleaned["why"],
            token=cleaned["token"],
            by=self.reader,
        )


class GateDecisionForm(forms.ModelForm):
    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    version = forms.IntegerField(widget=forms.HiddenInput, max_value=LARGEST_VERSION)

    class Meta:
        model = GateDecision
        formfield_callback = form_field
        fields = [
            "gate",
            "outcome",
            "body",
            "decided_on",
            "pence",
            "fte_low",
            "fte_high",
            "conditions",
            "minute",
        ]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        gates: Any = self.fields["gate"]
        gates.queryset = Gate.objects.filter(retired=False)
        gates.empty_label = "Choose a gate"
        self.fields["conditions"].widget.attrs["rows"] = 4
        self.fields["body"].error_messages["required"] = NO_BODY
        self.fields["decided_on"].error_messages["required"] = NO_DATE


class GateDecisionPage(CasePage):
    """Record what a body decided; at the gate that decides the case, the case moves with it."""

    title = "Record a gate decision"
    button = "Record the decision"
    done = "The decision is recorded."
    form_class = GateDecisionForm

    @property
    def lead(self) -> str:  # type: ignore[override]
        deciding = [g.name for g in Gate.objects.filter(decides_case=True, retired=False)]
        named = " or ".join(f"“{name}”" for name in deciding)
        return f"A decision at {named} approves or returns the case." if named else ""

    def get_form_kwargs(self):
        new = GateDecision(programme=self.place.programme)
        return {**super().get_form_kwargs(), "instance": new}

    def act(self, form) -> None:
        record_gate_decision(
            decision=form.instance,
            version=form.cleaned_data["version"],
            token=form.cleaned_data["token"],
            by=self.reader,
        )
