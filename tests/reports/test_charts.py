"""Charts draw the cells of their table and nothing else."""

import datetime
import json

import plotly.graph_objects as go
import pytest

from reports.registry import REPORTS
from reports.renderers import as_chart, chart_parts, palette
from reports.renderers.words import print_cell
from reports.table import Ask, Kind, Role
from workforce.models import Consultation, RedundancyEstablishment

MILLION = 100_000_000
OF = {name: slug for slug, report in REPORTS.items() for name in report.charts}


def name_of(table, row) -> str:
    return print_cell(table.columns[0], row.cells[table.columns[0].key])


def millions(row, key):
    value = row.cells[key].value
    return value / MILLION if isinstance(value, int) else None


@pytest.fixture
def table(request, ask):
    return REPORTS[OF[request.param]].build(ask)


def test_every_chart_belongs_to_a_report():
    assert set(OF) == set(as_chart.CHARTS)


@pytest.mark.parametrize("name", sorted(OF))
def test_plotly_accepts_it_at_every_position(name, library):
    for position in library.positions:
        for portfolio in [None, *library.book(position).portfolios]:
            built = REPORTS[OF[name]].build(Ask(library, position, portfolio=portfolio))
            chart = as_chart.render(name, built)
            figure = go.Figure(chart.figure)
            assert len(figure.data) == len(chart.figure["data"])
            assert json.loads(json.dumps(chart.figure, allow_nan=False)) == chart.figure
            assert chart.finding == built.finding
            assert built.finding in chart.alt
            assert built.caption in chart.alt


@pytest.mark.parametrize("name", sorted(OF))
def test_it_sends_nothing_away_and_lets_the_page_scroll(name, ask):
    layout = as_chart.render(name, REPORTS[OF[name]].build(ask)).figure["layout"]
    assert layout["dragmode"] is False
    assert layout["template"] == "none"


@pytest.mark.parametrize("table", ["savings-change"], indirect=True)
def test_savings_change_pairs_this_position_with_the_earlier(table):
    was, now = as_chart.CHARTS["savings-change"](table)["data"]
    rows = list(table.of_role(Role.BODY))
    for bar, key in ((was, "earlier"), (now, "expected")):
        assert bar["name"] == table.column(key).heading
        assert bar["y"] == [name_of(table, r) for r in rows]
        assert bar["x"] == [millions(r, key) for r in rows]
        assert bar["text"] == [print_cell(table.column(key), r.cells[key]) for r in rows]
    assert now["marker"]["color"] == [palette.of_series(r.series) for r in rows]


@pytest.mark.parametrize("table", ["confidence"], indirect=True)
def test_confidence_has_a_bar_for_each_position_split_three_ways(table):
    bars = as_chart.CHARTS["confidence"](table)["data"]
    rows = list(table.of_role(Role.TOTAL, Role.EARLIER))
    assert [bar["name"] for bar in bars] == ["Green", "Amber", "Red"]
    for bar, key in zip(bars, ["green", "amber", "red"], strict=True):
        assert bar["y"] == ["February 2025", "Oct 2024 Position", "July 2024 Position"]
        assert bar["x"] == [millions(r, key) for r in rows]
        assert bar["marker"]["color"] == palette.of_confidence(key)


@pytest.mark.parametrize("table", ["profile"], indirect=True)
def test_profile_stacks_portfolios_over_the_annual_amounts(table):
    *bars, above, below = as_chart.CHARTS["profile"](table)["data"]
    years = [c for c in table.columns if c.kind is Kind.MONEY]
    rows = list(table.of_role(Role.BODY))
    assert [bar["name"] for bar in bars] == [name_of(table, r) for r in rows]
    total, annual = next(table.of_role(Role.TOTAL)), next(table.of_role(Role.SUBTOTAL))
    for bar, row in zip([*bars, above, below], [*rows, total, annual], strict=True):
        assert bar["x"] == [y.key for y in years]
        assert bar["y"] == [millions(row, y.key) for y in years]
        assert bar["text"] == [print_cell(y, row.cells[y.key]) for y in years]
    assert [bar["marker"]["color"] for bar in bars] == [palette.of_series(r.series) for r in rows]
    for at in range(len(years)):
        assert sum(bar["y"][at] for bar in bars) == pytest.approx(above["y"][at])


