"""Full-time equivalents: hundredths, exact, everywhere.

An FTE is an ``int`` of hundredths in Python and an integer in the database: 24 FTE is 2400.
"""

import re
from fractions import Fraction

from django.db import models

from agt.words.money import MINUS

HUNDREDTHS = 100
_TYPED = re.compile(r"-?(?:\d+\.?\d*|\.\d+)")


class FteField(models.IntegerField):
    """A number of full-time equivalents; its Python value is an ``int`` of hundredths."""

    description = "Full-time equivalents, in hundredths"


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
