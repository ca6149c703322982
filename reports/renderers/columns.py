"""How wide the columns of a table are on paper and on a slide, where no browser works it out."""

from collections.abc import Sequence
from dataclasses import dataclass

from reports.renderers import as_html
from reports.renderers.as_html import Heading
from reports.renderers.words import print_cell, printable, shape
from reports.table import Column, ReportTable, Row

_OF_SIZE = 0.53  # an average letter's width, of its size
_WIDE = 0.6  # a figure's, or a letter's in bold
_BETWEEN = 0.56  # of a line of both
_PADDING = 10.0  # points, both sides of a cell
LONGEST_WORD = 16  # letters: a longer one is broken
LONGEST_LINE = 44


@dataclass(frozen=True, slots=True)
class Placed:
    """A heading and where it stands: row, column."""

    heading: Heading
    row: int
    column: int

    @property
    def text(self) -> str:
        return printable(f"{self.heading.text} {self.heading.unit}".strip())


def headings(table: ReportTable) -> list[Placed]:
    """The headings the page prints, each in its place of one or two rows."""
    rows = as_html.headings(list(table.columns))
    taken: set[tuple[int, int]] = set()
    found = []
    for at, row in enumerate(rows):
        column = 0
        for heading in row:
            while (at, column) in taken:
                column += 1
            found.append(Placed(heading, at, column))
            taken |= {
                (at + down, column + across)
                for down in range(heading.rowspan)
                for across in range(heading.colspan)
            }
    return found


def words(column: Column, row: Row) -> tuple[str, str]:
    """What a cell prints, its rating's shape before it, and its mark."""
    cell = row.cells[column.key]
    text = printable(print_cell(column, cell))
    return f"{shape(text)} {text}".strip(), printable(cell.mark)


def widths(table: ReportTable, total: float, size: float) -> list[float]:
    """The width of each column, in points, of ``total``, in type of ``size`` points.

    No figure is broken while there is room for all of them; what is over goes to the words.
    """
    least = [_least(table, i, size) for i in range(len(table.columns))]
    wanted = [max(a, _wanted(table, i, size)) for i, a in enumerate(least)]
    if sum(least) >= total:
        return [a * total / sum(least) for a in least]
    if sum(wanted) <= total:
        over = total - sum(wanted)
        return [a + over * a / sum(wanted) for a in wanted]
    share = (total - sum(least)) / (sum(wanted) - sum(least))
    return [a + share * (b - a) for a, b in zip(least, wanted, strict=True)]


def needed(table: ReportTable, size: float) -> float:
    """The width below which figures and words would be broken, in points."""
    return sum(_least(table, i, size) for i in range(len(table.columns)))


def lines(table: ReportTable, row: Row, wide: Sequence[float], size: float) -> int:
    """How many lines the row takes."""
    return max(
        wrapped("".join(words(column, row)), width, size)
        for column, width in zip(table.columns, wide, strict=True)
    )


def wrapped(text: str, width: float, size: float) -> int:
    """How many lines ``text`` takes in a cell of ``width`` points."""
    room, taken, used = max(1.0, (width - _PADDING) / (size * _BETWEEN)), 1, 0.0
    for word in text.split():
        if used and used + 1 + len(word) > room:
            taken, used = taken + 1, 0.0
        used += len(word) + (1 if used else 0)
        while used > room:
            taken, used = taken + 1, used - room
    return taken


def _texts(table: ReportTable, at: int) -> list[str]:
    column = table.columns[at]
    return ["".join(words(column, row)) for row in table.rows]


def _least(table: ReportTable, at: int, size: float) -> float:
    column, texts = table.columns[at], _texts(table, at)
    heading: float = max((len(word) for word in column.heading.split()), default=1)
    if column.group:  # its heading stands over all of the group
        under = sum(c.group == column.group for c in table.columns)
        heading = max(heading, *(len(word) / under + 1 for word in column.group.split()))
    pieces = texts if column.kind.is_number else [w for text in texts for w in text.split()]
    longest = max((len(piece) for piece in pieces), default=1)
    held = longest * (_WIDE if column.kind.is_number else _OF_SIZE)
    return min(LONGEST_WORD * _WIDE, max(heading * _WIDE, held)) * size + _PADDING


def _wanted(table: ReportTable, at: int, size: float) -> float:
    longest = max((len(text) for text in _texts(table, at)), default=1)
    return min(LONGEST_LINE, longest) * size * _OF_SIZE + _PADDING
