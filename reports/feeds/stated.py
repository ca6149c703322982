"""The feed of stated figures: every number a paper printed, and how it stands."""

from collections.abc import Iterator

from reports.feeds.columns import AS_AT, POSITION
from reports.feeds.feed import Column, Feed, FeedAsk, Kind, Row
from reports.models import StatedFigure
from reports.reconciliation import SCALE

_SCALED = {StatedFigure.Unit.MONEY: 100}  # pounds, not millions: as every amount of a feed


def rows(ask: FeedAsk) -> Iterator[Row]:
    wanted = {position.pk: position for position in ask.positions}
    for result in ask.library.reconciled:
        figure = result.figure
        position = wanted.get(figure.position_id)
        if position is None:
            continue
        worst = result.worst
        yield (
            position.slug,
            position.as_at,
            figure.document,
            figure.place,
            figure.table,
            figure.row,
            figure.column,
            figure.printed,
            figure.unit,
            _number(figure, figure.value),
            figure.qualifier or None,
            str(result.state),
            worst.name if worst else None,
            _number(figure, worst.expected) if worst else None,
            _number(figure, worst.difference) if worst else None,
            figure.explanation or None,
        )


def _number(figure: StatedFigure, value: int | None) -> int | float | None:
    """In pounds, FTE or ones: the unit is in the row."""
    if value is None or figure.unit == StatedFigure.Unit.TEXT:
        return None
    parts = _SCALED.get(StatedFigure.Unit(figure.unit), SCALE[StatedFigure.Unit(figure.unit)])
    return value // parts if value % parts == 0 else value / parts


FEED = Feed(
    name="stated-figures",
    title="Stated figures and reconciliation",
    says="Every number a paper printed, and whether it agrees with what it is made of.",
    rows=rows,
    columns=(
        POSITION,
        AS_AT,
        Column("paper", "The paper that prints it"),
        Column("place", "Where in the paper"),
        Column("table", "In which table, or in the text"),
        Column("row", "What it is of"),
        Column("column", "What is counted"),
        Column("printed", "As it is printed"),
        Column("unit", "GBP m (the numbers here are in pounds), FTE, count or text"),
        Column("value", "As a number: pounds, FTE or ones", Kind.NUMBER, may_be_empty=True),
        Column("qualifier", "c, over, up to …", may_be_empty=True),
        Column("state", "exact, rounding, break or not covered"),
        Column("check", "The check that decides: computes, foots or agrees", may_be_empty=True),
        Column("expected", "What that check expects", Kind.NUMBER, may_be_empty=True),
        Column("difference", "How far it is off", Kind.NUMBER, may_be_empty=True),
        Column("explanation", "The newest explanation of a break", may_be_empty=True),
    ),
)
