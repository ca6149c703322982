"""Gap coverage: each year's funding gap, what savings close of it, and what is left."""

from agt.words.money import in_millions
from agt.words.years import FinancialYear
from portfolios.council import council
from portfolios.models import Organisation, Position
from reports.living_rows import SAMPLE
from reports.quantities import Quantity
from reports.table import Ask, Cell, Column, Kind, Report, ReportTable, Role, Row, Subject, figure
from savings.investing import weighted
from savings.models import BudgetPressure, Confidence, FundingGap, SavingsLine

NOT_STATED = "not stated"
UNKNOWN = "n/a"


def build(ask: Ask) -> ReportTable:
    weights = weights_of(council())
    rows: list[Row] = []
    sampled = False
    if ask.covers_all:
        asked = "gaps", ask.position.pk
        gaps, by_year, from_samples = ask.library.beside(asked, lambda: _gaps(ask.position))
        for year in ask.position.years if gaps else ():
            gap = gaps.get(year)
            sample = (gap is not None and gap.illustrative) or year in from_samples
            sampled |= sample
            rows.append(_row(ask, year, gap, by_year.get(year, 0), weights, sample=sample))
    return ask.table(
        REPORT,
        columns=COLUMNS,
        rows=tuple(rows),
        notes=_notes(ask, weights, sampled=sampled),
        finding=_finding(ask, rows),
    )


def _gaps(
    position: Position,
) -> tuple[dict[FinancialYear, FundingGap], dict[FinancialYear, int], set[FinancialYear]]:
    """The gap of each year, the pence of its pressures, and the years that have samples of them."""
    pressures = BudgetPressure.objects.at(position)
    return (
        {gap.year: gap for gap in FundingGap.objects.at(position)},
        pressures.by_year(),
        set(pressures.filter(illustrative=True).values_list("year", flat=True)),
    )


def weights_of(organisation: Organisation | None) -> dict[str, int]:
    """Whole per cent by confidence, as the council sets them."""
    held = organisation or Organisation()
    return {c.value: getattr(held, f"weight_{c.value}") for c in Confidence}


def _row(
    ask: Ask,
    year: FinancialYear,
    gap: FundingGap | None,
    pressure: int,
    weights: dict[str, int],
    *,
    sample: bool,
) -> Row:
    sure = {
        c.value: figure(ask.book, Quantity(year=year, confidence=c, cumulative=True))
        for c in Confidence
    }
    amounts = {name: cell.number for name, cell in sure.items()}
    known = {name: pence for name, pence in amounts.items() if pence is not None}
    face = sum(known.values()) if len(known) == len(amounts) else None
    counted = weighted(known, weights) if face is not None else None
    close = gap.amount + pressure if gap else None
    return Row(
        Role.BODY,
        {
            "year": Cell(str(year), label=f"{year}{SAMPLE}" if sample else ""),
            "gap": Cell(gap.amount if gap else NOT_STATED),
            "pressures": Cell(pressure),
            "to_close": _known(close),
            **sure,
            "face": _known(face),
            "left": _less(close, face),
            "weighted": _known(counted),
            "left_weighted": _less(close, counted),
        },
    )


def _known(pence: int | None) -> Cell:
    return Cell(UNKNOWN if pence is None else pence)


def _less(whole: int | None, part: int | None) -> Cell:
    return Cell(UNKNOWN if whole is None or part is None else whole - part)


def _notes(ask: Ask, weights: dict[str, int], *, sampled: bool) -> tuple[str, ...]:
    if not ask.covers_all:
        return ("The funding gap is the whole council's: it is not split by portfolio.",)
    counts = ", ".join(f"{c.label} {weights[c.value]}%" for c in Confidence)
    notes = [
        "Gap, pressures and savings are cumulative: the effect on that year's budget. What is "
        "left is below zero where savings are more than the gap.",
        f"Weighted by confidence: {counts}.",
    ]
    if SavingsLine.Basis.APPORTIONED in ask.book.bases:
        notes.append(
            "The papers give savings by year and by confidence, not both at once: what is of "
            "each confidence in a year is apportioned."
        )
    if sampled:
        notes.append("Rows marked illustrative hold samples: no paper says them.")
    return tuple(notes)


def _finding(ask: Ask, rows: list[Row]) -> str:
    if not ask.covers_all:
        return "The funding gap is the whole council's"
    known = [row for row in rows if row.cells["left"].number is not None]
    if not known:
        return "No funding gap is recorded at this position"
    last = known[-1].cells
    left, sure = (last[key].number or 0 for key in ("left", "left_weighted"))
    return f"{last['year'].value}: {_left(left)} at face value, {_left(sure)} weighted"


def _left(pence: int) -> str:
    return f"{in_millions(pence)} left to find" if pence > 0 else "the gap is closed"


COLUMNS = (
    Column("year", "Year"),
    Column("gap", "Gap", Kind.MONEY, "To close"),
    Column("pressures", "Pressures", Kind.MONEY, "To close"),
    Column("to_close", "In all", Kind.MONEY, "To close"),
    *(Column(c.value, c.label, Kind.MONEY, "Savings") for c in Confidence),
    Column("face", "At face value", Kind.MONEY, "Savings"),
    Column("left", "Left to find", Kind.MONEY),
    Column("weighted", "Savings, weighted", Kind.MONEY),
    Column("left_weighted", "Left to find, weighted", Kind.MONEY),
)
REPORT = Report(
    slug="gap-coverage",
    title="Gap coverage",
    question="How much of each year's funding gap do savings close?",
    subject=Subject.DELIVERY,
    build=build,
    charts=("path-to-closing",),
)
