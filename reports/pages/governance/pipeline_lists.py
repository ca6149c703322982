"""The lists of the pipeline as values, for its page and its files alike."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from governance.models import Closure, Pilot, Proposal, ServiceReview
from governance.proposal_moves import Stage
from portfolios.models import PortfolioPlace
from reports.definitions.living import BASIS, basis
from reports.pages.asked import InWords
from reports.table import Ask, Cell, Column, Kind, Listing, ReportTable, Role, Row, day

Homes = Mapping[int, PortfolioPlace]
NOT_STATED = "not stated"
OWNER = Column("owner", "Owner")
PORTFOLIO = Column("portfolio", "Portfolio")


class ProposalFilter(InWords, django_filters.FilterSet):
    """Search, portfolio and stage; what is dropped or a programme already is asked for."""

    search = django_filters.CharFilter(
        label="Search", method="by_search", widget=forms.TextInput(attrs={"type": "search"})
    )
    portfolio = django_filters.ChoiceFilter(
        choices=[], field_name="portfolio__slug", label="Portfolio", empty_label="All portfolios"
    )
    stage = django_filters.ChoiceFilter(choices=Stage.choices, empty_label="Any stage")

    class Meta:
        model = Proposal
        fields: list[str] = []

    def __init__(self, *args, homes: Homes, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        here = [(p.slug, p.printed_label) for p in homes.values()]
        self.filters["portfolio"].extra["choices"] = here

    def by_search(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        words = ("title", "description", "service", "next_step", "owner_role")
        asked = Q()
        for field in words:
            asked |= Q(**{f"{field}__icontains": value})
        return rows.filter(asked)


def _number(value: int | None) -> Cell:
    return Cell(NOT_STATED if value is None else value)


def _home(row: Any, homes: Homes) -> Cell:
    home = homes.get(row.portfolio_id)
    return Cell(home.printed_label if home else str(row.portfolio))


def _proposal(p: Proposal, homes: Homes) -> dict[str, Cell]:
    return {
        "title": Cell(p.title, link=("pipeline-proposal", str(p.pk))),
        "portfolio": _home(p, homes),
        "service": Cell(p.service),
        "stage": Cell(p.get_stage_display()),
        "saving_low": _number(p.saving_low),
        "saving_high": _number(p.saving_high),
        "year": Cell(str(p.saving_year or "")),
        "posts_low": _number(p.posts_low),
        "posts_high": _number(p.posts_high),
        "owner": Cell(p.owned_by),
        "next_step": Cell(p.dropped_why or p.next_step),
        "next_on": day(p.dropped_on or p.next_on),
        "basis": basis(p.illustrative),
    }


def _review(r: ServiceReview, homes: Homes) -> dict[str, Cell]:
    return {
        "service": Cell(r.service, link=("pipeline-review", str(r.pk))),
        "portfolio": _home(r, homes),
        "question": Cell(" ".join(r.question.split())),
        "state": Cell(r.get_state_display()),
        "due": day(r.due),
        "outcome": Cell(" ".join(r.outcome.split())),
        "owner": Cell(r.owned_by),
        "basis": basis(r.illustrative),
    }


def _pilot(p: Pilot, homes: Homes) -> dict[str, Cell]:
    return {
        "title": Cell(p.title, link=("pipeline-pilot", str(p.pk))),
        "portfolio": _home(p, homes),
        "cohort": Cell(p.cohort),
        "measure": Cell(p.measure),
        "starts_on": day(p.starts_on),
        "ends_on": day(p.ends_on),
        "result": Cell(p.get_result_display() or "no result yet"),
        "learned": Cell(" ".join(p.learned.split())),
        "owner": Cell(p.owned_by),
        "basis": basis(p.illustrative),
    }


def _closure(c: Closure, homes: Homes) -> dict[str, Cell]:
    return {
        "programme": Cell(str(c.programme), link=("programme-detail", c.programme.slug)),
        "closed_on": day(c.closed_on),
        "reason": Cell(c.reason),
        "lessons": Cell(" ".join(c.lessons.split())),
        "handed_to": Cell(c.handed_to),
        "goes_on": Cell("; ".join(c.rows_that_go_on)),
        "reopened_on": day(c.reopened_on),
        "basis": basis(c.illustrative),
    }


@dataclass(frozen=True)
class List:
    """One list: what it is called, its columns, and how a row fills them."""

    listing: Listing
    columns: tuple[Column, ...]
    cells: Callable[[Any, Homes], dict[str, Cell]]

    def table(self, ask: Ask, rows: Iterable[Any], homes: Homes, asked: str = "") -> ReportTable:
        made = tuple(Row(Role.BODY, self.cells(row, homes)) for row in rows)
        return ask.table(self.listing, columns=self.columns, rows=made).narrowed(asked)


INDICATIVE = "Indicative saving"
LISTS: dict[str, List] = {
    "proposals": List(
        Listing("proposals", "Proposals"),
        (
            Column("title", "Proposal"),
            PORTFOLIO,
            Column("service", "Service"),
            Column("stage", "Stage"),
            Column("saving_low", "From", Kind.MONEY, INDICATIVE),
            Column("saving_high", "To", Kind.MONEY, INDICATIVE),
            Column("year", "First year", group=INDICATIVE),
            Column("posts_low", "From", Kind.FTE, "Indicative posts"),
            Column("posts_high", "To", Kind.FTE, "Indicative posts"),
            OWNER,
            Column("next_step", "Next step, or why dropped"),
            Column("next_on", "By, or dropped on"),
            BASIS,
        ),
        _proposal,
    ),
    "reviews": List(
        Listing("reviews", "Services under review"),
        (
            Column("service", "Service"),
            PORTFOLIO,
            Column("question", "Question"),
            Column("state", "State"),
            Column("due", "Due"),
            Column("outcome", "Outcome"),
            OWNER,
            BASIS,
        ),
        _review,
    ),
    "pilots": List(
        Listing("pilots", "Test and learn"),
        (
            Column("title", "Pilot"),
            PORTFOLIO,
            Column("cohort", "Demand cohort"),
            Column("measure", "Measure"),
            Column("starts_on", "Starts"),
            Column("ends_on", "Ends"),
            Column("result", "Result"),
            Column("learned", "What was learned"),
            OWNER,
            BASIS,
        ),
        _pilot,
    ),
    "closures": List(
        Listing("closures", "Programmes closed"),
        (
            Column("programme", "Programme"),
            Column("closed_on", "Closed on"),
            Column("reason", "Why"),
            Column("lessons", "Lessons"),
            Column("handed_to", "Handed over to"),
            Column("goes_on", "What goes on"),
            Column("reopened_on", "Opened again on"),
            BASIS,
        ),
        _closure,
    ),
}
