"""How a cell reads, on every page and in every text: one format for each kind of column."""

import re

from agt.words.fte import as_fte, in_fte
from agt.words.money import MINUS, as_pounds, divide_half_up, in_millions
from governance.steps import in_score
from reports.table import Cell, Column, Kind
from savings.values import as_number, in_value

EXEMPT = "Exempt: not for publication"
SHAPES = {"green": "●", "amber": "▲", "red": "■"}  # a rating is a shape and a word
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def shape(word: str) -> str:
    """The shape of a rating, where the word is one."""
    return SHAPES.get(word.lower(), "")


def printable(text: str) -> str:
    """The text without the characters that an Office file cannot hold."""
    return _NOT_IN_XML.sub("", text)


def print_cell(column: Column, cell: Cell) -> str:
    """The cell as Cabinet prints it, without its mark."""
    if cell.label:
        return cell.label
    value = cell.value
    if isinstance(value, str):
        return value
    match column.kind:
        case Kind.MONEY:
            return in_millions(value)
        case Kind.CHANGE:
            return in_millions(value, sign=True)
        case Kind.FTE:
            return in_fte(value)
        case Kind.SCORE:
            return in_score(value)
        case Kind.YEARS:
            return f"{divide_half_up(value, 10) / 10:.1f}"
        case Kind.VALUE:
            return in_value(value)
        case Kind.PERCENT:
            return f"{(value + 5) // 10 / 10:.1f}%"
        case _:
            return f"{value:,}".replace("-", MINUS)


def as_data(column: Column, cell: Cell) -> int | float | str:
    """The cell for a file that holds numbers: pounds, FTE, per cent; words stay words."""
    value = cell.value
    if isinstance(value, str):
        return value
    match column.kind:
        case Kind.MONEY | Kind.CHANGE:
            return as_pounds(value)
        case Kind.FTE:
            return as_fte(value)
        case Kind.VALUE:
            return as_number(value)
        case Kind.PERCENT:
            return value / 100
        case Kind.SCORE | Kind.YEARS:
            return value // 100 if value % 100 == 0 else value / 100
        case _:
            return value


def data_unit(column: Column) -> str:
    """The unit that ``as_data`` counts in."""
    return {"money": "£", "change": "£", "fte": "FTE", "percent": "%"}.get(column.kind, "")


def file_name(*parts: str) -> str:
    """A file's name that says what it holds and works everywhere."""
    from django.utils.text import slugify

    return "-".join(slugify(part) for part in parts if part)
