"""Values of measures: thousandths, exact, whatever their unit.

A value is an ``int`` of thousandths in Python and an integer in the database: 32.5 is 32500.
"""

import re
from fractions import Fraction
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from agt.words.money import MINUS

THOUSANDTHS = 1_000
LARGEST = 10**12 * THOUSANDTHS  # past this a value is a typing error
_TYPED = re.compile(r"-?(?:[0-9]+\.?[0-9]*|\.[0-9]+)")


class ValueFormField(forms.Field):
    """A value typed as people type it; its value is whole thousandths."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def to_python(self, value: Any) -> int | None:
        text = str(value or "").strip()
        try:
            return parse_value(text) if text else None
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def prepare_value(self, value: Any) -> Any:
        return in_value(value) if isinstance(value, int) else value


class ValueField(models.BigIntegerField):
    """A value of a measure; its Python value is an ``int`` of thousandths."""

    description = "A value of a measure, in thousandths"

    def formfield(self, **kwargs: Any) -> Any:
        """A text field that reads values as people type them."""
        return models.Field.formfield(self, **{"form_class": ValueFormField, **kwargs})


def parse_value(typed: str) -> int:
    """Read ``32``, ``1,250.5`` or ``20%`` as thousandths of the measure's unit.

    Raises ``ValueError`` with a sentence for the person who typed it.
    """
    text = typed.strip().replace(MINUS, "-").replace(",", "").removesuffix("%").strip()
    exact = Fraction(text) * THOUSANDTHS if _TYPED.fullmatch(text) else None
    if exact is None or exact.denominator != 1:
        raise ValueError(
            f"“{typed.strip()[:40]}” is not a number. Type it like 32 or 1,250.5, with three "
            "decimal places at most."
        )
    if abs(exact) > LARGEST:
        raise ValueError(f"“{typed.strip()[:40]}” is too large. Check how many digits it has.")
    return int(exact)


def in_value(thousandths: int) -> str:
    """Print thousandths: 32, 1,250.5, −3."""
    whole, part = divmod(abs(thousandths), THOUSANDTHS)
    digits = f".{part:03d}".rstrip("0") if part else ""
    return f"{MINUS if thousandths < 0 else ''}{whole:,}{digits}"


def as_number(thousandths: int) -> int | float:
    """Thousandths as a number for a file that holds numbers; whole ones stay ``int``."""
    whole = thousandths % THOUSANDTHS == 0
    return thousandths // THOUSANDTHS if whole else thousandths / THOUSANDTHS
