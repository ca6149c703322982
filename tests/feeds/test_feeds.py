"""What the feeds say: as the pages do, in scope, typed, and a few rows at a time."""

import csv
import datetime
import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from accounts.roles import Role
from accounts.viewer import SYSTEM
from agt.words.money import LARGEST
from portfolios.models import Portfolio, ProgrammePlace
from reports.feeds.asking import feed_ask
from reports.feeds.feed import Column, Feed, Kind
from reports.feeds.registry import FEEDS
from reports.feeds.renderers import RENDERERS, ROWS_A_CHUNK, as_csv, as_json
from reports.registry import REPORTS
from reports.renderers import as_excel
from reports.table import Ask, NotForYou
from reports.table import Role as RowIs
from savings.models import Measure, Reading, SavingsLine
from tests.feeds.conftest import NAMES
from workforce.models import PostReduction, ProgrammePosts

pytestmark = pytest.mark.django_db


def rows_of(name, viewer=SYSTEM, position="") -> list[dict]:
    feed = FEEDS[name]
    person = None if viewer is SYSTEM else viewer
    ask = feed_ask(viewer=viewer, person=person, position=position)
    names = [column.name for column in feed.columns]
    return [dict(zip(names, row, strict=True)) for row in feed.values(ask)]


# --- the same figures as everywhere ---------------------------------------------------------------


def test_the_lines_come_to_what_the_cabinet_table_says(ask):
    rows = rows_of("savings-lines", position="february-2025")
    table = REPORTS["savings-by-portfolio"].build(ask)
    total = next(table.of_role(RowIs.TOTAL))
    pence = [cell.number for cell in total.cells.values() if cell.number is not None]
    general = sum(round(r["amount"] * 100) for r in rows if r["fund"] == "general_fund")
    assert general in pence
    assert len(rows) == SavingsLine.objects.filter(place__position__slug="february-2025").count()


def test_by_portfolio_and_year_is_the_profile(ask, february):
    rows = rows_of("savings-by-portfolio", position="february-2025")
    table = REPORTS["savings-profile"].build(ask)
    printed = [
        row.cells[str(year)].number for row in table.of_role(RowIs.BODY) for year in february.years
    ]
    assert [round(row["cumulative"] * 100) for row in rows] == printed
    assert {row["basis"] for row in rows} == {"computed"}


def test_stated_figures_find_the_breaks_of_the_papers(library):
    rows = rows_of("stated-figures")
    breaks = [row for row in rows if row["state"] == "break"]
    assert len(rows) == len(library.reconciled)
    assert len(breaks) == 5
    assert all(row["difference"] and row["check"] for row in breaks)
    money = [row for row in rows if row["unit"] == "GBP m" and row["printed"].endswith("50.82m")]
    assert {row["value"] for row in money} == {50_820_000}


def test_posts_are_the_cabinet_table(ask):
    rows = rows_of("posts", position="february-2025")
    table = REPORTS["post-reductions"].build(ask)
    printed = {row.cells["portfolio"].value: row.cells for row in table.of_role(RowIs.BODY)}
    assert {row["portfolio_printed"] for row in rows} == set(printed)
    for row in rows:
        for key in ("low", "high", "vacant", "occupied_low", "occupied_high"):
            assert round(row[key] * 100) == printed[row["portfolio_printed"]][key].number


def test_a_reading_that_was_corrected_or_taken_back_is_not_told(led):
    measure = Measure.objects.create(portfolio=led, name="Waiting", unit="days")
    day = datetime.date(2025, 2, 1)
    for value, why in ((5000, ""), (4500, "Miscounted.")):
        Reading.objects.create(measure=measure, on=day, value=value, why=why)
    other = day + datetime.timedelta(days=1)
    Reading.objects.create(measure=measure, on=other, value=1)
    Reading.objects.create(measure=measure, on=other, value=None, why="Never read.")
    told = [row for row in rows_of("benefit-readings") if row["measure"] == "Waiting"]
    assert [(row["on"], row["value"]) for row in told] == [("2025-02-01", 4.5)]
    assert told[0]["portfolio"] == led.name


# --- whose eyes ---------------------------------------------------------------------------------


