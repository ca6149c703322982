"""Page, CSV, JSON, text, Excel and Word say the same, cell for cell."""

from typing import Any

import pytest
from django.template.loader import render_to_string
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.roles import Role as Person
from reports.registry import REPORTS
from reports.renderers import as_csv, as_excel, as_html, as_json, as_text, as_word
from reports.table import Ask, Cell, Column, Kind, ReportTable, Role, Row
from tests.papers import made
from tests.reports.reading import in_words, read_csv, read_excel, read_html, read_json, read_word

KINDS = {"text", "money", "fte", "count", "percent", "score", "years", "value"}
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def draw(table: ReportTable) -> str:
    """The table's part of a page."""
    return render_to_string("partials/report_table.html", {"table": as_html.render(table)})


def check(table: ReportTable, page: str) -> None:
    """Hold every output of ``table`` against every other. ``page`` has it drawn on it."""
    columns = table.columns
    html = read_html(page, table.slug)
    data = read_json(as_json.render(table))
    headings, lines = read_csv(as_csv.render(table))
    grouped = any(c.group for c in columns)
    sheet = read_excel(as_excel.render(table), len(columns), len(table.rows), grouped=grouped)

    word = read_word(as_word.render(made.of_one(table)))

    assert word.rows == html.rows
    assert word.marks == html.marks
    numeric = [column.kind.is_number for column in columns]
    assert word.right == [numeric] * len(table.rows)
    strong = (Role.TOTAL, Role.SUBTOTAL)
    assert word.bold == [
        r.role in strong and any(t) for r, t in zip(table.rows, word.rows, strict=True)
    ]
    assert [t for row in word.headings for t in row if t] == [
        t for row in html.headings for t in row if t
    ]
    assert len(html.rows) == len(data["rows"]) == len(lines) == len(sheet) == len(table.rows)
    assert html.roles == [row["role"] for row in data["rows"]] == [r.role for r in table.rows]
    assert html.notes == data["notes"] == [" ".join(n.split()) for n in table.notes]
    assert len(headings) == len(data["columns"])
    words = []
    for at, row in enumerate(table.rows):
        words.append([])
        for index, column in enumerate(columns):
            cell = row.cells[column.key]
            value = data["rows"][at]["cells"][column.key]
            text = html.rows[at][index]
            mark = html.marks.get((at, index), "")
            words[-1].append(text + mark)
            assert mark == cell.mark
            if isinstance(value, str):
                assert text == (cell.label or value)
                assert lines[at][index] == (f"'{value}" if value.startswith(FORMULA) else value)
                assert (sheet[at][index] or "") == text + mark
            else:
                assert not isinstance(value, bool)
                assert text == in_words(column.kind, value)
                assert float(lines[at][index]) == value
                assert sheet[at][index] == value
                assert isinstance(sheet[at][index], int | float)
    printed = as_text.render(table).split("\n")
    assert printed[:2] == [table.title, table.caption]
    assert cut([c.heading for c in columns], words, printed) == words


def cut(headings: list[str], words: list[list[str]], printed: list[str]) -> list[list[str]]:
    """The cells of the text: as wide as the widest of their column, two spaces apart."""
    widths = [
        max(len(heading), *(len(row[i]) for row in words), 0) for i, heading in enumerate(headings)
    ]
    rows = []
    for line in printed[5 : 5 + len(words)]:
        at, cells = 0, []
        for width in widths:
            cells.append(line[at : at + width].strip())
            at += width + 2
        rows.append(cells)
    return rows


@pytest.mark.parametrize("slug", REPORTS)
@pytest.mark.parametrize("position", ["february-2025", "october-2024", "july-2024", "working"])
def test_every_output_of_a_report_agrees(slug, position, client, people, library):
    client.force_login(people[Person.HR_PARTNER])
    page = client.get(f"/reports/{slug}/?position={position}").content.decode()
    chosen = next(p for p in library.positions if p.slug == position)
    check(REPORTS[slug].build(Ask(library, chosen)), page)


@pytest.mark.parametrize("slug", REPORTS)
def test_the_files_of_a_page_hold_the_same_table(slug, client, people, ask):
    """What a person downloads is what the renderers make, named after what it holds."""
    client.force_login(people[Person.HR_PARTNER])
    table = REPORTS[slug].build(ask)
    for suffix, renderer in (("csv", as_csv), ("json", as_json)):
        answer = client.get(f"/reports/{slug}.{suffix}")
        assert answer.content == renderer.render(table)
        assert answer["Content-Type"] == renderer.CONTENT_TYPE
        assert answer["Content-Disposition"] == (
            f'attachment; filename="{slug}-february-2025.{suffix}"'
        )


