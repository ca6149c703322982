"""Fill a kind of row with what a register says: each row as it would be saved, or why it cannot."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches
from functools import cached_property
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import models

from accounts.models import User
from governance.steps import parse_step
from portfolios.models import Position
from reports.editable import Editable, new_row
from reports.exchange.account import Cell, Use
from reports.exchange.amounts import key
from reports.exchange.meanings import RATED, Meanings, labels_of
from reports.exchange.register import UNSAID, Register, RegisterMapping, RegisterRow, is_day
from savings.values import parse_value

FOLLOWS = {"forecast": "baseline", "high": "low"}  # where a register has no column for the first
MOST_ROWS = 1_000  # each is held to every constraint of its kind
ASKED = 40  # different words of a field that a form asks about
NOTHING = "It says that nothing is known yet: its field stays empty."
_GRADES = {  # how far up a scale a word stands
    **{"very low": 0.0, "vl": 0.0, "low": 0.25, "l": 0.25},
    **{"medium": 0.5, "moderate": 0.5, "med": 0.5, "m": 0.5},
    **{"high": 0.75, "h": 0.75, "very high": 1.0, "vh": 1.0, "critical": 1.0},
}
_SAME = {  # what registers call a choice
    **{"mitigate": "treat", "reduce": "treat", "accept": "tolerate"},
    **{"avoid": "terminate", "share": "transfer"},
    **{"financial": "cashable", "cash": "cashable"},
    **{"non-financial": "non_cashable", "cost avoidance": "demand"},
}


class Refusal(NamedTuple):
    """What cannot be taken, of which cell (or of none), in a sentence."""

    row: int
    at: str
    sentence: str

    def __str__(self) -> str:
        return f"Row {self.row}: {self.at}: {self.sentence}"


@dataclass
class Filled:
    """A row as it would be saved, or why it cannot be."""

    row: RegisterRow
    instance: Any = None
    rating: dict[str, int] = field(default_factory=dict)
    days: dict[date, int] = field(default_factory=dict)
    unsaid: set[str] = field(default_factory=set)  # cells that say nothing
    refusals: list[Refusal] = field(default_factory=list)


class Question(NamedTuple):
    """A word of the file that its field does not know, and what it may mean there."""

    name: str
    label: str
    word: str
    choices: list[tuple[str, str]]  # none: it is typed
    means: str  # "" where nobody has said; "-" for nothing


@dataclass(frozen=True)
class Looked:
    """A register as it would be taken in."""

    filled: list[Filled]
    cells: list[Cell]
    refusals: list[Refusal]

    @cached_property
    def counts(self) -> dict[Use, int]:
        """How many cells each use has; together as many as the file holds."""
        uses = [cell.use for cell in self.cells]
        return {use: uses.count(use) for use in Use if use is not Use.STATED}


class Filling:
    """Fills rows of a kind at a position, as one mapping reads them."""

    def __init__(self, kind: Editable, position: Position, mapping: RegisterMapping) -> None:
        self.kind, self.position, self.mapping = kind, position, mapping
        self.means = Meanings(kind, position, mapping.unit)
        self.fields = self.means.fields
        self.labels = labels_of(kind)

    # --- a whole register ------------------------------------------------------------------------

    def look(self, register: Register) -> Looked:
        """Each row as it would be saved, and what becomes of each cell; nothing is written."""
        if len(register.rows) > MOST_ROWS:
            past = register.rows[MOST_ROWS].number
            too_many = Refusal(past, "the row", f"Only {MOST_ROWS:,} come in at once: split it.")
            return Looked([], register.cells, [too_many])
        filled = [self.fill(row) for row in register.rows]
        refusals = [refusal for one in filled for refusal in one.refusals]
        unsaid = {at for one in filled for at in one.unsaid}
        refused = {refusal.at: refusal.sentence for refusal in refusals}
        cells = []
        for cell in register.cells:
            if cell.use is Use.TAKEN and cell.at in refused:
                cells.append(cell._replace(use=Use.REFUSED, why=refused[cell.at]))
            elif cell.use is Use.TAKEN and cell.at in unsaid:
                cells.append(cell._replace(use=Use.UNCOVERED, why=NOTHING))
            else:
                cells.append(cell)
        return Looked(filled, cells, refusals)

    def guessed(self, register: Register) -> RegisterMapping:
        """The mapping with a first guess at the words that its fields do not know."""
        words = {name: dict(of) for name, of in self.mapping.words.items()}
        for asked in self.questions(register):
            if not asked.means and (means := self._guess(asked)):
                words.setdefault(asked.name, {})[asked.word] = means
        return replace(self.mapping, words=words)

    def questions(self, register: Register) -> list[Question]:
        """Every word of the file that its field does not know, and those that were said."""
        asked: dict[tuple[str, str], Question] = {}
        often: Counter[str] = Counter()
        for row in register.rows:
            for name, word in row.said.items():
                known = {key(one): to for one, to in self.mapping.words.get(name, {}).items()}
                at = name, key(word)
                if at in asked or (at[1] not in known and self._knows(name, word, row)):
                    continue
                often[name] += 1
                if often[name] <= ASKED:
                    means = (known[at[1]] or "-") if at[1] in known else ""
                    label = self.labels.get(name, name)
                    asked[at] = Question(name, label, word, self.means.choices(name), means)
        return list(asked.values())

    def gaps(self, filled: set[str]) -> list[str]:
        """What every row needs and no column fills; and an owner's role, where there is one."""
        form = self.means.form.base_fields
        return [
            name
            for name, one in self.fields.items()
            if name not in filled
            and not (FOLLOWS.get(name) in self.fields and FOLLOWS.get(name) in filled)
            and not (name == "owner_role" and "owner" in filled)
            and (
                name == "owner_role"
                or (one.required and getattr(form.get(name), "initial", None) is None)
            )
        ]

    def _knows(self, name: str, word: str, row: RegisterRow) -> bool:
        if self.means.is_text(name) or key(word) in UNSAID or is_day(name):
            return True
        try:
            self.means.read(name, word, row)
        except ValueError:
            return False
        return True

    def _guess(self, asked: Question) -> str:
        held = {key(label): value for value, label in asked.choices}
        word = key(asked.word)
        if self.means.is_step(asked.name):
            if word not in _GRADES or not asked.choices:
                return ""
            last, up = len(asked.choices), _GRADES[word]
            if last < len(set(_GRADES.values())):  # low, medium and high are its ends and middle
                up = 0.0 if up < 0.5 else 1.0 if up > 0.5 else up
            return str(1 + int(up * (last - 1) + 0.5))
        if _SAME.get(word) in held.values():
            return _SAME[word]
        close = get_close_matches(word, held, n=1, cutoff=0.75)
        return held[close[0]] if close else ""

    # --- one row ---------------------------------------------------------------------------------

    def fill(self, row: RegisterRow) -> Filled:
        """The row as its own form takes it; every cell that it does not take, by a sentence."""
        filled = Filled(row)
        data: dict[str, Any] = {}
        days = {name: text for name, text in row.values.items() if is_day(name)}
        for name, text in self._told(row, filled).items():
            if not text:
                continue
            try:
                self._put(data, name, text, row)
            except ValueError as error:
                filled.refusals.append(self._refusal(row, name, str(error)))
        self._give(filled, data, days)
        return filled

    def _told(self, row: RegisterRow, filled: Filled) -> dict[str, str]:
        """What each field is told: its cell, what counts where there is none, or what it follows.

        What says that nothing is known is as good as an empty cell.
        """
        told = {name: text.strip() for name, text in row.values.items() if not is_day(name)}
        for name, text in told.items():
            if not text or (key(text) in UNSAID and not self.means.is_text(name)):
                filled.unsaid.add(row.at[name])
                told[name] = ""
        told = {name: told.get(name) or self.mapping.values.get(name, "") for name in self.fields}
        for name, other in FOLLOWS.items():
            if name in told and other in told and name not in self.mapping.columns.values():
                told[name] = told[name] or told[other]
        return told

    def _put(self, data: dict[str, Any], name: str, text: str, row: RegisterRow) -> None:
        """Put a field into what the form is sent; who is no user is a role."""
        form_field, role = self.fields[name], f"{name}_role"
        model = getattr(getattr(form_field, "queryset", None), "model", None)
        if model is User and role in self.fields and not self.means.is_user(text):
            data.setdefault(role, text)
            return
        value = self.means.read(name, text, row)
        data[name] = value.pk if isinstance(value, models.Model) and name != self.kind.of else value

    def _give(self, filled: Filled, data: dict[str, Any], days: dict[str, str]) -> None:
        """Let the form and what goes with it say what they make of the data."""
        row, wrong = filled.row, {refusal.at for refusal in filled.refusals}
        rating = {
            name: data.pop(name)
            for name in RATED
            if name in data and name not in self.means.form.base_fields
        }
        given = data.pop(self.kind.of, None) if self.kind.of else None
        if self.kind.of and given is None and self.fields[self.kind.of].required:
            if not filled.refusals:
                what = self.fields[self.kind.of].queryset.model._meta.verbose_name
                filled.refusals.append(self._refusal(row, self.kind.of, f"It names no {what}."))
            return
        instance = new_row(self.kind, self.position, given)
        for name, form_field in self.means.form.base_fields.items():
            if name not in data and form_field.initial is not None:
                initial = form_field.initial
                usual = initial() if callable(initial) else initial
                data[name] = form_field.prepare_value(usual)
        form = self.means.form(data, instance=instance)
        for name, said in form.errors.items():
            for sentence in said:
                refusal = self._refusal(row, name, sentence)
                if refusal.at not in wrong:
                    filled.refusals.append(refusal)
        filled.instance = form.instance
        self._rate(filled, rating)
        for on, text in days.items():
            try:
                filled.days[date.fromisoformat(on)] = parse_value(text)
            except ValueError as error:
                filled.refusals.append(self._refusal(row, on, str(error)))

    def _rate(self, filled: Filled, rating: dict[str, str]) -> None:
        wrong = {refusal.at for refusal in filled.refusals}
        if len(rating) == 1:
            missing = next(name for name in RATED if name not in rating)
            refusal = self._refusal(
                filled.row, missing, "Likelihood and impact are said together, or neither."
            )
            filled.refusals += [] if refusal.at in wrong else [refusal]
            return
        filled.rating = {name: parse_step(text) for name, text in rating.items()}
        try:
            self.means.framework.refuse_off_scale(**filled.rating)
        except ValidationError as error:
            for name, said in error.message_dict.items():
                filled.refusals += [self._refusal(filled.row, name, one) for one in said]

    def _refusal(self, row: RegisterRow, name: str, sentence: str) -> Refusal:
        where = row.at.get(name) or self.labels.get(name, "the row")
        return Refusal(row.number, where, sentence)
