"""What the papers print, read from fixtures/source by the tests; no product code reads it here."""

import csv
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "fixtures" / "source"
SMALLEST = {"GBP m": 100_000_000, "FTE": 100, "count": 1}


@dataclass(frozen=True)
class Printed:
    """One printed figure: ``value`` in pence, hundredths of an FTE or ones; else the word."""

    position: str
    document: str
    place: str
    table: str
    row: str
    label: str
    column: str
    heading: str
    value: int | str
    printed: str
    footnote: str

    @property
    def marks(self) -> str:
        """The asterisks behind it."""
        return re.search(r"\**$", self.printed)[0]


@cache
def figures() -> tuple[Printed, ...]:
    with (SOURCE / "stated_figures.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Printed(
                row["position"],
                row["document"],
                row["place"],
                row["table"],
                row["row"],
                row["printed_row"],
                row["column"],
                row["printed_column"],
                row["value"]
                if row["unit"] == "text"
                else int(Decimal(row["value"]) * SMALLEST[row["unit"]]),
                row["printed"],
                row["footnote"],
            )
            for row in csv.DictReader(file)
        )


def of_table(table: str, *, place: str = "") -> list[Printed]:
    """The figures of a table, as printed, in one place or in all of them."""
    return [f for f in figures() if f.table == table and place in ("", f.place)]


def labels(printed: list[Printed]) -> list[str]:
    """The labels of the rows, in the order they are met."""
    return list(dict.fromkeys(f.label for f in printed))


@cache
def portfolios() -> tuple[dict[str, str], ...]:
    with (SOURCE / "portfolios.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))