def test_every_feed_ends_with_the_readers_portfolios(people, led, samples):
    mine = {led.name, *led.portfolio_places.values_list("printed_label", flat=True)}
    lead = people[Role.PORTFOLIO_LEAD]
    lead.named_for_posts = True
    lead.save()
    for name in NAMES:
        told, all_of_it = rows_of(name, lead), rows_of(name, people[Role.HR_PARTNER])
        column = "row" if name == "stated-figures" else "portfolio"
        assert {str(row[column]).partition(" / ")[0] for row in told} <= mine, name
        assert len(told) < len(all_of_it), name


def plant(working) -> tuple[ProgrammePlace, ProgrammePlace]:
    """Two programmes of a portfolio with posts, one of them about few people."""
    portfolio = next(
        p for p in Portfolio.objects.all() if working.places.filter(portfolio=p).count() >= 3
    )
    for model in (ProgrammePosts, PostReduction):
        model.objects.filter(position=working, portfolio=portfolio).delete()
    PostReduction.objects.create(
        position=working, portfolio=portfolio, order=1, low=7777, high=7777, vacant=0
    )
    few, many = working.places.filter(portfolio=portfolio)[:2]
    for place, low in ((few, 311), (many, 6234)):
        ProgrammePosts.objects.create(
            position=working,
            portfolio=portfolio,
            programme=place.programme,
            low=low,
            high=low,
            note="planted-note",
        )
    return few, many


def test_posts_below_portfolio_level_leak_through_no_feed(people, working, samples):
    """Planted numbers that stand nowhere else: neither they nor their rows are in any feed."""
    few, _ = plant(working)
    for role in (Role.ANALYST, Role.PMO_EDITOR, Role.FINANCE_PARTNER):
        with pytest.raises(NotForYou):
            rows_of("posts-by-programme", people[role])
        for name in NAMES:
            if name != "posts-by-programme":
                told = json.dumps(rows_of(name, people[role]))
                for planted in ("3.11", "62.34", "planted-note"):
                    assert planted not in told, name
    told = rows_of("posts-by-programme", people[Role.HR_PARTNER], "working")
    assert told, few
    assert all(row["withheld"] for row in told if row["programme"] == few.programme.name)
    assert "3.11" not in json.dumps(told)


def test_the_guard_is_that_of_the_report(people, working, library):
    plant(working)
    told = rows_of("posts-by-programme", people[Role.HR_PARTNER], "working")
    table = REPORTS["posts-by-programme"].build(Ask(library, working))
    printed = [row.cells["high"].number for row in table.of_role(RowIs.BODY)]
    assert [None if row["high"] is None else round(row["high"] * 100) for row in told] == printed


# --- typed --------------------------------------------------------------------------------------


def test_each_value_is_what_its_column_says(people, samples, working):
    plant(working)
    for name, feed in FEEDS.items():
        assert len({column.name for column in feed.columns}) == len(feed.columns)
        rows = rows_of(name, people[Role.HR_PARTNER])
        assert rows, name
        for row in rows:
            for column in feed.columns:
                assert is_of(column, row[column.name]), (name, column.name, row)


def is_of(column: Column, value: object) -> bool:
    """Whether a value is of its column's type."""
    if value is None:
        return column.may_be_empty
    if column.kind.is_number:
        return type(value) in (int, float)
    if column.kind is Kind.YES_NO:
        return type(value) is bool
    if column.kind is Kind.DAY:
        return datetime.date.fromisoformat(str(value)).isoformat() == value
    return type(value) is str


MONEY = Feed("m", "M", "m", (Column("a", "A", Kind.MONEY), Column("t", "T")), iter)


@given(st.lists(st.tuples(st.integers(-LARGEST, LARGEST), st.text())))
def test_both_formats_hold_every_amount_to_the_penny_and_json_every_word(rows):
    values = list(Feed("m", "M", "m", MONEY.columns, lambda _: iter(rows)).values(None))
    told = json.loads(b"".join(as_json(MONEY, values)))
    assert [(round(row["a"] * 100), row["t"]) for row in told] == rows
    lines = b"".join(as_csv(MONEY, values)).decode(errors="surrogatepass")
    amounts = [row["a"] for row in csv.DictReader(io.StringIO(lines, newline=""))]
    assert [int(a.replace(".", "")) for a in amounts] == [pence for pence, _ in rows]


