"""What a cell of a plan says: an amount of money as councils write them, a year, a name."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from agt.words.money import MINUS, PENCE_PER_POUND
from agt.words.years import FinancialYear

UNITS = {"": 0, "k": 3, "m": 6}  # what a bare number counts in, as a power of ten of pounds
_WRITTEN_UNITS = {"k": 3, "m": 6, "mn": 6, "bn": 9, "million": 6, "thousand": 3}
MOST = 10**9 * PENCE_PER_POUND  # no scheme saves a billion: its unit is wrong

MARKS = "*†‡§#^¹²³⁴⁵⁶⁷⁸⁹⁰"  # what a footnote is marked with
_MARKED = re.compile(rf"(?<=[\dkmn)])\s*(?:[{re.escape(MARKS)}]+|\[\w{{1,2}}\])+$")
_MARKED_ROUND = re.compile(r"(?<=\d)\s*\([a-z0-9]\)$", re.IGNORECASE)
_AMOUNT = re.compile(
    r"(?P<open>\(?)(?P<sign>[-+]?)\s*(?P<pound>£?)\s*(?P<second>[-(]?)"
    r"(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d*)?|\d{1,3}(?: \d{3})+(?:\.\d*)?|\d+(?:\.\d*)?|\.\d+)"
    r"\s*(?P<unit>k|mn?|bn|million|thousand)?\s*(?P<close>\)?)(?P<after>-?)",
    re.IGNORECASE | re.ASCII,
)
_SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f]+")
_DASHES = str.maketrans({MINUS: "-", "–": "-", "‒": "-", "—": "-"})


class NotAnAmount(ValueError):
    """Why a cell is not taken as a number, in a sentence."""


@dataclass(frozen=True, slots=True)
class Amount:
    """Whole pence, and how many decimal places of a million pounds they were written to."""

    pence: int
    decimals: int
    is_rounded: bool = False  # written finer than a penny


@lru_cache(maxsize=65536)
def read_amount(value: str | float, unit: str) -> Amount:
    """Read a cell; ``unit`` is what a bare number counts in. Raises ``NotAnAmount``.

    Takes £1,200, (50), -50, 50-, 1.2m, 2,000* and the numbers of a spreadsheet, whose noise beyond
    fifteen digits is dropped. What has a pound sign and would be a billion is pounds in full.
    """
    power, negative = UNITS[unit], False
    if isinstance(value, str):
        text, number = value, None
        cleaned = _SPACES.sub(" ", value).strip().translate(_DASHES)
        if not cleaned.startswith("("):
            cleaned = _MARKED_ROUND.sub("", cleaned)
        found = _AMOUNT.fullmatch(_MARKED.sub("", cleaned))
        if found:
            opens = found["open"] == "(" or found["second"] == "("
            minus = "-" in (found["sign"], found["second"], found["after"])
            if opens == bool(found["close"]):
                number = Decimal(found["digits"].replace(",", "").replace(" ", ""))
                negative = opens or minus
                if found["unit"]:
                    power = _WRITTEN_UNITS[found["unit"].lower()]
                elif found["pound"] and number * 10**power * PENCE_PER_POUND >= MOST:
                    power = 0
        if number is None:
            raise NotAnAmount(f"“{text[:40]}” is not a number.")
    else:
        text, number = f"{value:.15g}", Decimal(f"{value:.15g}")
        if not number.is_finite():
            raise NotAnAmount(f"“{text}” is not a number.")
    exact = number.scaleb(power + 2)
    if abs(exact) >= MOST:
        raise NotAnAmount(f"“{text[:40]}” is a billion pounds or more: is the unit right?")
    pence = int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))
    places = max(0, -int(number.as_tuple().exponent))  # 9.0 is written to one place
    return Amount(
        pence=-pence if negative else pence,
        decimals=max(0, min(places + 6 - power, 8)),
        is_rounded=pence != exact,
    )


# --- years ---------------------------------------------------------------------------------------

_YEARS = re.compile(
    r"(?<!\d)(?:(20\d\d)\s*[/\-–]\s*(20\d\d|\d\d)|(\d\d)\s*[/\-–]\s*(\d\d))(?!\d)", re.ASCII
)
_ENDING = re.compile(r"(?<![a-z0-9])FY\s*(?:20)?(\d\d)(?![\d/\-–])", re.IGNORECASE | re.ASCII)
_DAY = re.compile(r"01/04/(20\d\d)")
_LONGEST = 40  # a longer text is a sentence


@lru_cache(maxsize=4096)
def find_year(text: str) -> FinancialYear | None:
    """The one financial year a heading or a cell names: 2026/27, 26-27, FY27, 01/04/2026."""
    if len(text) > _LONGEST:
        return None
    if day := _DAY.fullmatch(text):
        return FinancialYear(int(day[1]))
    found = set()
    for long, long_end, short, short_end in _YEARS.findall(text):
        start = int(long or f"20{short}")
        if (start + 1) % 100 == int(long_end or short_end) % 100:
            found.add(start)
    found |= {2000 + int(end) - 1 for end in _ENDING.findall(text)}
    return FinancialYear(found.pop()) if len(found) == 1 else None


# --- names ---------------------------------------------------------------------------------------


@lru_cache(maxsize=65536)
def name_of(text: str, longest: int) -> str:
    """A name without footnote marks and double spaces, never read as two names, cut with “…”."""
    name = _SPACES.sub(" ", text).strip().rstrip(MARKS + " ").replace(" / ", "/")
    return name if len(name) <= longest else f"{name[: longest - 1]}…"


def key(text: str) -> str:
    """What two spellings of a word have in common."""
    return _SPACES.sub(" ", text).strip().rstrip(MARKS + " ").casefold()
