"""Steps of a risk scale: tenths, exact; and scores, which are hundredths.

A likelihood or an impact is an ``int`` of tenths: 3.5 is 35. A score is one times the other, an
``int`` of hundredths: 3.5 × 4 is 1400.
"""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

TENTHS = 10
LEAST, MOST = 1, 10  # steps: no council's scale goes past these
_TYPED = re.compile(r"(?P<whole>\d{1,3})(?:\.(?P<tenth>\d)0*)?")


class StepFormField(forms.Field):
    """A step as people type it; its value is whole tenths."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "size": 4})

    def to_python(self, value: Any) -> int | None:
        text = str(value or "").strip()
        try:
            return parse_step(text) if text else None
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def prepare_value(self, value: Any) -> Any:
        return in_step(value) if isinstance(value, int) else value


class StepField(models.PositiveSmallIntegerField):
    """A step of a scale; its Python value is an ``int`` of tenths."""

    description = "A step of a risk scale, in tenths"

    def formfield(self, **kwargs: Any) -> Any:
        """A text field that reads steps as people type them."""
        return models.Field.formfield(self, **{"form_class": StepFormField, **kwargs})


def parse_step(typed: str) -> int:
    """Read ``3`` or ``3.5`` as tenths. Raises ``ValueError`` with a sentence for who typed it."""
    found = _TYPED.fullmatch(typed.strip())
    if not found:
        raise ValueError(
            f"“{typed.strip()[:40]}” is not a step of a scale. Type it like 3 or 3.5, "
            "with one decimal place at most."
        )
    return int(found["whole"]) * TENTHS + int(found["tenth"] or 0)


def in_step(tenths: int) -> str:
    """Print tenths: 3, 3.5."""
    whole, part = divmod(tenths, TENTHS)
    return f"{whole}.{part}" if part else str(whole)


def nearest_step(tenths: int) -> int:
    """The whole step that tenths stand nearest to, a half going up: where a heat map shows it."""
    return (tenths + TENTHS // 2) // TENTHS


def in_score(hundredths: int) -> str:
    """Print a score: 14, 12.25."""
    whole, part = divmod(hundredths, TENTHS * TENTHS)
    return f"{whole}" + (f".{part:02d}".rstrip("0") if part else "")
