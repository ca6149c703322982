"""Every trait that a plan may have, by what the request names: each is in a plan of the ten.

Those ten go by guess, by command and by wizard in ``test_plans``; this holds each trait to being
among them.
"""

import re
from collections.abc import Callable

import pytest

from reports.exchange.guessing import guess
from reports.exchange.mapping import Mapping, Meaning
from reports.exchange.rows import Kind
from reports.exchange.sheet import text_of
from tests.exchange.conftest import EXPECTED, PLANS, opened, reading_of

TEXTS = {".csv", ".tsv"}


class Plan:
    """A plan of the ten, as bytes, as cells, as read."""

    def __init__(self, name: str) -> None:
        self.name, self.suffix = name, PLANS.joinpath(name).suffix
        self.content = PLANS.joinpath(name).read_bytes()
        self.sheets, self.mapping = opened(name), guess(opened(name))
        self.reading = reading_of(name)
        self.cells = [text_of(value) for sheet in self.sheets for _, _, value in sheet.filled]

    @property
    def is_text(self) -> bool:
        return self.suffix in TEXTS

    @property
    def is_utf8(self) -> bool:
        try:
            return self.is_text and bool(self.content.decode("utf-8"))
        except UnicodeDecodeError:
            return False

    def says(self, pattern: str) -> bool:
        return any(re.search(pattern, text) for text in self.cells)

    def means(self, meaning: Meaning) -> bool:
        return any(column.meaning is meaning for column in self.mapping.columns.values())

    @property
    def words(self) -> set[str]:
        return {word.lower() for word in self.mapping.confidences}

    @property
    def body(self) -> list[int]:
        return [row.index for row in self.reading.rows if row.kind is Kind.BODY]

    @property
    def totals(self) -> list[int]:
        return [row.index for row in self.reading.rows if row.kind is Kind.TOTAL]


def years(mapping: Mapping) -> set:
    return {column.year for column in mapping.columns.values() if column.year}


TRAITS: dict[str, Callable[[Plan], bool]] = {
    "CSV": lambda plan: plan.suffix == ".csv",
    ".xlsx": lambda plan: plan.suffix == ".xlsx",
    ".xls": lambda plan: plan.suffix == ".xls",
    ".xlsb": lambda plan: plan.suffix == ".xlsb",
    ".ods": lambda plan: plan.suffix == ".ods",
    "UTF-8": lambda plan: plan.is_utf8 and not plan.content.isascii(),
    "cp1252": lambda plan: plan.is_text and not plan.is_utf8,
    "BOM": lambda plan: plan.content.startswith(b"\xef\xbb\xbf"),
    "tabs": lambda plan: plan.is_text and plan.content.count(b"\t") > 10,
    "semicolons": lambda plan: plan.is_text and plan.content.count(b";") > 10,
    "several header rows": lambda plan: plan.mapping.headings > 1,
    "transposed": lambda plan: plan.mapping.turned,
    "one row per year": lambda plan: plan.means(Meaning.YEAR),
    "years across": lambda plan: len(years(plan.mapping)) > 1,
    "£": lambda plan: plan.mapping.unit == "",
    "£k": lambda plan: plan.mapping.unit == "k",
    "£m": lambda plan: plan.mapping.unit == "m",
    "(negatives)": lambda plan: plan.says(r"^\([\d.,]+\)$"),
    "TBC": lambda plan: plan.says("^TBC$"),
    "Not costed yet": lambda plan: plan.says("^Not costed yet$"),
    "n/a": lambda plan: plan.says("(?i)^n/a$"),
    "footnote marks": lambda plan: plan.says(r"\d\s*[*†¹²³]$"),
    "cumulative": lambda plan: plan.mapping.cumulative,
    "incremental": lambda plan: not plan.mapping.cumulative,
    "totals in the middle": lambda plan: any(
        min(plan.body) < at < max(plan.body) for at in plan.totals
    ),
    "no programmes": lambda plan: not plan.means(Meaning.PROGRAMME),
    "no confidence": lambda plan: (
        {c.confidence for c in plan.mapping.columns.values()} == {None}
        and not plan.means(Meaning.CONFIDENCE)
    ),
    "no fund": lambda plan: not plan.means(Meaning.FUND),
    "a fund": lambda plan: "funds" in EXPECTED[plan.name],
    "four RAG colours": lambda plan: "blue" in plan.words,
    "high/medium/low": lambda plan: bool({"high", "h"} & plan.words),
    "repeated names": lambda plan: (
        len({p for _, p in plan.reading.programmes}) < len(plan.reading.programmes)
    ),
    "renamed directorates": lambda plan: plan.name.removesuffix("-1.csv") + "-2.csv" in EXPECTED,
    "a total that breaks": lambda plan: EXPECTED[plan.name]["breaks"] > 0,
}


@pytest.fixture(scope="module")
def plans() -> list[Plan]:
    return [Plan(name) for name in EXPECTED]


@pytest.mark.parametrize("trait", TRAITS)
def test_each_trait_is_in_a_plan_of_the_ten(trait, plans):
    assert [plan.name for plan in plans if TRAITS[trait](plan)]


def test_they_are_ten_odd_shaped_plans_in_every_format(plans):
    assert len(plans) >= 10
    assert {plan.suffix for plan in plans} == {".csv", ".tsv", ".xlsx", ".xls", ".xlsb", ".ods"}
