"""The arithmetic of ``make bench``; the measuring itself is no test."""

import re

import pytest

from accounts.roles import Role
from tests.bench import timing
from tests.bench.rows import GOVERNANCE
from tests.bench.verdict import HEADINGS, Row, printed
from tests.pages.test_every_address import TABLE


def row(*values: float, bar: float = 2, in_force: bool = True) -> Row:
    return Row("a ÷ b", values, bar, in_force, "×")


def test_one_slow_round_moves_the_spread_and_not_the_median():
    measured = row(1.5, 1.4, 9, 1.6, 1.45)
    assert measured.median == 1.5
    assert measured.spread == "1.40–9"
    assert not measured.missed


def test_what_is_counted_once_has_no_spread():
    assert row(11).spread == ""


@pytest.mark.parametrize(
    ("value", "in_force", "verdict", "missed"),
    [
        (2, True, "holds", False),
        (2.01, True, "MISSED", True),
        (2, False, "goal, reached", False),
        (2.01, False, "goal, not reached", False),
    ],
)
def test_only_a_bar_in_force_can_be_missed(value, in_force, verdict, missed):
    measured = row(value, in_force=in_force)
    assert (measured.verdict, measured.missed) == (verdict, missed)


def test_the_table_says_which_bars_are_in_force_and_names_what_is_missed():
    lines = printed([row(1), row(3, in_force=False), Row("slow ÷ fast", [3], 2, True)]).splitlines()
    assert [word for word in HEADINGS if word not in lines[0]] == []
    assert ["yes" in line.split() for line in lines[2:5]] == [True, False, True]
    assert lines[-2].startswith("Bars in force: 1 hold, 1 missed.")
    assert lines[-1] == "Missed: slow ÷ fast"


@pytest.mark.parametrize("warm", [0.02, 0.9])  # seconds; a slow machine asks less often
def test_what_two_workers_made_from_nothing_is_not_the_middle_of_a_round(monkeypatch, warm):
    now, cold = [0.0], [0]

    def begin():
        cold[0] = 2

    def page():
        now[0] += 5 if cold[0] else warm
        cold[0] = max(0, cold[0] - 1)

    def plain():
        now[0] += 0.01

    monkeypatch.setattr(timing, "perf_counter", lambda: now[0])
    begin()
    rounds = timing.compare_after(begin, timing.nothing, page, plain, times=12)
    assert [pytest.approx((1000 * warm, 10))] * timing.ROUNDS == rounds


OF_GOVERNANCE = ("governance", "pipeline", "milestone", "case-", "status-", "my-work")
PLANS_AND_REPORTS = ("programme-plan", "portfolio-plan", "programme-highlight")


def test_every_page_of_governance_is_timed_with_a_whole_councils_lists():
    def shape(url: str) -> str:
        return re.sub(r"\{\w*\}|(programme|portfolio)-1\b|\b1\b", "{}", url.partition("?")[0])

    read = {
        shape(url)
        for name, rows in TABLE.items()
        for url, told in rows
        if name.startswith((*OF_GOVERNANCE, *PLANS_AND_REPORTS))
        and "." not in url
        and told[Role.VIEWER] == 200
    }
    assert len(read) > 20
    assert read - {shape(url) for url in GOVERNANCE.values()} == set()
