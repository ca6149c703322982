"""A mapping: what the rows and columns of a plan mean, as a value and as a file written by hand.

``docs/import.md`` describes the file, key by key.
"""

import json
from collections.abc import Mapping as Mapped
from dataclasses import dataclass, field, fields
from enum import StrEnum
from functools import cached_property
from typing import Any

from agt.words.years import FinancialYear
from reports.exchange.amounts import UNITS, key
from reports.exchange.sheet import column_of
from savings.models import Confidence, Fund

LONGEST_FILE = 200_000  # characters of a mapping file


class Meaning(StrEnum):
    """What a column holds."""

    PORTFOLIO = "portfolio"
    PROGRAMME = "programme"
    CONFIDENCE = "confidence"
    FUND = "fund"
    YEAR = "year"
    AMOUNT = "amount"
    TOTAL = "total"
    KIND = "kind"
    POSTS = "posts"
    POSTS_LOW = "posts_low"
    POSTS_HIGH = "posts_high"
    IGNORED = "ignored"


class PlanKind(StrEnum):
    """What a row of a plan is about, where a column says so."""

    SAVING = "saving"
    PRESSURE = "pressure"
    IGNORED = "ignored"


class RowIs(StrEnum):
    """What a mapping can say of a single row."""

    BODY = "body"
    TOTAL = "total"
    HEADING = "heading"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class Column:
    """What a column means; an amount or a total may be of one year, confidence and fund."""

    meaning: Meaning
    year: FinancialYear | None = None
    confidence: Confidence | None = None
    fund: Fund | None = None
    why: str = ""


@dataclass(frozen=True)
class Mapping:
    """How a plan is read. Words are compared without regard to case and footnote marks."""

    sheet: str = ""  # its title; empty: the first
    all_sheets: bool = False  # and every other one that has the same headings
    turned: bool = False  # rows and columns change places before anything else
    headings: int = 1  # the last row of headings, counted from 1; 0: there are none
    columns: dict[str, Column] = field(default_factory=dict)
    portfolio_rows: bool = False  # a portfolio stands in a row of its own above its programmes
    unit: str = ""  # of a bare number: pounds, "k" or "m"
    negative: bool = False  # a saving is printed with a minus, a pressure without one
    cumulative: bool = False  # a year holds what all years up to it come to
    confidences: dict[str, Confidence] = field(default_factory=dict)
    funds: dict[str, Fund] = field(default_factory=dict)
    kinds: dict[str, PlanKind] = field(default_factory=dict)
    years: dict[str, FinancialYear] = field(default_factory=dict)
    portfolios: dict[str, str] = field(default_factory=dict)  # as in the file: as known here
    rows: dict[int, RowIs] = field(default_factory=dict)
    portfolio: str = "Whole plan"  # where no column and no row says one
    confidence: Confidence | None = None
    fund: Fund = Fund.GENERAL_FUND
    year: FinancialYear | None = None

    def confidence_of(self, word: str) -> Confidence | None:
        return self._confidences.get(key(word))

    def fund_of(self, word: str) -> Fund | None:
        return self._funds.get(key(word))

    def kind_of(self, word: str) -> PlanKind | None:
        return self._kinds.get(key(word))

    @cached_property
    def _kinds(self) -> dict[str, PlanKind]:
        return {key(word): kind for word, kind in self.kinds.items()}

    @cached_property
    def _confidences(self) -> dict[str, Confidence]:
        own = {confidence.value: confidence for confidence in Confidence}
        return own | {key(word): confidence for word, confidence in self.confidences.items()}

    @cached_property
    def _funds(self) -> dict[str, Fund]:
        own = {name.casefold(): fund for fund in Fund for name in (fund.value, fund.label)}
        return own | {key(word): fund for word, fund in self.funds.items()}

    # --- as a file -------------------------------------------------------------------------------

    def as_json(self) -> dict[str, Any]:
        """The mapping as the file says it; what is as it is without saying is left out."""
        told: dict[str, Any] = {}
        for item in fields(self):
            value = getattr(self, item.name)
            if item.name == "columns":
                told["columns"] = {at: _column_json(column) for at, column in value.items()}
            elif isinstance(value, dict):
                if value:
                    told[item.name] = {str(word): str(means) for word, means in value.items()}
            elif value != item.default:
                told[item.name] = str(value) if isinstance(value, FinancialYear) else value
        return told

    def as_text(self) -> str:
        return json.dumps(self.as_json(), indent=2, ensure_ascii=False) + "\n"

    @classmethod
    def from_text(cls, text: str) -> "Mapping":
        """Read a mapping file. ``ValueError`` says what is wrong with it and where."""
        if len(text) > LONGEST_FILE:
            raise ValueError("The mapping file is too long.")
        try:
            told = json.loads(text)
        except (json.JSONDecodeError, RecursionError) as error:
            raise ValueError(f"The mapping is not JSON: {error}.") from error
        return cls.from_json(told)

    @classmethod
    def from_json(cls, told: Any) -> "Mapping":
        """Read what ``as_json`` wrote, or a person did. ``ValueError`` says what is wrong."""
        _check(told, "The mapping", {item.name for item in fields(cls)})
        read = {name: _READ[name](name, value) for name, value in told.items()}
        return cls(**read)


