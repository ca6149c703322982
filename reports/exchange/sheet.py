"""A sheet: the cells of a file as they were read, before anything is made of them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

Value = str | float | None  # text, a number as a spreadsheet holds it, or an empty cell
_LETTERS = re.compile(r"[A-Z]{1,4}")


@dataclass(frozen=True)
class Sheet:
    """A table of a file; ``rows`` count from 0, what a person is told counts from 1 and A."""

    title: str
    rows: tuple[tuple[Value, ...], ...]
    is_turned: bool = False  # whether rows and columns have changed places
    before: str = ""  # what its cells are told apart by, where several sheets are read

    @cached_property
    def width(self) -> int:
        return max(map(len, self.rows), default=0)

    @property
    def filled(self) -> Iterator[tuple[int, int, str | float]]:
        """(row, column, value) of each cell that holds something."""
        for row, cells in enumerate(self.rows):
            for column, value in enumerate(cells):
                if value is not None:
                    yield row, column, value

    def at(self, row: int, column: int) -> str:
        """Where a cell stands in the file, like C7."""
        if self.is_turned:
            row, column = column, row
        return f"{self.before}{letters(column)}{row + 1}"

    def turned(self) -> "Sheet":
        """The same with rows for columns."""
        columns = range(self.width)
        rows = tuple(
            tuple(cells[c] if c < len(cells) else None for cells in self.rows) for c in columns
        )
        return Sheet(self.title, rows, not self.is_turned, self.before)


def sheets_of(tables: Mapping[str, Sequence[Sequence[Value]]]) -> list[Sheet]:
    """The sheets of a file as ``open_tables`` read it."""
    return [Sheet(title, tuple(map(tuple, rows))) for title, rows in tables.items()]


def text_of(value: Value) -> str:
    """A cell as a person reads it; whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else f"{value:.15g}"


@lru_cache(maxsize=1024)
def letters(column: int) -> str:
    """The name of a column, counted from 0: A, Z, AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def column_of(name: str) -> int:
    """The column of a name, counted from 0. ``ValueError`` says what is allowed."""
    if not _LETTERS.fullmatch(name):
        raise ValueError(f"“{name[:20]}” is not a column: write A, B … Z, AA.")
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
