"""A quantity: what a figure is a figure *of*, in one vocabulary.

A stated figure, a cell of a table and the answer to "why this number?" all name a ``Quantity``; two
statements are of the same thing when their position and quantity are equal.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple, Self

from agt.words.years import FinancialYear
from savings.models import Confidence


class Measure(StrEnum):
    """What is counted, and so the unit: money in pence, FTE in hundredths, or a count."""

    SAVING = "saving"
    TRANSFERRED_OUT = "transferred-out"
    TRANSFERRED_IN = "transferred-in"
    PROGRAMMES = "programmes"
    PORTFOLIOS = "portfolios"
    LOW = "low"
    HIGH = "high"
    VACANT = "vacant"
    OCCUPIED_LOW = "occupied-low"
    OCCUPIED_HIGH = "occupied-high"
    DELIVERED = "delivered"
    DELIVERED_VACANT = "delivered-vacant"
    ESTABLISHMENT = "establishment"


POSTS = frozenset(
    {Measure.LOW, Measure.HIGH, Measure.VACANT, Measure.OCCUPIED_LOW, Measure.OCCUPIED_HIGH}
)

LABELS: Mapping[Measure, str] = {
    Measure.SAVING: "Saving",
    Measure.TRANSFERRED_OUT: "Transferred out",
    Measure.TRANSFERRED_IN: "Transferred in",
    Measure.PROGRAMMES: "Programmes",
    Measure.PORTFOLIOS: "Portfolios",
    Measure.LOW: "Post reductions, low",
    Measure.HIGH: "Post reductions, high",
    Measure.VACANT: "Vacant posts included",
    Measure.OCCUPIED_LOW: "Occupied posts, low",
    Measure.OCCUPIED_HIGH: "Occupied posts, high",
    Measure.DELIVERED: "Posts already delivered",
    Measure.DELIVERED_VACANT: "Posts already delivered, vacant",
    Measure.ESTABLISHMENT: "Establishment",
}

_COLUMNS: Mapping[str, Measure] = {
    "transferred out": Measure.TRANSFERRED_OUT,
    "transferred in": Measure.TRANSFERRED_IN,
    "programmes": Measure.PROGRAMMES,
    "portfolios": Measure.PORTFOLIOS,
    "total low": Measure.LOW,
    "total high": Measure.HIGH,
    "vacant": Measure.VACANT,
    "occupied low": Measure.OCCUPIED_LOW,
    "occupied high": Measure.OCCUPIED_HIGH,
    "already delivered": Measure.DELIVERED,
    "already delivered, vacant": Measure.DELIVERED_VACANT,
    "establishment": Measure.ESTABLISHMENT,
}
_WHOLE = {"total", "council"}
_SAVING = re.compile(r"(?:.+ )?expected saving")
_IN_A_YEAR = re.compile(
    rf"(?:(?P<confidence>{'|'.join(Confidence.values)}), )?"
    r"(?P<kind>cumulative|annual) (?P<year>\d{4}/\d{2})"
)


class Quantity(NamedTuple):
    """A measure of the council, a portfolio or a programme (by name), at a year or a confidence.

    With a ``year`` a saving is annual, unless it is ``cumulative``.
    """

    measure: Measure = Measure.SAVING
    portfolio: str = ""
    programme: str = ""
    year: FinancialYear | None = None
    cumulative: bool = False
    confidence: Confidence | None = None

    @classmethod
    def from_statement(cls, row: str, column: str) -> "Quantity | None":
        """Read a stated figure's row and column, in our names; ``None`` where they are unknown."""
        return _read(row, column)

    @property
    def whole(self) -> "Quantity | None":
        """What it is a row of: the portfolio of a programme, the council of a portfolio."""
        if self.programme:
            return self._replace(programme="")
        return self._replace(portfolio="") if self.portfolio else None

    def __str__(self) -> str:
        parts = [LABELS[self.measure]]
        if self.confidence:
            parts.append(self.confidence.label)
        if self.year:
            parts.append(f"{'cumulative at' if self.cumulative else 'annual in'} {self.year}")
        parts.append(self.programme or self.portfolio or "whole programme")
        return ", ".join(parts)

    def as_query(self) -> dict[str, str]:
        """The quantity as the parameters of a link."""
        written = {
            "measure": str(self.measure),
            "portfolio": self.portfolio,
            "programme": self.programme,
            "year": str(self.year or ""),
            "cumulative": "yes" if self.cumulative else "",
            "confidence": str(self.confidence or ""),
        }
        return {key: value for key, value in written.items() if value}

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Self:
        """Read a link's parameters; ``ValueError`` names what is not known."""
        if any("\0" in value for value in query.values()):
            raise ValueError("A name cannot hold a NUL.")
        return cls(
            measure=Measure(query.get("measure") or "saving"),
            portfolio=query.get("portfolio", ""),
            programme=query.get("programme", ""),
            year=FinancialYear.parse(query["year"]) if query.get("year") else None,
            cumulative=query.get("cumulative") == "yes",
            confidence=Confidence(query["confidence"]) if query.get("confidence") else None,
        )


@lru_cache(maxsize=4096)
def _read(row: str, column: str) -> Quantity | None:
    portfolio, _, programme = row.partition(" / ")
    quantity = Quantity(
        portfolio="" if portfolio.lower() in _WHOLE else portfolio,
        programme="" if programme.lower() in _WHOLE else programme,
    )
    name = column.lower()
    if _SAVING.fullmatch(name):
        return quantity
    if name in Confidence.values:
        return quantity._replace(confidence=Confidence(name))
    if name in _COLUMNS:
        return quantity._replace(measure=_COLUMNS[name])
    found = _IN_A_YEAR.fullmatch(name)
    if not found:
        return None
    try:
        year = FinancialYear.parse(found["year"])
    except ValueError:
        return None
    return quantity._replace(
        year=year,
        cumulative=found["kind"] == "cumulative",
        confidence=Confidence(found["confidence"]) if found["confidence"] else None,
    )
