"""Read a register (risks, posts, milestones, benefits): a column for each field of a row.

The same sheets as of a plan, under a mapping of their own that is as small as it can be.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any

from reports.exchange.account import Cell, Use
from reports.exchange.amounts import UNITS, key
from reports.exchange.mapping import LONGEST_FILE, RowIs, read_rows
from reports.exchange.placing import TOTAL
from reports.exchange.reading import find_sheet
from reports.exchange.sheet import Sheet, column_of, letters, text_of

DAY = "YYYY-MM-DD"  # a field for each day: what was read of a measure then
LOOKED_AT = 20  # rows in which headings are looked for
UNSAID = frozenset(  # what a cell says where nothing is known
    (
        "to be confirmed",
        "not costed yet",
        "not set",
        "none",
        "tbc",
        "tba",
        "n/a",
        "na",
        "n/k",
        "-",
        "–",
        "—",
        "?",
    )
)
_LIKE = {  # what registers call a field, where it is not its own name
    "title": ("risk", "name", "milestone", "benefit", "description"),
    "event": ("risk description",),
    "owner_role": ("owner", "risk owner", "lead", "responsible officer", "accountable"),
    "raised_on": ("raised", "date raised", "opened", "date identified"),
    "review_on": ("review", "review date"),
    "baseline": ("due", "due date", "baseline date", "planned", "target date"),
    "forecast": ("forecast date", "expected"),
    "actual": ("done", "completed", "actual date"),
    "programme": ("scheme", "project", "workstream"),
    "portfolio": ("directorate", "service", "department"),
    "full_year_value": ("full-year value", "value", "annual value"),
    "category": ("type", "kind of benefit"),
    "low": ("fte low", "low fte", "fte", "posts"),
    "high": ("fte high", "high fte"),
    "likelihood": ("current likelihood", "probability"),
    "impact": ("current impact", "severity"),
}


@dataclass(frozen=True)
class RegisterMapping:
    """Which field each column fills, and what the file's words mean in a field."""

    register: str = ""  # which one it is of; empty: whichever it is used for
    sheet: str = ""
    turned: bool = False  # rows and columns change places first
    headings: int = 1
    unit: str = ""  # of a bare amount of money: pounds, "k" or "m"
    columns: dict[str, str] = field(default_factory=dict)
    words: dict[str, dict[str, str]] = field(default_factory=dict)  # "" means: it says nothing
    values: dict[str, str] = field(default_factory=dict)  # of a field where a row says none
    rows: dict[int, RowIs] = field(default_factory=dict)

    def of(self, register: str) -> "RegisterMapping":
        return replace(self, register=register)

    def as_json(self) -> dict[str, Any]:
        """The mapping as its file says it; what is as it is without saying is left out."""
        told = {item.name: getattr(self, item.name) for item in fields(self)}
        told["rows"] = {str(row): str(means) for row, means in self.rows.items()}
        usual = vars(RegisterMapping())
        return {name: value for name, value in told.items() if value != usual[name]}

    def as_text(self) -> str:
        return json.dumps(self.as_json(), indent=2, ensure_ascii=False) + "\n"

    @classmethod
    def from_text(cls, text: str, known: Iterable[str], register: str = "") -> "RegisterMapping":
        """Read a mapping file. ``ValueError`` says what is wrong with it."""
        if len(text) > LONGEST_FILE:
            raise ValueError("The mapping file is too long.")
        try:
            told = json.loads(text)
        except (json.JSONDecodeError, RecursionError) as error:
            raise ValueError(f"The mapping is not JSON: {error}.") from error
        return cls.from_json(told, known, register)

    @classmethod
    def from_json(cls, told: Any, known: Iterable[str], register: str = "") -> "RegisterMapping":
        """Read what ``as_json`` wrote, or a person did, for a register with ``known`` fields."""
        names = list(cls.__dataclass_fields__)
        if not isinstance(told, dict) or set(told) - set(names):
            raise ValueError(f"The mapping says {', '.join(names)}, nothing else.")
        mapping = cls(**told | {"rows": read_rows("rows", told.get("rows", {}))})
        if register and mapping.register not in ("", register):
            raise ValueError(f"The mapping is of {str(mapping.register)[:40]}, not of {register}.")
        mapping._check(set(known))
        return mapping

    def _check(self, known: set[str]) -> None:
        if not isinstance(self.turned, bool):
            raise ValueError("“turned” is true or false.")
        if not all(isinstance(one, str) for one in (self.register, self.sheet)):
            raise ValueError("“register” and “sheet” are texts.")
        if type(self.headings) is not int or self.headings < 0:
            raise ValueError("“headings” is the number of a row.")
        if not isinstance(self.unit, str) or self.unit not in UNITS:
            raise ValueError('“unit” is "", "k" or "m".')
        if not _is_words(self.columns) or not _is_words(self.values):
            raise ValueError("“columns” and “values” are objects.")
        if not isinstance(self.words, dict) or not all(map(_is_words, self.words.values())):
            raise ValueError("“words” holds, for each field, words and what they mean.")
        for at in self.columns:
            column_of(at)
        said = {*self.columns.values(), *self.words, *self.values} - (known - {DAY})
        unknown = sorted(name for name in said if DAY not in known or not is_day(name))
        if unknown:
            raise ValueError(f"There is no field “{unknown[0][:40]}”: {', '.join(sorted(known))}.")


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
    values: dict[str, str]  # as the mapping takes them
    at: dict[str, str]
    said: dict[str, str]  # as they are written


