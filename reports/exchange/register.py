"""Read a register (risks, posts, milestones, benefits): a column for each field of a row.

The same sheets as of a plan, under a mapping of their own that is as small as it can be.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from reports.exchange.amounts import key
from reports.exchange.reading import Cell, Use
from reports.exchange.sheet import Sheet, column_of, letters, text_of

DAY = "YYYY-MM-DD"  # a field for each day: what was read of a measure then
LOOKED_AT = 20  # rows in which headings are looked for
_LIKE = {  # what registers call a field, where it is not its own name
    "title": ("risk", "name", "milestone", "benefit", "description"),
    "event": ("risk description",),
    "owner_role": ("owner", "risk owner", "lead", "responsible officer"),
    "raised_on": ("raised", "date raised", "opened"),
    "review_on": ("review", "review date"),
    "baseline": ("due", "due date", "baseline date", "planned"),
    "forecast": ("forecast date",),
    "actual": ("done", "completed", "actual date"),
    "programme": ("scheme", "project", "workstream"),
    "portfolio": ("directorate", "service", "department"),
    "full_year_value": ("full-year value", "value", "annual value"),
    "low": ("fte low", "low fte", "fte"),
    "high": ("fte high", "high fte"),
    "likelihood": ("current likelihood", "probability"),
    "impact": ("current impact", "severity"),
}


@dataclass(frozen=True)
class RegisterMapping:
    """Which field each column fills, and what the file's words mean in a field."""

    sheet: str = ""
    turned: bool = False  # rows and columns change places first
    headings: int = 1
    columns: dict[str, str] = field(default_factory=dict)
    words: dict[str, dict[str, str]] = field(default_factory=dict)

    def as_text(self) -> str:
        return json.dumps(vars(self), indent=2, ensure_ascii=False) + "\n"

    @classmethod
    def from_text(cls, text: str, fields: Iterable[str]) -> "RegisterMapping":
        """Read a mapping file. ``ValueError`` says what is wrong with it."""
        try:
            told = json.loads(text)
        except (json.JSONDecodeError, RecursionError) as error:
            raise ValueError(f"The mapping is not JSON: {error}.") from error
        if not isinstance(told, dict) or set(told) - set(cls.__dataclass_fields__):
            known_keys = "sheet, turned, headings, columns and words"
            raise ValueError(f"The mapping says {known_keys}, nothing else.")
        mapping = cls(**told)
        known = set(fields)
        if not isinstance(mapping.turned, bool):
            raise ValueError("“turned” is true or false.")
        if not isinstance(mapping.sheet, str) or type(mapping.headings) is not int:
            raise ValueError("“sheet” is a title and “headings” the number of a row.")
        if not _is_words(mapping.columns) or not isinstance(mapping.words, dict):
            raise ValueError("“columns” and “words” are objects.")
        if not all(map(_is_words, mapping.words.values())):
            raise ValueError("“words” holds, for each field, words and what they mean.")
        for at in mapping.columns:
            column_of(at)
        said = {*mapping.columns.values(), *mapping.words} - (known - {DAY})
        unknown = sorted(name for name in said if DAY not in known or not is_day(name))
        if unknown:
            raise ValueError(f"There is no field “{unknown[0]}”: {', '.join(sorted(known))}.")
        return mapping


def is_day(name: str) -> bool:
    """Whether a column is what was read on a day."""
    try:
        return date.fromisoformat(name).isoformat() == name
    except ValueError:
        return False


def _is_words(told: Any) -> bool:
    return isinstance(told, dict) and all(isinstance(to, str) for to in told.values())


@dataclass(frozen=True)
class RegisterRow:
    """A row: what stands in each field, and in which cell."""

    number: int
    values: dict[str, str]
    at: dict[str, str]


@dataclass(frozen=True)
class Register:
    """The rows of a file, and what became of each of its cells."""

    rows: list[RegisterRow]
    cells: list[Cell]


def guess_register(sheets: Sequence[Sheet], fields: Mapping[str, str]) -> RegisterMapping:
    """The columns whose headings are the label or the name of a field; ``fields`` gives labels."""
    called: dict[str, str] = {}
    for name, label in fields.items():
        for word in (*_LIKE.get(name, ()), name.replace("_", " "), label):
            called.setdefault(key(word), name)
    called |= {key(label): name for name, label in fields.items()}
    best = RegisterMapping()
    for sheet in sheets:
        for row, cells in enumerate(sheet.rows[:LOOKED_AT]):
            found: dict[str, str] = {}
            for at, value in enumerate(cells):
                fills = called.get(key(text_of(value)))
                if fills and fills not in found.values():
                    found[letters(at)] = fills
            if len(found) > len(best.columns):
                best = RegisterMapping(sheet.title, headings=row + 1, columns=found)
    return best


def read_register(sheets: Sequence[Sheet], mapping: RegisterMapping) -> Register:
    """The rows below the headings in which anything is mapped, and every cell of the file."""
    columns = {column_of(at): name for at, name in mapping.columns.items()}
    words = {name: {key(w): to for w, to in of.items()} for name, of in mapping.words.items()}
    rows: list[RegisterRow] = []
    cells: list[Cell] = []
    chosen = _sheet(sheets, mapping.sheet)
    for held in sheets:
        is_it = held is chosen
        sheet = held.turned() if is_it and mapping.turned else held
        found: dict[int, RegisterRow] = {}
        for row, column, value in sheet.filled:
            use, why = Use.IGNORED, "It is on another sheet."
            name = columns.get(column)
            if is_it and row < mapping.headings:
                use, why = Use.HEADING, ""
            elif is_it and name:
                use, why = Use.TAKEN, ""
                text = text_of(value)
                of = found.setdefault(row, RegisterRow(row + 1, {}, {}))
                of.values[name] = words.get(name, {}).get(key(text), text)
                of.at[name] = sheet.at(row, column)
            elif is_it:
                why = "Its column was given no meaning."
            cells.append(Cell(sheet.title, sheet.at(row, column), text_of(value), use, why))
        rows += found.values()
    return Register(rows, cells)


def _sheet(sheets: Sequence[Sheet], title: str) -> Sheet | None:
    return next((sheet for sheet in sheets if not title or sheet.title == title), None)
