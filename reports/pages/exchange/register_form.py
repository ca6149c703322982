"""What the columns and words of a register mean, as a form."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms

from agt.words.money import MoneyFormField
from reports.exchange.amounts import key
from reports.exchange.filling import Filling, Question
from reports.exchange.register import DAY, Register, RegisterMapping
from reports.exchange.sheet import Sheet
from reports.pages.exchange.forms import UNITS, RowsField, columns_of, leaving_out, left_out

EMPTY = "-"  # a word that means nothing: its field stays empty


class RegisterForm(forms.Form):
    """What the rows and columns of one sheet mean; its fields are those of the sheet."""

    column_headings = ("What it is",)

    sheet = forms.ChoiceField(required=False)
    turned = forms.BooleanField(
        required=False,
        label="The sheet lies on its side",
        help_text="What is a row elsewhere is a column here.",
    )
    headings = forms.IntegerField(
        min_value=0, max_value=20_000, label="Last row of headings", help_text="0: there are none."
    )
    left_out = RowsField()
    unit = forms.ChoiceField(choices=UNITS, required=False, label="A bare amount of money is in")

    def __init__(
        self, data: Any, *, register: Register, sheets: Sequence[Sheet], filling: Filling
    ) -> None:
        self.mapping: RegisterMapping = register.mapping
        given = {
            name: getattr(self.mapping, name) for name in ("sheet", "turned", "headings", "unit")
        }
        rows = {"sheet": register.sheet, "left_out": left_out(self.mapping.rows)}
        super().__init__(data, initial={**given, **rows})
        titles = [(sheet.title, sheet.title or "the file") for sheet in sheets]
        self.fields["sheet"].choices = titles  # type: ignore[attr-defined]
        self.sheet_title = register.sheet
        held = filling.fields
        if not any(isinstance(one, MoneyFormField) for one in held.values()):
            del self.fields["unit"]
        shown = next(sheet for sheet in sheets if sheet.title == register.sheet)
        self.labels = {n: label for n, label in filling.labels.items() if n != DAY}
        self._add_columns(shown.turned() if self.mapping.turned else shown)
        self.questions = filling.questions(register)
        for number, asked in enumerate(self.questions):
            self._add_word(f"word-{number}", asked)
        self._add_gaps(filling)

    def _add_columns(self, sheet: Sheet) -> None:
        used = {n: n for n in self.mapping.columns.values() if n not in self.labels}  # days
        named = sorted((self.labels | used).items(), key=lambda item: item[1])
        choices = [("", "nothing: leave it"), *((n, label) for n, label in named)]
        self.columns = []
        for column in columns_of(sheet, self.mapping.headings):
            name = f"{column['name']}-is"
            label = f"What column {column['name']} is"
            self.fields[name] = forms.ChoiceField(choices=choices, required=False, label=label)
            self.initial[name] = self.mapping.columns.get(column["name"], "")
            self.columns.append(column | {"fields": [self[name]]})

    def _add_word(self, field: str, asked: Question) -> None:
        label = f"“{asked.word[:160]}” as {asked.label}"
        nothing = [("", "not known: its row is refused"), (EMPTY, "nothing: leave it empty")]
        if asked.choices:
            made: forms.Field = forms.ChoiceField(
                choices=[*nothing, *asked.choices], required=False, label=label
            )
        else:
            told = f"Type what it means, or {EMPTY} for nothing."
            made = forms.CharField(max_length=300, required=False, label=label, help_text=told)
        self.fields[field] = made
        self.initial[field] = asked.means

    def _add_gaps(self, filling: Filling) -> None:
        """What no column says and every row needs, or an owner, who is asked for by all."""
        filled = set(self.mapping.columns.values())
        self.gaps = []
        for name in filling.gaps(filled):
            choices = filling.means.choices(name)
            label = self.labels[name].capitalize()
            field = f"value-{name}"
            self.fields[field] = (
                forms.ChoiceField(choices=[("", "not said"), *choices], required=False, label=label)
                if choices
                else forms.CharField(max_length=300, required=False, label=label)
            )
            self.initial[field] = self.mapping.values.get(name, "")
            self.gaps.append(name)

    @property
    def about_sheet(self) -> list:
        several = ["sheet"] if len(self.fields["sheet"].choices) > 1 else []  # type: ignore[attr-defined]
        names = (*several, "turned", "headings", "left_out", "unit")
        return [self[name] for name in names if name in self.fields]

    @property
    def about_gaps(self) -> list:
        return [self[f"value-{name}"] for name in self.gaps]

    @property
    def about_words(self) -> list:
        return [self[f"word-{number}"] for number in range(len(self.questions))]

    def clean(self) -> dict[str, Any]:
        """A field is filled by one column."""
        cleaned: dict[str, Any] = super().clean() or {}
        held: dict[str, str] = {}
        for column in self.columns:
            name = f"{column['name']}-is"
            means = cleaned.get(name)
            if means and means in held:
                self.add_error(name, f"Column {held[means]} is that already.")
            elif means:
                held[means] = column["name"]
        return cleaned

    def said(self) -> RegisterMapping:
        """The mapping as corrected, where the form is valid; what no field asks about stays."""
        cleaned = self.cleaned_data
        columns = dict(self.mapping.columns)
        for column in self.columns:
            columns.pop(column["name"], None)
            if cleaned[f"{column['name']}-is"]:
                columns[column["name"]] = cleaned[f"{column['name']}-is"]
        words = {name: dict(of) for name, of in self.mapping.words.items()}
        for number, asked in enumerate(self.questions):
            of = words.get(asked.name, {})
            of = {said: to for said, to in of.items() if key(said) != key(asked.word)}
            if means := cleaned[f"word-{number}"]:
                of[asked.word] = "" if means == EMPTY else means
            words[asked.name] = of
        values = dict(self.mapping.values)
        values |= {name: cleaned[f"value-{name}"] for name in self.gaps}
        return replace(
            self.mapping,
            sheet=cleaned["sheet"] or self.sheet_title,
            turned=cleaned["turned"],
            headings=cleaned["headings"],
            unit=cleaned.get("unit", self.mapping.unit),
            columns=columns,
            words={name: of for name, of in words.items() if of},
            values={name: value for name, value in values.items() if value},
            rows=leaving_out(self.mapping.rows, cleaned["left_out"]),
        )
