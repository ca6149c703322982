"""What a cell of a register means for the field it fills, or why it means nothing there."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from accounts.models import User
from agt.words.fte import FteFormField
from agt.words.money import MoneyFormField
from governance.models import Risk, RiskFramework
from governance.steps import StepFormField
from portfolios.models import Portfolio, Position, Programme
from reports.editable import PLACES, Editable
from reports.exchange.amounts import MARKS, NotAnAmount, key, read_amount
from reports.exchange.register import DAY, RegisterRow
from reports.row_form import RowForm
from savings.models import Measure
from savings.values import ValueFormField

RATED = ("likelihood", "impact")  # of a risk: its form has none, its first review says them
YES, NO = {"yes", "y", "true", "x", "1"}, {"no", "n", "false", "0"}
_NUMBERS = (FteFormField, StepFormField, MoneyFormField, ValueFormField, forms.IntegerField)
_DAYS = (
    *("%d/%m/%Y", "%d/%m/%y", "%Y-%m-%d", "%d.%m.%Y", "%d-%m-%Y"),
    *("%d %B %Y", "%d %b %Y", "%d-%b-%Y", "%d-%b-%y", "%d %b %y"),
)
_TH = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b")
_NUMBERED = re.compile(r"(\d+(?:\.\d)?)\s*[-–:. ]\s*\D+")  # 4 - Likely


def labels_of(kind: Editable) -> dict[str, str]:
    """The fields that a column can fill, with the label of each."""
    names = [*kind.fields, *([kind.of] if kind.of else []), *(RATED if kind.model is Risk else ())]
    labels = {name: str(kind.model._meta.get_field(name).verbose_name) for name in names}  # type: ignore[union-attr]
    return labels | ({DAY: "reading of a day"} if kind.model is Measure else {})


class Meanings:
    """The fields of a kind of row at a position, and what a word means in each."""

    def __init__(self, kind: Editable, position: Position, unit: str) -> None:
        self.position, self.unit = position, unit
        self.form: Any = forms.modelform_factory(kind.model, form=RowForm, fields=kind.fields)
        self.fields: dict[str, Any] = dict(self.form.base_fields)
        self._held: dict[Any, _Names] = {}
        if kind.model is Risk:
            self.fields |= {name: StepFormField(required=False) for name in RATED}
        if kind.of:
            held: Any = kind.model._meta.get_field(kind.of)
            rows = held.related_model._default_manager.all()
            self.fields[kind.of] = forms.ModelChoiceField(rows, required=not held.null)

    def choices(self, name: str) -> list[tuple[str, str]]:
        """What a word of a field may mean, each as a mapping says it and as a person reads it."""
        form_field = self.fields[name]
        if self.is_step(name):
            labels = self._scale(name)
            return [(str(at), f"{at} {label}") for at, label in enumerate(labels, start=1)]
        if isinstance(form_field, forms.ModelChoiceField):
            model: Any = form_field.queryset.model  # type: ignore[union-attr]
            return [(name, name) for name in self._names(model).offered]
        if isinstance(form_field, forms.BooleanField | forms.NullBooleanField):
            return [("yes", "yes"), ("no", "no")]
        if isinstance(form_field, forms.ChoiceField):
            held: Any = form_field.choices
            return [(str(value), str(label)) for value, label in held if value not in ("", None)]
        return []

    def read(self, name: str, text: str, row: RegisterRow) -> Any:
        """What a cell is for its field. ``ValueError`` says why it is nothing."""
        form_field = self.fields[name]
        if isinstance(form_field, _NUMBERS):
            return self._number(name, form_field, text)
        if isinstance(form_field, forms.ModelChoiceField):
            return self._find(form_field.queryset.model, text, row)  # type: ignore[union-attr]
        if isinstance(form_field, forms.DateField):
            return _day(text)
        if isinstance(form_field, forms.BooleanField | forms.NullBooleanField):
            if key(text) not in YES | NO:
                raise ValueError(f"“{text[:40]}” is neither yes nor no.")
            return "true" if key(text) in YES else "false"
        if isinstance(form_field, forms.ChoiceField):
            means = {key(label): value for value, label in self.choices(name)}
            means |= {key(value): value for value in means.values()}
            if key(text) not in means:
                said = ", ".join(label for _, label in self.choices(name)[:12])
                raise ValueError(f"“{text[:40]}” is not among: {said}.")
            return means[key(text)]
        return text

    def _number(self, name: str, form_field: Any, text: str) -> str:
        cleaned = text.rstrip(MARKS + " ")
        if self.is_step(name):
            steps = {key(label): str(at) for at, label in enumerate(self._scale(name), start=1)}
            cleaned = steps.get(key(cleaned), cleaned)
            numbered = _NUMBERED.fullmatch(cleaned)
            cleaned = numbered[1] if numbered else cleaned
        if isinstance(form_field, MoneyFormField):
            try:
                pence = read_amount(text, self.unit).pence
            except NotAnAmount as error:
                raise ValueError(str(error)) from error
            return f"{'-' if pence < 0 else ''}{abs(pence) // 100}.{abs(pence) % 100:02d}"
        try:
            form_field.clean(cleaned)
        except ValidationError as error:
            raise ValueError(" ".join(error.messages)) from error
        return cleaned

    def is_step(self, name: str) -> bool:
        return isinstance(self.fields.get(name), StepFormField)

    def is_text(self, name: str) -> bool:
        """Whether anything can stand in a field; a person who is no user is a role."""
        form_field = self.fields.get(name)
        model = getattr(getattr(form_field, "queryset", None), "model", None)
        return type(form_field) is forms.CharField or (
            model is User and f"{name}_role" in self.fields
        )

    @cached_property
    def framework(self) -> RiskFramework:
        return RiskFramework.objects.held()

    def _scale(self, name: str) -> list[str]:
        held = self.framework
        return held.impacts if name.endswith("impact") else held.likelihoods

    def _find(self, model: Any, text: str, row: RegisterRow) -> models.Model:
        """The row that a cell names, as the position prints it or by its own name."""
        found = self._names(model).of.get(key(text), [])
        beside = row.values.get("portfolio", "")
        if len(found) > 1 and beside:
            both = self._names(model).of.get(key(f"{beside} / {text}"), [])
            found = both or found
        if not found:
            raise ValueError(f"“{text[:60]}” is no {model._meta.verbose_name}.")
        if len(found) > 1:
            raise ValueError(
                f"“{text[:60]}” is the name of {len(found)}: write “portfolio / programme”."
            )
        return found[0]

    def _names(self, model: Any) -> "_Names":
        if model not in self._held:
            self._held[model] = _Names(model, self.position)
        return self._held[model]

    def is_user(self, text: str) -> bool:
        return key(text) in self._names(User).of


class _Names:
    """The rows of a model by what they are called, those of the position before any other."""

    def __init__(self, model: Any, position: Position) -> None:
        here: dict[str, dict[Any, models.Model]] = defaultdict(dict)
        called = [(words, one) for *words, one in _called(model, position)]
        for words, one in called:
            for word in words:
                here[key(word)][one.pk] = one
        anywhere: dict[str, dict[Any, models.Model]] = defaultdict(dict)
        for one in model._default_manager.all():
            anywhere[key(str(one))][one.pk] = one
        self.of = {word: list(ones.values()) for word, ones in (anywhere | here).items()}
        names = [words[0] for words, _ in called] or [str(o) for o in model._default_manager.all()]
        often = Counter(map(key, names))
        self.offered = sorted(
            words[0] if often[key(words[0])] == 1 else words[-1] for words, _ in called
        ) or sorted(names)


def _called(model: Any, position: Position) -> Iterable[tuple]:
    """What a position prints for a row, its own name, and its long name last; then the row."""
    places: Any = (
        PLACES[model]._default_manager.filter(position=position) if model in PLACES else []
    )
    if model is Portfolio:
        for place in places.select_related("portfolio"):
            yield place.printed_label, place.portfolio.name, place.portfolio
    elif model is Programme:
        for place in places.select_related("programme", "portfolio_place"):
            label, of = place.printed_label, place.portfolio_place.printed_label
            yield label, place.programme.name, f"{of} / {label}", place.programme


def _day(text: str) -> str:
    """A day as registers write them, as a form reads it."""
    cleaned = _TH.sub("", text.rstrip(MARKS + " ")).replace("Sept ", "Sep ")
    for written in _DAYS:
        try:
            found = datetime.strptime(cleaned, written)
        except ValueError:
            continue
        return f"{found:%Y-%m-%d}"
    raise ValueError("Enter a valid date.")
