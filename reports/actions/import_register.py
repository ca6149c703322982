"""Take a register in: every row of it as its own form would save it, or none."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction

from accounts.models import Submission, User
from governance.actions.review_risk import review_risk
from governance.models import Risk
from governance.steps import parse_step
from portfolios.actions.hold_row import version_of
from portfolios.models import Position
from reports.actions.edit_row import save_row
from reports.editable import PLACES, Editable, new_row
from reports.exchange.amounts import key
from reports.exchange.register import DAY, RegisterRow, is_day
from savings.actions.record_readings import Entry, record_readings
from savings.models import Measure
from savings.values import parse_value

MOST_SENTENCES = 100
RATED = ("likelihood", "impact")  # of a risk: its form has none, its first review says them
YES, NO = {"yes", "y", "true", "x", "1"}, {"no", "n", "false", "0", ""}


def fields_of(kind: Editable) -> dict[str, str]:
    """The fields that a column can fill, with the label of each."""
    names = [*kind.fields, *([kind.of] if kind.of else []), *(RATED if kind.model is Risk else ())]
    labels = {name: str(kind.model._meta.get_field(name).verbose_name) for name in names}  # type: ignore[union-attr]
    return labels | ({DAY: "reading of a day"} if kind.model is Measure else {})


@transaction.atomic
def import_register(
    *,
    kind: Editable,
    rows: Sequence[RegisterRow],
    position: Position,
    document: str,
    token: UUID,
    by: User,
) -> int:
    """Add each row as a new one and say how many there are, each with its history and permission.

    Raises ``PermissionDenied``, ``AlreadySubmitted``, or ``ValidationError`` with a sentence for
    each cell that cannot be taken; nothing is saved then.
    """
    Submission.objects.claim(token=token, by=by)
    taking = _Taking(kind, position)
    refusals: list[str] = []
    for row in rows:
        why = f"imported from {document}"
        try:
            taking.take(row, why=why, token=uuid5(token, str(row.number)), by=by)
        except ValidationError as error:
            refusals += [f"Row {row.number}: {sentence}" for sentence in error.messages]
        except PermissionDenied as error:
            raise PermissionDenied(f"Row {row.number}: {error}") from error
    if not rows:
        raise ValidationError("The file holds no row that can be taken: correct the mapping.")
    if refusals:
        raise ValidationError(refusals[:MOST_SENTENCES])
    return len(rows)


class _Taking:
    def __init__(self, kind: Editable, position: Position) -> None:
        self.kind, self.position = kind, position
        self.form = forms.modelform_factory(kind.model, fields=kind.fields)
        self.known: dict[type[models.Model], dict[str, models.Model]] = {}

    def take(self, row: RegisterRow, *, why: str, token: UUID, by: User) -> None:
        values = dict(row.values)
        rating = {name: values.pop(name) for name in RATED if name in values and self.rates}
        days = {name: values.pop(name) for name in list(values) if is_day(name)}
        given = None
        if self.kind.of:
            model: Any = self.kind.model._meta.get_field(self.kind.of).related_model
            given = self._find(model, self.kind.of, values.pop(self.kind.of, ""), row)
        instance = new_row(self.kind, self.position, given)
        form = self.form(self._data(values, row), instance=instance)
        if not form.is_valid():
            raise ValidationError(
                [
                    f"{row.at.get(name, name)}: {sentence}"
                    for name, said in form.errors.items()
                    for sentence in said
                ]
            )
        saved: Any = form.instance
        save_row(kind=self.kind, row=saved, version=0, why=why, token=token, by=by)
        if rating:
            self._rate(saved, rating, why, uuid5(token, "rating"), by)
        if days:
            self._read(saved, days, why, uuid5(token, "readings"), by)

    @property
    def rates(self) -> bool:
        return self.kind.model is Risk

    def _rate(self, risk: Risk, rating: dict[str, str], why: str, token: UUID, by: User) -> None:
        try:
            likelihood, impact = (parse_step(rating.get(name, "")) for name in RATED)
        except ValueError as error:
            raise ValidationError(str(error)) from error
        review_risk(
            risk=risk,
            on=risk.raised_on,
            likelihood=likelihood,
            impact=impact,
            next_review=risk.review_on,
            why=why,
            version=version_of(risk),
            token=token,
            by=by,
        )

    def _read(
        self, measure: Measure, days: dict[str, str], why: str, token: UUID, by: User
    ) -> None:
        try:
            entries = [
                Entry(measure, date.fromisoformat(on), parse_value(text), evidence=why)
                for on, text in days.items()
            ]
        except ValueError as error:
            raise ValidationError(str(error)) from error
        record_readings(entries=entries, why=why, token=token, by=by)

    def _data(self, values: dict[str, str], row: RegisterRow) -> dict[str, Any]:
        """What the form is sent: choices by their words, what is named by its key."""
        data: dict[str, Any] = {}
        for name, form_field in self.form.base_fields.items():
            text = values.get(name, "").strip()
            if isinstance(form_field, forms.ModelChoiceField):
                role = f"{name}_role"
                if text and role in self.form.base_fields and not self._is_user(text):
                    values[role] = values.get(role) or text  # who is no user is a role
                elif text:
                    data[name] = self._find(form_field.queryset.model, name, text, row).pk  # type: ignore[union-attr]
            elif isinstance(form_field, forms.BooleanField):
                if text.casefold() not in YES | NO:
                    raise ValidationError(f"{row.at[name]}: “{text[:40]}” is neither yes nor no.")
                data[name] = "true" if text.casefold() in YES else "false"
            elif isinstance(form_field, forms.ChoiceField) and text:
                choices: Any = form_field.choices
                means = {key(str(label)): value for value, label in choices}
                data[name] = means.get(key(text), text.casefold())
            elif text:
                data[name] = text
            elif form_field.initial is not None:
                initial = form_field.initial
                data[name] = initial() if callable(initial) else initial
        return data

    def _is_user(self, text: str) -> bool:
        if User not in self.known:
            self.known[User] = {key(str(user)): user for user in User.objects.all()}
        return key(text) in self.known[User]

    def _find(self, model: Any, name: str, text: str, row: RegisterRow) -> models.Model:
        """The row that a cell names, as the position prints it or by its own name."""
        if model not in self.known:
            self.known[model] = {key(str(one)): one for one in model._default_manager.all()}
            if model in PLACES:
                places: Any = PLACES[model]._default_manager.filter(position=self.position)
                of = model._meta.model_name
                for place in places.select_related(of):
                    self.known[model][key(place.printed_label)] = getattr(place, of)
        found = self.known[model].get(key(text))
        if found is None:
            what = model._meta.verbose_name
            said = f"“{text[:60]}” is no {what}." if text else f"It names no {what}."
            raise ValidationError(f"{row.at.get(name, name)}: {said}")
        return found