def _check(told: Any, what: str, known: set[str]) -> None:
    if not isinstance(told, dict):
        raise ValueError(f"{what} is not an object with names and values.")
    unknown = sorted(set(told) - known)
    if unknown:
        raise ValueError(f"{what} says “{unknown[0][:40]}”: known are {', '.join(sorted(known))}.")


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str) or len(value) > 300 or "\0" in value:
        raise ValueError(f"“{name}” is not a text.")
    return value


def _flag(name: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"“{name}” is true or false.")
    return value


def _number(name: str, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 20_000:
        raise ValueError(f"“{name}” is the number of a row.")
    return value


def _one_of(name: str, value: Any, known: Any) -> Any:
    text = _text(name, value)
    if text not in list(known):
        said = ", ".join(f"“{one}”" for one in known)
        raise ValueError(f"“{name}” says “{text[:40]}”: known are {said}.")
    return known[text] if isinstance(known, dict) else known(text)


def _unit(name: str, value: Any) -> str:
    _one_of(name, value, {unit: unit for unit in UNITS})
    return value


def _year(name: str, value: Any) -> FinancialYear:
    try:
        return FinancialYear.parse(_text(name, value))
    except ValueError as error:
        raise ValueError(f"“{name}”: {error}") from error


def _words(read: Any) -> Any:
    def read_words(name: str, value: Any) -> dict:
        if not isinstance(value, dict):
            raise ValueError(f"“{name}” is not an object with words and what they mean.")
        return {_text(name, word): read(f"{name}: {word[:40]}", to) for word, to in value.items()}

    return read_words


def read_rows(name: str, value: Any) -> dict[int, RowIs]:
    """What a mapping says of single rows, by their numbers. ``ValueError`` says what is wrong."""
    said = _words(_row_is)(name, value)
    if any(not row.isascii() or not row.isdigit() or len(row) > 6 for row in said):
        raise ValueError(f"“{name}” names rows by their numbers.")
    return {int(row): means for row, means in said.items()}


def _columns(name: str, value: Any) -> dict[str, Column]:
    if not isinstance(value, dict):
        raise ValueError(f"“{name}” is not an object with columns and what they mean.")
    columns = {}
    for at, said in value.items():
        column_of(at)
        told = {"is": said} if isinstance(said, str) else said
        _check(told, f"Column {at}", set(_COLUMN))
        if "is" not in told:
            raise ValueError(f"Column {at} does not say what it is.")
        read: dict[str, Any] = {
            into: how(f"{at}: {part}", told[part])
            for part, (into, how) in _COLUMN.items()
            if part in told
        }
        columns[at] = Column(**read)
    return columns


def _row_is(name: str, value: Any) -> RowIs:
    return _one_of(name, value, RowIs)


def _meaning(name: str, value: Any) -> Meaning:
    return _one_of(name, value, Meaning)


def _plan_kind(name: str, value: Any) -> PlanKind:
    return _one_of(name, value, PlanKind)


def _confidence(name: str, value: Any) -> Confidence:
    return _one_of(name, value, Confidence)


def _fund(name: str, value: Any) -> Fund:
    return _one_of(name, value, Fund)


_COLUMN = {
    "is": ("meaning", _meaning),
    "year": ("year", _year),
    "confidence": ("confidence", _confidence),
    "fund": ("fund", _fund),
    "why": ("why", _text),
}
_READ: Mapped[str, Any] = {
    "sheet": _text,
    "turned": _flag,
    "all_sheets": _flag,
    "headings": _number,
    "columns": _columns,
    "portfolio_rows": _flag,
    "unit": _unit,
    "negative": _flag,
    "cumulative": _flag,
    "confidences": _words(_confidence),
    "funds": _words(_fund),
    "kinds": _words(_plan_kind),
    "years": _words(_year),
    "portfolios": _words(_text),
    "rows": read_rows,
    "portfolio": _text,
    "confidence": _confidence,
    "fund": _fund,
    "year": _year,
}


def _column_json(column: Column) -> dict[str, str]:
    told = {
        "is": column.meaning,
        "year": column.year,
        "confidence": column.confidence,
        "fund": column.fund,
        "why": column.why,
    }
    return {name: str(value) for name, value in told.items() if value}
