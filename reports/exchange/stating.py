"""The totals a plan prints, and the cells that say no number, as stated figures of a position."""

from collections.abc import Mapping
from typing import NamedTuple

from portfolios.models import Position
from reports.exchange.account import Reading, Stated
from reports.models import StatedFigure
from reports.reconciliation import State, Unit, tolerance

LONGEST_ROW, LONGEST_PRINTED = 200, 60  # characters of their columns


class Statement(NamedTuple):
    """The columns of a stated figure, plain."""

    position_id: int
    order: int
    document: str
    place: str
    table: str
    row: str
    printed_row: str
    column: str
    printed_column: str
    unit: str
    value: int | None
    printed: str
    decimals: int
    note: str


def stated_figures(
    reading: Reading, position: Position, document: str, names: Mapping[str, str]
) -> list[Statement]:
    """What the file states, in its order, by the names that portfolios are known by.

    What no quantity names (a total of more funds than one, one of two rows of a programme) is kept
    under words that are none, so that reconciliation says it is not covered.
    """
    about = position.pk, document[:20], (reading.sheet or "The file")[:120]
    said: list[tuple] = [
        (
            _table(stated.portfolio, stated.programme),
            _row(stated.portfolio, stated.programme, names) or "Total",
            stated.label or stated.at,
            column_of(stated),
            stated.at,
            Unit.MONEY.value,
            stated.amount.pence,
            printed_of(stated, reading.mapping.unit),
            stated.amount.decimals,
            "",
        )
        for stated in reading.stated
    ]
    said += [
        (
            "Plan",
            _row(cell.portfolio, cell.programme, names),
            cell.programme or cell.portfolio,
            f"{cell.year or 'no year'}, {cell.at}",
            cell.at,
            Unit.TEXT.value,
            None,
            cell.text,
            0,
            f"Uncovered: {cell.why}",
        )
        for cell in reading.uncovered
    ]
    return [
        Statement(*(about[0], order, about[1], about[2], table), *_cut(*one))
        for order, (table, *one) in enumerate(said, start=1)
    ]


def _cut(row: str, printed_row: str, column: str, at: str, unit: str, value, printed: str, *rest):
    """As long as its columns are; a row that is cut names nothing any more, so its column says."""
    if len(row) > LONGEST_ROW:
        row, column = row[:LONGEST_ROW], f"{column} ({at})"
    return (
        row,
        printed_row[:LONGEST_ROW],
        column,
        at,
        unit,
        value,
        printed[:LONGEST_PRINTED],
        *rest,
    )


def printed_of(stated: Stated, unit: str) -> str:
    """A total as it is printed, with the unit that a bare number is in where it names none."""
    bare = unit and not set(stated.printed.casefold()) & {"£", "k", "m"}
    return f"{stated.printed[:50]} (£{unit})" if bare else stated.printed


def standing(stated: Stated) -> State:
    """How a printed total stands against the figures of its own file, all funds together."""
    if stated.expected is None:
        return State.NOT_COVERED
    if stated.difference == 0:
        return State.EXACT
    figure = StatedFigure(unit=Unit.MONEY, decimals=stated.amount.decimals)
    return State.ROUNDING if abs(stated.difference) <= tolerance(figure, 0) else State.BREAK


def rounding_of(stated: Stated) -> str:
    """Whether rounding of what is printed can explain that a total breaks; empty where none does.

    A plan's figures are taken as they stand, so it breaks all the same.
    """
    if standing(stated) is not State.BREAK:
        return ""
    figure = StatedFigure(unit=Unit.MONEY, decimals=stated.amount.decimals)
    most = tolerance(figure, stated.inputs)
    word = "can" if abs(stated.difference) <= most else "cannot"
    its = "figure" if stated.inputs == 1 else f"{stated.inputs} figures"
    return f"Rounding of its {its} and of itself {word} explain it."


def _table(portfolio: str, programme: str) -> str:
    """Totals of one level are a table: a plan need not print one for each thing of the next."""
    if programme:
        return "Plan, totals of programmes"
    return "Plan, totals of portfolios" if portfolio else "Plan, totals"


def _row(portfolio: str, programme: str, names: Mapping[str, str]) -> str:
    known = names.get(portfolio, portfolio)
    return f"{known} / {programme}" if programme else known


def column_of(stated: Stated) -> str:
    """Which year and confidence it is of, as quantities are named; else words that name none."""
    parts = [stated.confidence.value] if stated.confidence else []
    if stated.year:
        parts.append(f"{'cumulative' if stated.cumulative else 'annual'} {stated.year}")
    column = ", ".join(parts) or "expected saving"
    if stated.is_part or stated.has_other_funds:
        return f"{column} ({'all funds' if stated.has_other_funds else 'a part'}, {stated.at})"
    return column