def test_a_word_that_a_spreadsheet_would_run_is_made_harmless_in_csv_alone():
    assert b"'=1+1" in b"".join(as_csv(MONEY, [[1, "=1+1"]]))
    assert b'"=1+1"' in b"".join(as_json(MONEY, [[1, "=1+1"]]))


# --- a few at a time ------------------------------------------------------------------------------


@pytest.mark.parametrize("render", [as_csv, as_json])
def test_a_hundred_thousand_rows_are_never_held_together(render):
    pulled = 0

    def rows(_):
        nonlocal pulled
        for pulled in range(1, 100_001):
            yield pulled, "x"

    feed = Feed("m", "M", "m", MONEY.columns, rows)
    chunks = render(feed, feed.values(None))
    assert pulled == 0
    next(chunks)
    assert pulled <= ROWS_A_CHUNK
    assert sum(1 for _ in chunks) <= 100_000 / ROWS_A_CHUNK + 1
    assert pulled == 100_000


@pytest.mark.parametrize("name", NAMES)
def test_a_feed_gives_its_rows_one_by_one(name, people):
    feed = FEEDS[name]
    rows = feed.values(feed_ask(viewer=SYSTEM))
    assert iter(rows) is rows
    assert not isinstance(rows, list | tuple)


def test_the_lines_are_read_in_portions_by_one_query(february, monkeypatch):
    """Portions of two: were they read at once, or a query a row, the counts would say so."""
    monkeypatch.setattr("reports.feeds.reading.AT_A_TIME", 2)
    with CaptureQueriesContext(connection) as made:
        rows = rows_of("savings-lines")
    assert len(rows) > 100
    assert len(made) == 2  # positions, lines


# --- from a terminal ------------------------------------------------------------------------------


def said(*command, **options) -> str:
    out = io.StringIO()
    call_command("feed", *command, stdout=out, **options)
    return out.getvalue()


def test_the_command_writes_a_feed(tmp_path):
    rows = list(csv.DictReader(io.StringIO(said("savings-lines", position="February 2025"))))
    assert {row["position"] for row in rows} == {"february-2025"}
    assert "." in rows[0]["amount"]
    path = tmp_path / "posts.json"
    said("posts", format="json", output=str(path))
    assert json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(("name", "position"), [("nonsense", ""), ("posts", "nonsense")])
def test_the_command_names_what_there_is(name, position):
    with pytest.raises(CommandError, match=r"savings-lines|February 2025"):
        said(name, position=position)


def test_a_feed_in_excel_holds_numbers_days_and_words_that_are_never_formulas():
    columns = (
        Column("name", "A name"),
        Column("on", "A day", Kind.DAY, may_be_empty=True),
        Column("amount", "Money", Kind.MONEY, may_be_empty=True),
        Column("rows", "A number", Kind.NUMBER),
        Column("sure", "Whether", Kind.YES_NO),
    )
    rows = [
        ("=1+1", datetime.date(2025, 2, 28), -150, 3, True),
        ("#N/A", None, None, 0, False),
        ("Plain", datetime.date(2025, 3, 31), 10, 7, True),
    ]
    feed = Feed("made", "Made", "For a test.", columns, lambda ask: iter(rows))
    made, content_type = RENDERERS["xlsx"]
    content = b"".join(made(feed, feed.values(None)))
    assert content_type == as_excel.CONTENT_TYPE
    headings, *body = load_workbook(io.BytesIO(content)).active.iter_rows()
    assert [(c.value, c.font.bold) for c in headings] == [(c.name, True) for c in columns]
    assert [[c.value for c in row] for row in body] == [
        ["=1+1", datetime.datetime(2025, 2, 28), -1.5, 3, True],
        ["#N/A", None, None, 0, False],
        ["Plain", datetime.datetime(2025, 3, 31), 0.1, 7, True],
    ]
    assert {row[0].data_type for row in body} == {"s"}
    assert body[0][1].is_date
