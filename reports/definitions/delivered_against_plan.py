"""Delivered against plan: what each portfolio was to save this year, expects to, and has."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Sum

from agt.words.money import in_millions
from agt.words.years import FinancialYear
from portfolios.models import PortfolioPlace, ProgrammePlace
from portfolios.models.of_programme import OfProgrammeQuerySet
from reports.definitions.living import BASIS, basis
from reports.living_rows import shown_on, without_samples
from reports.quantities import Quantity
from reports.table import (
    Ask,
    Cell,
    Column,
    Kind,
    Report,
    ReportTable,
    Role,
    Row,
    Subject,
    figure,
    named,
)
from savings.claims import COUNTED, ClaimState
from savings.delivery import Standing
from savings.models import DeliveredSaving, DeliveryForecast, RecoveryPlan, Saving, SavingsLine

NOT_STATED = "not stated"
UNKNOWN = "n/a"
Shows = ProgrammePlace.Shows
GENERAL_FUND = (Shows.MONEY, Shows.NONE, Shows.TBC)


@dataclass
class Delivered:
    """What is recorded of one programme, or of several together, in whole pence."""

    counted: int = 0  # this year, agreed by Finance
    waiting: int = 0  # this year, claimed
    so_far: int = 0  # since the start, agreed by Finance
    cashable: int = 0  # of that
    recovered: int = 0
    has_claims: bool = False
    has_samples: bool = False
    forecasts: dict[str, int] = field(default_factory=dict)  # by programme (slug)

    def add(self, other: "Delivered") -> None:
        for name in ("counted", "waiting", "so_far", "cashable", "recovered"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.has_claims |= other.has_claims
        self.has_samples |= other.has_samples
        self.forecasts |= other.forecasts


def year_of(ask: Ask) -> FinancialYear:
    """The year the table is of: that of the position's day, or of today while it is edited."""
    return FinancialYear.of(shown_on(ask.position))


def by_programme(ask: Ask) -> dict[str, Delivered]:
    """What is recorded of each programme (by slug) on the General Fund, to be read alone."""
    asked = "delivered", ask.position.pk, ask.portfolio.pk if ask.portfolio else None
    return ask.library.beside(asked, lambda: _recorded(ask))


def _recorded(ask: Ask) -> dict[str, Delivered]:
    """What ``by_programme`` keeps: three queries."""
    day, year = shown_on(ask.position), year_of(ask)
    found: dict[str, Delivered] = defaultdict(Delivered)

    def of(rows: OfProgrammeQuerySet) -> OfProgrammeQuerySet:
        within = ask.portfolio.portfolio if ask.portfolio else None
        placed = rows.placed_at(ask.position, visible_to=ask.library.viewer, within=within)
        return without_samples(placed.filter(place__shows__in=GENERAL_FUND), ask.position)

    claims = of(DeliveredSaving.objects.up_to(day)).order_by()
    keys = ("slug", "month", "state", "cashable", "illustrative")
    for slug, month, state, cashable, sample, pence in claims.values_list(*keys).annotate(
        pence=Sum("amount")
    ):
        one = found[slug]
        one.has_claims = True
        one.has_samples |= sample
        this_year = FinancialYear.of(month) == year
        if state in COUNTED:
            one.counted += pence if this_year else 0
            one.so_far += pence
            one.cashable += pence if cashable else 0
        elif state == ClaimState.CLAIMED and this_year:
            one.waiting += pence
    for forecast in of(DeliveryForecast.objects.newest_by(day).filter(year=year.start)):
        found[forecast.slug].forecasts[forecast.slug] = forecast.amount
        found[forecast.slug].has_samples |= forecast.illustrative
    plans = of(RecoveryPlan.objects.filter(year=year.start)).order_by()
    for slug, pence in plans.values_list("slug").annotate(pence=Sum("next_year")):
        found[slug].recovered += pence
    return dict(found)


def build(ask: Ask) -> ReportTable:
    year, held = year_of(ask), by_programme(ask)
    recurrent = _recurrent(ask, year)
    wanted: dict[str, set[str]] = defaultdict(set)
    together: dict[str, Delivered] = defaultdict(Delivered)
    for programme in ask.book.programmes:
        together[programme.portfolio].add(held.get(programme.slug, Delivered()))
        if programme.shows == Shows.MONEY:
            wanted[programme.portfolio].add(programme.slug)
    rows, whole = [], Delivered()
    for portfolio in ask.portfolios:
        one = together[portfolio.name]
        whole.add(one)
        cells = _cells(
            ask, portfolio.name, year, one, wanted[portfolio.name], recurrent[portfolio.name]
        )
        rows.append(_row(portfolio, cells, one))
    covered = [p.name for p in ask.portfolios]
    needed = set().union(*(wanted[name] for name in covered))
    total = _cells(ask, ask.whole, year, whole, needed, sum(recurrent[n] for n in covered))
    costs = [row.cells["next_year"].number for row in rows]
    known = [cost for cost in costs if cost is not None]
    total["next_year"] = Cell(sum(known) if len(known) == len(costs) else UNKNOWN)
    rows.append(
        Row(
            Role.TOTAL,
            {"portfolio": Cell("Total"), **total, "basis": basis(whole.has_samples)},
        )
    )
    return ask.table(
        REPORT,
        columns=_columns(year),
        rows=tuple(rows),
        notes=_notes(ask, together.values()),
        finding=_finding(total, year),
    )