@dataclass(frozen=True)
class Register:
    """The rows of a file, what the others are, and what became of each cell."""

    sheet: str
    mapping: RegisterMapping
    rows: list[RegisterRow]
    others: dict[int, Use]  # the rows that make nothing
    cells: list[Cell]


def guess_register(
    sheets: Sequence[Sheet], known: Mapping[str, str], *, register: str = "", turned: bool = False
) -> RegisterMapping:
    """The columns whose headings are the label or the name of a field; ``known`` gives labels.

    A heading that says what the register is of is that without it: “Risk title” is a title.
    """
    of = register.removesuffix("s")
    called: dict[str, str] = {}
    for name, label in known.items():
        for word in (*_LIKE.get(name, ()), name.replace("_", " "), label):
            called.setdefault(key(word), name)
    called |= {key(label): name for name, label in known.items()}
    best = RegisterMapping(register, sheets[0].title if sheets else "", turned)
    for held in sheets:
        sheet = held.turned() if turned else held
        for row, cells in enumerate(sheet.rows[:LOOKED_AT]):
            found: dict[str, str] = {}
            for at, value in enumerate(cells):
                heading = key(text_of(value))
                fills = called.get(heading) or called.get(heading.removeprefix(of).lstrip())
                if fills and fills not in found.values():
                    found[letters(at)] = fills
            if len(found) > len(best.columns):
                best = replace(best, sheet=sheet.title, headings=row + 1, columns=found)
    return best


def read_register(sheets: Sequence[Sheet], mapping: RegisterMapping) -> Register:
    """The rows below the headings in which anything is mapped, and every cell of the file.

    Raises ``ValueError`` where it has no such sheet.
    """
    chosen = find_sheet(sheets, mapping.sheet)
    sheet = chosen.turned() if mapping.turned else chosen
    reading = _Rows(sheet, mapping)
    cells = reading.cells()
    cells += [
        Cell(other.title, other.at(r, c), text_of(v), Use.IGNORED, "It is on another sheet.")
        for other in sheets
        if other is not chosen
        for r, c, v in other.filled
    ]
    return Register(sheet.title, mapping, list(reading.found.values()), reading.others, cells)


class _Rows:
    def __init__(self, sheet: Sheet, mapping: RegisterMapping) -> None:
        self.sheet, self.mapping = sheet, mapping
        self.columns = {column_of(at): name for at, name in mapping.columns.items()}
        self.words = {
            name: {key(word): to for word, to in of.items()} for name, of in mapping.words.items()
        }
        self.found: dict[int, RegisterRow] = {}
        self.others: dict[int, Use] = {}
        self.heads = {_said(cells) for cells in sheet.rows[: mapping.headings]}

    def cells(self) -> list[Cell]:
        told = []
        for index, cells in enumerate(self.sheet.rows):
            if any(value is not None for value in cells):
                use, why = self._is(index, cells)
                if use is not Use.TAKEN:
                    self.others[index + 1] = use
                for column, value in enumerate(cells):
                    if value is not None:
                        of = (use, why) if use is not Use.TAKEN else self._take(index, column)
                        at = self.sheet.at(index, column)
                        told.append(Cell(self.sheet.title, at, text_of(value), *of))
        return told

    def _is(self, index: int, cells: Sequence[Any]) -> tuple[Use, str]:
        """What a row is: as the mapping says, else by what stands in it."""
        said = self.mapping.rows.get(index + 1)
        if index < self.mapping.headings or said is RowIs.HEADING:
            return Use.HEADING, ""
        if said is RowIs.IGNORED:
            return Use.IGNORED, "The mapping ignores its row."
        texts = [value for value in cells if value is not None]
        if said is None:
            if len(texts) > 1 and _said(cells) in self.heads:
                return Use.HEADING, ""
            names = [text for text in texts if isinstance(text, str)]
            if names and TOTAL.fullmatch(names[0].strip(" :")):
                return Use.IGNORED, "Its row is a total: what is taken is what it is of."
            if len(texts) == 1 and len(self.columns) > 1:
                return Use.IGNORED, "It stands alone in its row: a title or a note."
        return Use.TAKEN, ""

    def _take(self, index: int, column: int) -> tuple[Use, str]:
        """What becomes of a cell of a row that is taken."""
        name = self.columns.get(column)
        if not name:
            return Use.IGNORED, "Its column was given no meaning."
        value = self.sheet.rows[index][column]
        row = self.found.setdefault(index, RegisterRow(index + 1, {}, {}, {}))
        text = text_of(value)
        row.values[name] = self.words.get(name, {}).get(key(text), text)
        row.said[name] = text
        row.at[name] = self.sheet.at(index, column)
        return Use.TAKEN, ""


def _said(cells: Sequence[Any]) -> tuple[tuple[int, str], ...]:
    return tuple((at, key(text_of(value))) for at, value in enumerate(cells) if value is not None)
