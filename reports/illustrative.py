"""Illustrative samples: what no paper published, loaded from a fixture of its own and removable.

The file holds groups, ``{"model": "governance.risk", "rows": [...]}``, in an order in which what is
referred to comes first. In a row, ``key`` names it for later rows; a foreign key is such a key, or
the slug or the name of what has one, ``working`` is the position being edited (its samples are
passed over while there is none); a date may be ``today-12``, ``today+30``, ``working today+20``
(the last working day until then) or ``month-1`` (the first of last month), a financial year
``year+1``, so that a demo is never stale.
"""

import datetime
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import models, transaction

from accounts.roles import State
from agt.words import clock
from agt.words.days import working_day
from agt.words.fte import FteField, parse_fte
from agt.words.money import MoneyField, parse_money
from agt.words.years import FinancialYear, FinancialYearField
from governance.models.delivery_status import months_back
from governance.steps import StepField, parse_step
from portfolios.models import Illustrative, Position
from savings.values import ValueField, parse_value

_DAY = re.compile(r"(?P<working>working )?today(?P<days>[+-]\d+)?|month(?P<months>-\d+)?")
_YEAR = re.compile(r"year(?P<years>[+-]\d+)?")

WORKING = "working"


class Named(Exception):
    """Rows that are no samples name one, and would not stand without it; it says how many."""


def sample_models() -> list[type[Illustrative]]:
    """Every model that may hold samples."""
    return [m for m in apps.get_models() if issubclass(m, Illustrative)]


@transaction.atomic
def load(path: Path) -> int:
    """Load every sample of the file at ``path`` afresh, those before removed, and count them.

    Raises ``Named`` as :func:`remove` does.
    """
    remove()
    working = Position.objects.filter(state=State.WORKING).exclude(kind=Position.Kind.SCENARIO)
    made: dict[str, models.Model] = {}
    if position := working.first():
        made[WORKING] = position
    loaded = 0
    for group in json.loads(path.read_text(encoding="utf-8")):
        model = apps.get_model(group["model"])
        for values in group["rows"]:
            if values.get("position") == WORKING and WORKING not in made:
                continue
            key = values.pop("key", None)
            row = _make(model, values, made)
            loaded += 1
            if key:
                made[key] = row
    return loaded


@transaction.atomic
def remove() -> int:
    """Remove every sample, its history and what was said of it with it, and count the samples.

    Raises ``Named`` where what is no sample names one, and removes none.
    """
    if held := ", ".join(standing_on_samples(models.PROTECT)):
        raise Named(f"What is no sample names one: {held}.")
    count = 0
    for model in _referring_first(sample_models()):
        rows = model._default_manager.filter(illustrative=True)
        count += len(rows)
        rows.delete()
        history = getattr(model, "history", None)
        if history is not None:
            history.filter(illustrative=True).delete()
    return count


def remove_samples_of(position: Position) -> None:
    """Remove the samples that belong to a position: what is published holds none."""
    for model in sample_models():
        if any(field.name == "position" for field in model._meta.fields):
            of_it = {"position": position, "illustrative": True}
            model._default_manager.filter(**of_it).delete()


def standing_on_samples(*how: Callable) -> Iterator[str]:
    """How many rows of each kind are no samples and point to one, by these ``on_delete``."""
    of_samples = sample_models()
    for model in apps.get_models():
        links = [
            (f"{field.name}__illustrative", True)
            for field in model._meta.fields
            if isinstance(field, models.ForeignKey)
            and field.related_model in of_samples
            and field.remote_field.on_delete in how
        ]
        on_a_sample = models.Q(*links, _connector=models.Q.OR)
        own = {"illustrative": False} if model in of_samples else {}
        if on_a_sample and (held := model._default_manager.filter(on_a_sample, **own).count()):
            yield f"{held} {_called(held, model)}"


def worked_with() -> bool:
    """Whether a person changed a sample since it was loaded, or said something of one."""
    changed = {"illustrative": True, "history_user__isnull": False}
    histories = [model.history for model in sample_models() if hasattr(model, "history")]
    return any(history.filter(**changed).exists() for history in histories) or any(
        standing_on_samples(models.PROTECT, models.CASCADE)
    )


def _referring_first(left: list[type[Illustrative]]) -> Iterator[type[Illustrative]]:
    """What refers to others before what it refers to, as rows must be deleted."""
    while left:
        referred = {f.related_model for model in left for f in model._meta.fields if _points(f)}
        free = [model for model in left if model not in referred]
        yield from free
        left = [model for model in left if model not in free]


def _points(field: Any) -> bool:
    return isinstance(field, models.ForeignKey) and field.related_model is not field.model


def _make(model: type[models.Model], values: dict[str, Any], made: dict[str, models.Model]) -> Any:
    row: Any = model(illustrative=True)
    many = {}
    for name, value in values.items():
        field: Any = model._meta.get_field(name)
        if field.many_to_many:
            many[name] = [_refer(field, item, made) for item in value]
        elif field.is_relation:
            setattr(row, name, _refer(field, value, made))
        else:
            setattr(row, name, _read(field, value))
    row._change_reason = "an illustrative sample"
    # The database holds the constraints; asking it for each beforehand took two thirds of the time.
    row.full_clean(validate_unique=False, validate_constraints=False)
    row.save()
    for name, rows in many.items():
        getattr(row, name).set(rows)
    return row


def _refer(field: Any, value: str, made: dict[str, models.Model]) -> models.Model:
    if value in made:
        return made[value]
    named = {field.name for field in field.related_model._meta.fields}
    by = "slug" if "slug" in named else "name"
    return field.related_model._default_manager.get(**{by: value})


def _read(field: Any, value: Any) -> Any:
    if isinstance(field, MoneyField) and isinstance(value, str):
        return parse_money(value)
    if isinstance(field, FteField) and isinstance(value, str):
        return parse_fte(value)
    if isinstance(field, StepField) and isinstance(value, str):
        return parse_step(value)
    if isinstance(field, ValueField) and isinstance(value, str):
        return parse_value(value)
    if isinstance(field, FinancialYearField) and (year := _YEAR.fullmatch(str(value))):
        return FinancialYear.of(clock.today()) + int(year["years"] or 0)
    if isinstance(field, models.DateField) and (day := _DAY.fullmatch(str(value))):
        return _day(day)
    return field.to_python(value)


def _day(named: re.Match[str]) -> datetime.date:
    """The day that ``today+30`` or ``month-1`` names."""
    if named[0].startswith("month"):
        return months_back(clock.today(), -int(named["months"] or 0))
    day = clock.today() + datetime.timedelta(days=int(named["days"] or 0))
    return working_day(day, back=True) if named["working"] else day


def counts() -> Iterator[tuple[str, int]]:
    """How many samples of each kind are held, those alone that have some."""
    for model in sample_models():
        if held := model._default_manager.filter(illustrative=True).count():
            yield _called(held, model), held


def _called(held: int, model: type[models.Model]) -> str:
    return str(model._meta.verbose_name if held == 1 else model._meta.verbose_name_plural)