@pytest.mark.parametrize("slug", REPORTS)
def test_json_has_the_documented_shape(slug, ask):
    data = read_json(as_json.render(REPORTS[slug].build(ask)))
    assert list(data) == [
        "slug",
        "title",
        "position",
        "as_at",
        "scope",
        "columns",
        "rows",
        "notes",
    ]
    assert (data["slug"], data["position"], data["as_at"], data["scope"]) == (
        slug,
        "February 2025",
        "2025-03-14" if REPORTS[slug].lives_on else "2025-02-28",
        "All portfolios",
    )
    for column in data["columns"]:
        assert list(column) == ["key", "heading", "kind", "unit"]
        assert column["kind"] in KINDS
        assert column["unit"] == {"money": "£", "fte": "FTE", "percent": "%"}.get(
            column["kind"], ""
        )
    keys = [column["key"] for column in data["columns"]]
    for row in data["rows"]:
        assert list(row) == ["role", "cells"]
        assert row["role"] in {"body", "subtotal", "total", "earlier"}
        assert set(row["cells"]) == set(keys)


def test_csv_says_what_each_line_is_of(ask):
    table = REPORTS["savings-by-portfolio"].build(ask)
    head, *lines = as_csv.render(table).decode("utf-8-sig").splitlines()
    assert head == (
        "Portfolio Name,Current Expected Saving (£),July 2024 Expected Saving (£),Change (£),"
        "Row is,Position,As at,Scope,Notes"
    )
    assert lines[0] == (
        "Adult Social Care & Health,17250000,14650000,2600000,"
        "body,February 2025,2025-02-28,All portfolios,"
    )
    assert all("February 2025,2025-02-28,All portfolios," in line for line in lines)


def test_csv_headings_are_told_apart_where_columns_stand_in_groups(ask):
    headings, _ = read_csv(as_csv.render(REPORTS["post-reductions"].build(ask)))
    assert len(set(headings)) == len(headings)


# --- any table at all ----------------------------------------------------------------------------

WORDS = st.text(alphabet=st.sampled_from("abcXYZ 019=+-@&<>\"£%,;–é'"), max_size=12).map(
    lambda text: " ".join(text.split()).lstrip("'")
)
NUMBERS = {
    Kind.MONEY: st.integers(-(10**13), 10**13),
    Kind.CHANGE: st.integers(-(10**13), 10**13),
    Kind.FTE: st.integers(-(10**8), 10**8),
    Kind.COUNT: st.integers(0, 10**9),
    Kind.PERCENT: st.integers(0, 10**6),
    Kind.SCORE: st.integers(0, 10**4),
    Kind.YEARS: st.integers(0, 10**4),
    Kind.VALUE: st.integers(-(10**9), 10**9),
}


@st.composite
def tables(draw_from) -> ReportTable:
    kinds = draw_from(st.lists(st.sampled_from([*NUMBERS, Kind.TEXT]), min_size=1, max_size=5))
    columns = [Column("name", draw_from(WORDS) or "Name")]
    columns += [
        Column(f"c{n}", draw_from(WORDS) or "Heading", kind, draw_from(st.sampled_from(["", "G"])))
        for n, kind in enumerate(kinds)
    ]

    def cell(column: Column) -> Cell:
        mark = draw_from(st.sampled_from(["", "*", "**"]))
        if column.kind is Kind.TEXT:
            return Cell(draw_from(WORDS), label=draw_from(WORDS), mark=mark)
        value: Any = draw_from(NUMBERS[column.kind] | st.sampled_from(["n/a", "HRA"]))
        return Cell(value, mark=mark)

    rows = [
        Row(draw_from(st.sampled_from(Role)), {c.key: cell(c) for c in columns})
        for _ in range(draw_from(st.integers(0, 5)))
    ]
    return ReportTable(
        slug="any-table",
        title="Any table",
        position="Some position",
        as_at="2025-02-28",
        as_at_text="28 February 2025",
        scope="All portfolios",
        columns=tuple(columns),
        rows=tuple(rows),
        notes=tuple(f"* {draw_from(WORDS)}." for _ in range(draw_from(st.integers(0, 2)))),
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(table=tables())
def test_every_output_of_any_table_agrees(table):
    check(table, draw(table))
