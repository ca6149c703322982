import datetime
import json
import uuid
from functools import cache
from pathlib import Path

import pytest

from accounts.roles import Role
from portfolios.models import Position
from reports.actions.import_plan import Details, Imported, import_plan
from reports.exchange.account import Reading
from reports.exchange.guessing import guess
from reports.exchange.mapping import Mapping
from reports.exchange.reading import read
from reports.exchange.sheet import Sheet, sheets_of
from savings.returns.opening import open_tables
from tests.pages.test_changes import browser

PLANS = Path(__file__).parent / "plans"
EXPECTED = json.loads((PLANS / "expected.json").read_text(encoding="utf-8"))


def pence(pounds: str) -> int:
    return round(float(pounds) * 100)


@cache
def opened(name: str) -> list[Sheet]:
    return sheets_of(open_tables((PLANS / name).read_bytes()))


def sheet(text: str) -> list[Sheet]:
    """A table written with spaces around bars, its numbers as text."""
    rows = [
        tuple(cell.strip() or None for cell in line.split("|"))
        for line in text.strip("\n").split("\n")
    ]
    return [Sheet("", tuple(rows))]


@cache
def reading_of(name: str) -> Reading:
    sheets = opened(name)
    return read(sheets, guess(sheets))


def mapping(**said) -> Mapping:
    return Mapping.from_json(said)


def details(name: str = "Northmoor 2026") -> Details:
    return Details(
        name=name,
        slug=name.lower().replace(" ", "-"),
        short_name=name[:20],
        kind=Position.Kind.SCENARIO,
        as_at=datetime.date(2026, 2, 1),
    )


@pytest.fixture
def take(people):
    """Take a reading in, as a PMO editor, beside the working position."""

    def take_in(reading: Reading, name: str = "Northmoor 2026", **more) -> Imported:
        said = {"document": f"{name}.csv", "token": uuid.uuid4(), "by": people[Role.PMO_EDITOR]}
        return import_plan(reading=reading, details=details(name), **said | more)

    return take_in


@pytest.fixture
def editor(people, working):
    """A browser of a PMO editor, with a working position open."""
    return browser(people[Role.PMO_EDITOR])


@pytest.fixture
def place(working):
    """A programme of the working position."""
    return working.places.select_related("programme", "portfolio_place").first()
