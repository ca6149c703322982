"""What the tables of benefits share: which rows they cover, and how a value is told."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from agt.words.money import divide_half_up
from reports.definitions.living import ILLUSTRATIVE
from reports.table import Ask, Cell
from savings.measured import Measured, measured
from savings.models import Benefit, Measure, Reading

NOT_STATED = "not stated"


def benefits(ask: Ask) -> Any:
    """The benefits that a report covers: those of the reader's portfolios or the one asked for."""
    held = Benefit.objects.visible_to(ask.library.viewer)
    return held.filter(portfolio=ask.portfolio.portfolio) if ask.portfolio else held


def measures(ask: Ask) -> list[Measured]:
    """The measures that a report covers, as they stand, in a number of queries that is fixed."""
    held = Measure.objects.visible_to(ask.library.viewer).for_reading()
    if ask.portfolio:
        held = held.filter(home=ask.portfolio.portfolio_id)
    return [measured(measure) for measure in held]


def labels(ask: Ask) -> Mapping[int, str]:
    """What the position prints for each portfolio, by its id."""
    return {place.portfolio_id: place.printed_label for place in ask.portfolios}


def portfolio_cell(labels: Mapping[int, str], portfolio: Any) -> Cell:
    if portfolio is None:
        return Cell("All portfolios")
    return Cell(labels.get(portfolio.pk, str(portfolio)))


def value_cell(thousandths: int | None, otherwise: str = NOT_STATED) -> Cell:
    return Cell(otherwise if thousandths is None else thousandths)


def target_cell(exact: Fraction | None) -> Cell:
    """A point of a trajectory, cut to thousandths as they are printed."""
    if exact is None:
        return Cell("none")
    return Cell(divide_half_up(exact.numerator, exact.denominator))


def reading_cell(reading: Reading | None) -> Cell:
    """A reading; a missing one is a word, never a nought."""
    if reading is None or reading.value is None:
        return Cell("missing")
    return Cell(reading.value)


def basis_cell(row: Benefit | Measure, qualifier: str = "") -> Cell:
    """What a row rests on, and how its reading is qualified: published, over."""
    basis = "published" if row.stated_in else "recorded"
    words = (ILLUSTRATIVE if row.illustrative else basis, qualifier)
    return Cell(", ".join(word for word in words if word))
