"""Investment and payback: what each programme costs, what it saves, and when it has paid."""

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from django.db.models import Sum

from agt.words.money import divide_half_up, in_millions
from agt.words.years import FinancialYear
from reports.living_rows import SAMPLE
from reports.table import (
    NOT_PUBLISHED,
    Ask,
    Cell,
    Column,
    Kind,
    Report,
    ReportTable,
    Role,
    Row,
    Subject,
    named,
)
from savings.investing import effect_by_year, net_by_year, payback
from savings.models import Investment, Saving, SavingsLine

PEOPLE = (Investment.Kind.REDUNDANCY, Investment.Kind.PENSION)
COSTS = ("one_off", "ongoing", "capital", "people", "fees")


class Case:
    """Costs and savings of one programme, or of several together, in whole pence by year."""

    def __init__(self) -> None:
        self.costs: dict[FinancialYear, int] = defaultdict(int)
        self.parts = dict.fromkeys(COSTS, 0)
        self.steps: dict[FinancialYear, int] = defaultdict(int)
        self.receipts = 0
        self.is_known_by_year = True
        self.has_samples = False

    def invest(self, row: Any) -> None:
        self.costs[row.year] += row.amount
        self.parts["one_off" if row.recurrence == "one_off" else "ongoing"] += row.amount
        self.parts["capital"] += row.amount if row.budget == Investment.Budget.CAPITAL else 0
        self.parts["people"] += row.amount if row.kind in PEOPLE else 0
        self.parts["fees"] += row.amount if row.kind == Investment.Kind.FEES else 0
        self.has_samples |= row.illustrative

    def save(self, year: FinancialYear, budget: str, pence: int) -> None:
        """A step of a saving, or a capital receipt, which is never added to it."""
        if budget == Saving.Budget.CAPITAL_RECEIPT:
            self.receipts += pence
        else:
            self.steps[year] += pence

    def cells(self, years: list[FinancialYear]) -> dict[str, Cell]:
        cost = sum(self.costs.values())
        cells = {name: Cell(pence) for name, pence in self.parts.items()}
        cells |= {"cost": Cell(cost), "receipts": Cell(self.receipts)}
        if not self.is_known_by_year:
            return cells | dict.fromkeys(("saving", "net", "payback"), Cell(NOT_PUBLISHED))
        effect = effect_by_year(self.steps, years)
        net = net_by_year(effect, self.costs, years)
        return cells | {
            "saving": Cell(sum(effect.values())),
            "net": Cell(sum(net)),
            "payback": _years(payback(net), years[-1]) if cost else Cell("no cost"),
        }


def _years(after: Fraction | None, last: FinancialYear) -> Cell:
    """Years in hundredths, halves away from zero; a word where it is not paid back by the end."""
    if after is None:
        return Cell(f"not by {last}")
    return Cell(divide_half_up(after.numerator * 100, after.denominator))


def build(ask: Ask) -> ReportTable:
    years = _years_of(ask)
    programmes, portfolios, whole = _cases(ask)
    rows = []
    for portfolio in ask.portfolios:
        case = portfolios[portfolio.name]
        own = [p for p in ask.book.programmes if p.portfolio == portfolio.name]
        costing = [p for p in own if programmes[p.slug].costs]
        if not costing and not case.receipts:
            continue
        rows.append(
            Row(
                Role.SUBTOTAL,
                {"portfolio": named(portfolio), "programme": Cell(), **case.cells(years)},
                portfolio.colour,
            )
        )
        for programme in costing:
            one = programmes[programme.slug]
            name = Cell(
                f"{programme.label}{SAMPLE if one.has_samples else ''}",
                link=("programme-detail", programme.slug),
            )
            own_cells = {"portfolio": Cell(portfolio.printed_label), "programme": name}
            rows.append(Row(Role.BODY, {**own_cells, **one.cells(years)}, portfolio.colour))
    if rows:
        total = {"portfolio": Cell("Total"), "programme": Cell(), **whole.cells(years)}
        rows.append(Row(Role.TOTAL, total))
    return ask.table(
        REPORT,
        columns=COLUMNS,
        rows=tuple(rows),
        notes=(
            f"Costs and savings are of {years[0]} to {years[-1]}, on the General Fund. A year's "
            "saving is its effect on that year's budget; net is saving less cost.",
            "A portfolio and the total hold all of their programmes' savings. Payback is in "
            "years from 1 April of the first year, each year's net spread evenly over it; 0.0 is a "
            "cost that is never ahead of the savings.",
            "Capital receipts stand apart: they are in no saving, net or payback here.",
            "A programme whose lines are apportioned has no saving by year: it is not published.",
        ),
        finding=_finding(whole),
    )


