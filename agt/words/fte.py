"""Full-time equivalents: hundredths, exact, everywhere.

An FTE is an ``int`` of hundredths in Python and an integer in the database: 24 FTE is 2400.
"""

import re
from fractions import Fraction
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from agt.words.money import MINUS

HUNDREDTHS = 100
_TYPED = re.compile(r"-?(?:\d+\.?\d*|\.\d+)")


class FteFormField(forms.Field):
    """FTE typed as people type them; its value is whole hundredths."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def to_python(self, value: Any) -> int | None:
        text = str(value or "").strip()
        try:
            return parse_fte(text) if text else None
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def prepare_value(self, value: Any) -> Any:
        return in_fte(value) if isinstance(value, int) else value


class FteField(models.IntegerField):
    """A number of full-time equivalents; its Python value is an ``int`` of hundredths."""

    description = "Full-time equivalents, in hundredths"

    def formfield(self, **kwargs: Any) -> Any:
        """A text field that reads FTE as people type it."""
        return models.Field.formfield(self, **{"form_class": FteFormField, **kwargs})


def parse_fte(typed: str) -> int:
    """Read ``24``, ``24.5`` or ``3,100`` as hundredths of an FTE.

    Raises ``ValueError`` with a sentence for the person who typed it.
    """
    text = typed.strip().replace(MINUS, "-").replace(",", "")
    hundredths = Fraction(text) * HUNDREDTHS if _TYPED.fullmatch(text) else None
    if hundredths is None or hundredths.denominator != 1:
        raise ValueError(
            f"“{typed.strip()[:40]}” is not a number of FTE. Type it like 24 or 24.5, "
            "with two decimal places at most."
        )
    return int(hundredths)


def in_fte(hundredths: int) -> str:
    """Print hundredths as a paper prints FTE: 24, 24.5, 3,100."""
    before = "\N{MINUS SIGN}" if hundredths < 0 else ""
    whole, part = divmod(abs(hundredths), HUNDREDTHS)
    return f"{before}{whole:,}" + (f".{part:02d}".rstrip("0") if part else "")


def as_fte(hundredths: int) -> int | float:
    """Hundredths as a number of FTE for a file that holds numbers."""
    return hundredths // HUNDREDTHS if hundredths % HUNDREDTHS == 0 else hundredths / HUNDREDTHS
