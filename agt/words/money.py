"""Money: whole pence, exact, everywhere.

A sum of money is an ``int`` of pence in Python and a big integer in the database: adding, comparing
and constraining are exact on SQLite and PostgreSQL alike. Pounds exist only at the edges, where a
person types (``parse_money``) and where a figure is printed (``in_millions``, ``in_pounds``).
"""

import re
from fractions import Fraction
from functools import lru_cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

PENCE_PER_POUND = 100
PENCE_PER_MILLION = 100_000_000
LARGEST = 10**15  # pence: ten thousand billion pounds; past this a figure is a typing error

_MULTIPLIERS = {"": 1, "k": 1_000, "m": 1_000_000, "bn": 1_000_000_000}
_TYPED = re.compile(
    r"(?P<digits>(?:\d[\d,]*)?\.?\d+|\d[\d,]*\.?)\s*(?P<unit>k|m|bn|)", re.IGNORECASE
)

IN_FULL = 1_000  # from here on an amount with a pound sign is written in full

MINUS = "\N{MINUS SIGN}"


class MoneyFormField(forms.Field):
    """Money typed as people type it; its value is whole pence."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def to_python(self, value: Any) -> int | None:
        text = str(value or "").strip()
        try:
            return parse_money(text) if text else None
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def prepare_value(self, value: Any) -> Any:
        return in_pounds(value) if isinstance(value, int) else value


class MoneyField(models.BigIntegerField):
    """A sum of money in whole pence; its Python value is an ``int`` of pence."""

    description = "Money, in whole pence"

    def formfield(self, **kwargs: Any) -> Any:
        """A text field that reads money as people type it."""
        return models.Field.formfield(self, **{"form_class": MoneyFormField, **kwargs})


def parse_money(typed: str, *, unit: str = "") -> int:
    """Read what a person types as money and give whole pence.

    Accepts ``£1,200``, ``1.2m``, ``1200k``, ``(50)`` and ``-50``. ``unit`` ("k" or "m") is what a
    bare number counts in; with a pound sign, 1,000 and more is pounds whatever that is. Raises
    ``ValueError`` with a sentence for the person who typed it.
    """
    text = typed.strip().replace(MINUS, "-").replace("£", "").replace(" ", "")
    in_brackets = text.startswith("(") and text.endswith(")")
    negative = in_brackets or text.startswith("-")
    found = _TYPED.fullmatch(text[1:-1] if in_brackets else text.removeprefix("-"))
    if not found:
        raise ValueError(
            f"“{typed.strip()[:40]}” is not an amount of money. Type it like 1.2m, 1200k or £1,200."
        )
    number = Fraction(found["digits"].replace(",", ""))
    in_full = "£" in typed and not found["unit"] and number >= IN_FULL
    multiplier = 1 if in_full else _MULTIPLIERS[found["unit"].lower() or unit]
    pence = number * multiplier * PENCE_PER_POUND
    if pence != int(pence):
        raise ValueError(f"“{typed.strip()[:40]}” is finer than a penny. Round it to whole pence.")
    if pence > LARGEST:
        raise ValueError(f"“{typed.strip()[:40]}” is too large. Check the k or m at its end.")
    return -int(pence) if negative else int(pence)


def divide_half_up(number: int, by: int) -> int:
    """Divide whole numbers and round halves away from zero, as a spreadsheet does."""
    quotient, remainder = divmod(abs(number), by)
    quotient += 2 * remainder >= by
    return quotient if number >= 0 else -quotient


@lru_cache(maxsize=4096)  # a page prints the same amount in its table, its chart and its sentences
def in_millions(pence: int, *, sign: bool = False) -> str:
    """Print pence as Cabinet prints it: £17.25m, £9.4m, £0.0m, −£0.2m; +£2.6m with ``sign``."""
    hundredths = divide_half_up(pence, PENCE_PER_MILLION // 100)
    before = MINUS if hundredths < 0 else "+" if sign and hundredths > 0 else ""
    whole, part = divmod(abs(hundredths), 100)
    digits = f"{part:02d}"
    return f"{before}£{whole:,}.{digits[0] if digits[1] == '0' else digits}m"


def in_pounds(pence: int) -> str:
    """Print pence in full: £1,250,000 or £12.34; the pence appear only where there are any."""
    pounds, part = divmod(abs(pence), PENCE_PER_POUND)
    return f"{MINUS if pence < 0 else ''}£{pounds:,}" + (f".{part:02d}" if part else "")


def as_pounds(pence: int) -> int | float:
    """Pence as a number of pounds for a file that holds numbers; whole pounds stay ``int``."""
    return pence // PENCE_PER_POUND if pence % PENCE_PER_POUND == 0 else pence / PENCE_PER_POUND