def _columns(year: FinancialYear) -> tuple[Column, ...]:
    this, since = f"In {year}", f"From the start to {year}"
    return (
        Column("portfolio", "Portfolio"),
        Column("plan", "Plan", Kind.MONEY, this),
        Column("forecast", "Forecast", Kind.MONEY, this),
        Column("delivered", "Delivered", Kind.MONEY, this),
        Column("waiting", "Claimed, not validated", Kind.MONEY, this),
        Column("gap", "Gap", Kind.MONEY, this),
        Column("next_year", "Cost next year", Kind.MONEY, this),
        Column("planned", "Planned", Kind.MONEY, since),
        Column("so_far", "Delivered to date", Kind.MONEY, since),
        Column("cashable", "Cashable of that", Kind.MONEY, since),
        BASIS,
    )


def _cells(
    ask: Ask,
    portfolio: str,
    year: FinancialYear,
    one: Delivered,
    wanted: set[str],
    recurrent: int,
) -> dict[str, Cell]:
    plan = figure(ask.book, Quantity(portfolio=portfolio, year=year, cumulative=True))
    is_forecast = bool(wanted) and wanted <= one.forecasts.keys()
    forecast = sum(one.forecasts.values()) if is_forecast else None
    known = recurrent if ask.book.has_lines else None
    standing = Standing(plan.number, forecast, known, one.recovered)
    return {
        "plan": plan,
        "forecast": Cell(NOT_STATED if forecast is None else forecast),
        "delivered": Cell(one.counted if one.has_claims else NOT_STATED),
        "waiting": Cell(one.waiting if one.has_claims else NOT_STATED),
        "gap": Cell(UNKNOWN if standing.gap is None else standing.gap),
        "next_year": Cell(UNKNOWN if standing.next_year is None else standing.next_year),
        "planned": _planned(ask, portfolio, year),
        "so_far": Cell(one.so_far if one.has_claims else NOT_STATED),
        "cashable": Cell(one.cashable if one.has_claims else NOT_STATED),
    }


def _planned(ask: Ask, portfolio: str, year: FinancialYear) -> Cell:
    """What the budgets of all years up to this one counted on, added up."""
    years = list(ask.position.first_year.through(year))
    amounts = [
        ask.book.figure(Quantity(portfolio=portfolio, year=y, cumulative=True)) for y in years
    ]
    known = [pence for pence in amounts if pence is not None]
    return Cell(sum(known) if len(known) == len(amounts) else UNKNOWN)


def _recurrent(ask: Ask, year: FinancialYear) -> dict[str, int]:
    """What of the plan of ``year`` stays in later budgets, by portfolio: one query."""
    lines = SavingsLine.objects.at(ask.position).visible_to(ask.library.viewer)
    recurrent = lines.on_the_general_fund().filter(
        saving__recurrence=Saving.Recurrence.RECURRENT, year__lte=year.start
    )
    sums = recurrent.order_by().values_list("place__portfolio__name").annotate(Sum("amount"))
    return defaultdict(int, sums)


def _row(portfolio: PortfolioPlace, cells: dict[str, Cell], one: Delivered) -> Row:
    own = {"portfolio": named(portfolio), **cells, "basis": basis(one.has_samples)}
    return Row(Role.BODY, own, portfolio.colour)


def _notes(ask: Ask, held: Iterable[Delivered]) -> tuple[str, ...]:
    notes = (
        "Plan is the cumulative amount for the year of the position shown; delivered is what "
        "Finance has validated or banked, month by month. HRA and DSG programmes are left out.",
        "A forecast stands where every programme with a saving has one; the gap is plan less "
        "forecast.",
        "Cost next year is the part of the gap that recurs, less what recovery and replacement "
        "plans bring.",
    )
    if any(one.has_samples for one in held):
        return (*notes, "Rows marked illustrative hold samples: no paper says them.")
    return notes


def _finding(total: dict[str, Cell], year: FinancialYear) -> str:
    plan, delivered = total["plan"].number, total["delivered"].number
    if delivered is None:
        return f"No saving is claimed as delivered by {year} yet"
    if plan is None:
        return f"{in_millions(delivered)} delivered in {year}; its plan is not published"
    return f"{in_millions(delivered)} of the {in_millions(plan)} planned for {year} is delivered"


REPORT = Report(
    slug="delivered-against-plan",
    title="Delivered against plan",
    question="How much of this year's saving has arrived, and what will be missing?",
    subject=Subject.DELIVERY,
    build=build,
    charts=("delivery",),
    lives_on=True,
)