@pytest.mark.parametrize("table", ["post-ranges"], indirect=True)
def test_post_ranges_run_from_low_to_high(table):
    bars = as_chart.CHARTS["post-ranges"](table)["data"]
    rows = list(table.of_role(Role.BODY))
    for bar, (low, high) in zip(
        bars, [("low", "high"), ("occupied_low", "occupied_high")], strict=True
    ):
        ends = [(b, b + x) for b, x in zip(bar["base"], bar["x"], strict=True)]
        assert ends == [(r.cells[low].value / 100, r.cells[high].value / 100) for r in rows]


@pytest.mark.parametrize("table", ["movement"], indirect=True)
def test_movement_falls_from_the_earlier_total_to_this_one(table):
    (fall,) = as_chart.CHARTS["movement"](table)["data"]
    portfolios = list(table.of_role(Role.SUBTOTAL))
    total = next(table.of_role(Role.TOTAL))
    assert fall["y"][0] == "July 2024"
    assert fall["y"][1:-2] == [name_of(table, r) for r in portfolios]
    assert fall["y"][-2:] == ["Transfers, net", "February 2025"]
    assert fall["measure"] == ["absolute", *["relative"] * 8, "total"]
    assert fall["x"][1:-2] == [
        (r.cells["change"].value - r.cells["transfers"].value) / MILLION for r in portfolios
    ]
    assert fall["x"][0] == millions(total, "earlier")
    assert sum(fall["x"][:-1]) == pytest.approx(fall["x"][-1])
    assert fall["x"][-1] == millions(total, "expected")


def test_money_axes_start_at_zero(ask):
    for name, slug in OF.items():
        layout = as_chart.CHARTS[name](REPORTS[slug].build(ask))["layout"]
        axes = [a for a in (layout.get("xaxis"), layout.get("yaxis")) if a and "tickprefix" in a]
        assert all(axis["rangemode"] == "tozero" for axis in axes)


def test_a_portfolio_keeps_its_colour(ask):
    """Whichever table it stands in, and whether it is shown alone or among others."""
    seen: dict[str, set[str]] = {}
    for slug in ("savings-by-portfolio", "finance-confidence", "savings-profile"):
        for portfolio in [None, *ask.book.portfolios]:
            built = REPORTS[slug].build(Ask(ask.library, ask.position, portfolio=portfolio))
            for row in built.of_role(Role.BODY):
                name = row.cells["portfolio"].value
                seen.setdefault(name, set()).add(palette.of_series(row.series))
    assert all(len(colours) == 1 for colours in seen.values())
    assert len(set.union(*seen.values())) == len(seen) == 7


def test_the_consultation_timeline_draws_the_days_that_are_known(working, library):
    held = {"kind": "public", "raised_on": working.as_at}
    opens, closes = datetime.date(2025, 2, 28), datetime.date(2025, 4, 11)
    Consultation.objects.create(name="Dated", opens_on=opens, closes_on=closes, **held)
    Consultation.objects.create(
        name="Staff",
        raised_on=working.as_at,
        establishment=RedundancyEstablishment.objects.create(name="Depot"),
        opens_on=closes,
        notice_on=datetime.date(2025, 6, 1),
    )
    built = REPORTS["consultation-timetable"].build(Ask(library, working))
    dated, staff, letter, notice, dismissal = as_chart.render(
        "consultation-timeline", built
    ).figure["data"]
    assert (dated["x"], dated["y"]) == (["2025-02-28", "2025-04-11"], ["Dated", "Dated"])
    assert staff["x"] == ["2025-04-11"]
    assert (notice["x"], notice["y"]) == (["2025-06-01"], ["Staff"])
    assert letter["x"] == dismissal["x"] == []
    assert built.finding == "Consultations: 1 open, 1 planned"
    go.Figure({"data": [dated, staff, letter, notice, dismissal]})


def test_no_name_in_a_chart_is_taken_for_html():
    figure = {"name": "</script><b>&", "day": datetime.date(2025, 2, 28)}
    chart = chart_parts.PageChart('a"b', "", "", figure, "")
    opened, _, rest = chart.script.partition(">")
    text, closed = rest.rsplit("<", 1)
    assert (opened, closed) == ('<script id="a&quot;b" type="application/json"', "/script>")
    assert not set("<>&") & set(text)
    assert json.loads(text) == {"name": "</script><b>&", "day": "2025-02-28"}