def _cases(ask: Ask) -> tuple[dict[str, Case], dict[str, Case], Case]:
    """Of each programme (by slug), of each portfolio (by name) and of all: two queries."""
    programmes: dict[str, Case] = defaultdict(Case)
    portfolios: dict[str, Case] = defaultdict(Case)
    whole = Case()
    home = {p.slug: p.portfolio for p in ask.book.programmes}
    covered = {p.name for p in ask.portfolios}

    def cases(slug: str) -> Iterable[Case]:
        yield programmes[slug]
        yield portfolios[home[slug]]
        yield whole

    viewer = ask.library.viewer
    placed = Investment.objects.filter(position=ask.position)
    rows: Iterable[Any] = placed.placed_at(ask.position, visible_to=viewer)
    for row in rows:
        if home[row.slug] in covered:
            for case in cases(row.slug):
                case.invest(row)
    lines = SavingsLine.objects.at(ask.position).visible_to(viewer).on_the_general_fund()
    keys = ("place__programme__slug", "year", "saving__budget", "basis")
    for slug, year, budget, basis, pence in (
        lines.order_by().values_list(*keys).annotate(pence=Sum("amount"))
    ):
        if home[slug] in covered:
            for case in cases(slug):
                case.save(year, budget, pence)
            if basis == SavingsLine.Basis.APPORTIONED:
                programmes[slug].is_known_by_year = False
                if budget == Saving.Budget.CAPITAL_RECEIPT:  # nor what is left without it
                    portfolios[home[slug]].is_known_by_year = whole.is_known_by_year = False
    if not ask.book.has_lines:
        for case in [*programmes.values(), *portfolios.values(), whole]:
            case.is_known_by_year = False
    return programmes, portfolios, whole


def _years_of(ask: Ask) -> list[FinancialYear]:
    """The years of the position."""
    return list(ask.position.years)


def _finding(whole: Case) -> str:
    cost = sum(whole.costs.values())
    if not cost:
        return "No investment is recorded at this position"
    return f"{in_millions(cost)} is invested, {in_millions(whole.parts['one_off'])} of it one-off"


COLUMNS = (
    Column("portfolio", "Portfolio"),
    Column("programme", "Programme Name"),
    Column("one_off", "One-off", Kind.MONEY, "Investment"),
    Column("ongoing", "Ongoing", Kind.MONEY, "Investment"),
    Column("cost", "In all", Kind.MONEY, "Investment"),
    Column("capital", "Capital", Kind.MONEY, "Of that"),
    Column("people", "Redundancy and pension strain", Kind.MONEY, "Of that"),
    Column("fees", "Fees tied to results", Kind.MONEY, "Of that"),
    Column("saving", "Saving", Kind.MONEY),
    Column("net", "Net saving", Kind.MONEY),
    Column("payback", "Payback (years)", Kind.YEARS),
    Column("receipts", "Capital receipts", Kind.MONEY),
)
REPORT = Report(
    slug="investment-and-payback",
    title="Investment and payback",
    question="What does the whole programme cost, and when has it paid for itself?",
    subject=Subject.DELIVERY,
    build=build,
)
