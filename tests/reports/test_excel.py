"""Excel: real numbers in Cabinet format, ready to print, with charts drawn from the cells."""

import csv
import io
import zipfile

import pytest
from django.conf import settings
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

from reports import illustrative, pack
from reports.registry import REPORTS
from reports.renderers import as_csv, as_excel
from reports.renderers.words import as_data
from reports.table import Ask, Cell, Column, Kind, ReportTable, Role, Row

MILLIONS = '£#,##0.0#,,"m"'
TITLES = [report.title for report in REPORTS.values() if not report.is_below_portfolio]


def opened(content: bytes):
    return load_workbook(io.BytesIO(content))


@pytest.fixture
def book(ask):
    return opened(pack.render(ask))


def test_the_pack_holds_every_table_in_order_behind_a_cover(book):
    assert book.sheetnames == ["Cover", *TITLES]
    assert all(len(name) <= 31 for name in book.sheetnames)


def test_the_cover_says_what_it_is_of_and_links_to_each_table(book):
    cover = book["Cover"]
    said = {cover.cell(r, 1).value: cover.cell(r, 2).value for r in range(1, cover.max_row + 1)}
    assert said["Position"] == "February 2025"
    assert said["As at"] == "28 February 2025 (date inferred)"
    assert said["Scope"] == "All portfolios"
    assert said["Made on"] == "14 March 2025, 10:30"
    links = {
        cover.cell(r, 1).value: cover.cell(r, 1).hyperlink
        for r in range(1, cover.max_row + 1)
        if cover.cell(r, 1).hyperlink
    }
    assert list(links) == TITLES
    for title, link in links.items():
        assert f"'{title}'!A1" in (link.location or link.target or "")


def dated(title: str) -> str:
    """What a sheet says of its day: a table of what lives on is as at today."""
    if any(report.lives_on for report in REPORTS.values() if report.title == title):
        return "As at 14 March 2025, with the portfolios of February 2025"
    return "February 2025, as at 28 February 2025 (date inferred)"


@pytest.mark.parametrize("title", TITLES)
def test_a_sheet_is_set_up_to_print(title, book):
    sheet = book[title]
    assert sheet.page_setup.orientation == "landscape"
    assert int(sheet.page_setup.paperSize) == 9  # A4
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.oddFooter.left.text == dated(title)
    assert sheet.oddFooter.right.text == "Page &P of &N"
    assert sheet.print_title_rows in ("$4:$4", "$4:$5")
    assert sheet.freeze_panes in ("B5", "B6")
    assert sheet["A1"].value == title
    assert sheet["A2"].value.startswith(f"{dated(title)}. ")


def test_money_is_a_number_of_pounds_in_cabinets_format(book):
    sheet = book["Savings by portfolio"]
    assert [sheet.cell(4, c).value for c in range(1, 5)] == [
        "Portfolio Name",
        "Current Expected Saving",
        "July 2024 Expected Saving",
        "Change",
    ]
    first = [sheet.cell(5, c) for c in range(1, 5)]
    assert [c.value for c in first] == [
        "Adult Social Care & Health",
        17_250_000,
        14_650_000,
        2_600_000,
    ]
    assert [c.data_type for c in first] == ["s", "n", "n", "n"]
    assert first[1].number_format == f"{MILLIONS};−{MILLIONS}"
    assert first[3].number_format == f"+{MILLIONS};−{MILLIONS};{MILLIONS}"


def test_no_cell_of_the_pack_is_a_formula(book):
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert kinds <= {"n", "s", "inlineStr"}
    assert not any("calcChain" in name for name in _names(book))


def _names(book):
    out = io.BytesIO()
    book.save(out)
    return zipfile.ZipFile(out).namelist()


# --- charts --------------------------------------------------------------------------------------

WITH_CHARTS = {
    "savings-by-portfolio": ["earlier", "expected"],
    "finance-confidence": ["green", "amber", "red"],
    "post-reductions": ["high", "occupied_high"],
}


def cells(book, reference: str) -> list:
    name, _, area = reference.rpartition("!")
    left, top, right, bottom = range_boundaries(area.replace("$", ""))
    sheet = book[name.strip("'")]
    return [sheet.cell(r, c).value for r in range(top, bottom + 1) for c in range(left, right + 1)]


@pytest.mark.parametrize("slug", WITH_CHARTS)
def test_a_chart_is_drawn_from_the_cells_of_its_table(slug, ask):
    table = REPORTS[slug].build(ask)
    book = opened(as_excel.render(table))
    (chart,) = book.worksheets[0]._charts
    roles = (Role.TOTAL, Role.EARLIER) if slug == "finance-confidence" else (Role.BODY,)
    check(chart, book, table, WITH_CHARTS[slug], *roles)


def check(chart, book, table: ReportTable, keys: list[str], *roles: Role) -> None:
    """A series for each of the columns, over the rows of these roles, from their cells."""
    rows = list(table.of_role(*roles))
    assert len(chart.series) == len(keys)
    for series, key in zip(chart.series, keys, strict=True):
        drawn = cells(book, series.val.numRef.f)
        assert drawn == [as_data(table.column(key), row.cells[key]) for row in rows]
        names = cells(book, (series.cat.strRef or series.cat.numRef).f)
        first = table.columns[0].key
        assert names == [
            (row.cells[first].label or row.cells[first].value) + row.cells[first].mark
            for row in rows
        ]
        assert series.tx.v == (table.column(key).heading if key != "to_close" else "To close")
    assert not chart.x_axis.delete
    assert not chart.y_axis.delete


@pytest.mark.django_db
def test_delivery_and_the_path_to_closing_are_drawn_as_on_their_pages(library, working):
    illustrative.load(settings.ILLUSTRATIVE_FIXTURES)
    asked = Ask(library, working)
    delivery, gap = (REPORTS[s].build(asked) for s in ("delivered-against-plan", "gap-coverage"))
    assert all(row.cells["delivered"].number for row in delivery.of_role(Role.BODY))
    assert all(row.cells["to_close"].number for row in gap.rows)

    book = opened(as_excel.render(delivery))
    (bars,) = book.worksheets[0]._charts
    assert bars.grouping == "clustered"
    check(bars, book, delivery, ["plan", "forecast", "delivered"], Role.BODY)

    book = opened(as_excel.render(gap))
    (path,) = book.worksheets[0]._charts
    stack, points = path._charts
    assert (stack.grouping, stack.overlap) == ("stacked", 100)
    check(stack, book, gap, ["green", "amber", "red", "left"], Role.BODY)
    check(points, book, gap, ["to_close"], Role.BODY)


def test_the_profile_stacks_a_series_for_each_portfolio(ask):
    table = REPORTS["savings-profile"].build(ask)
    book = opened(as_excel.render(table))
    (chart,) = book.worksheets[0]._charts
    years = [c for c in table.columns if c.kind is Kind.MONEY]
    body = list(table.of_role(Role.BODY))
    assert chart.grouping == "stacked"
    assert [s.tx.v for s in chart.series] == [r.cells["portfolio"].label for r in body]
    for series, row in zip(chart.series, body, strict=True):
        assert cells(book, series.val.numRef.f) == [row.cells[y.key].value / 100 for y in years]
        assert cells(book, (series.cat.strRef or series.cat.numRef).f) == [y.heading for y in years]


@pytest.mark.parametrize("slug", REPORTS)
@pytest.mark.parametrize("position", ["october-2024", "july-2024", "working"])
def test_a_position_with_less_to_draw_still_makes_a_workbook(slug, position, library):
    chosen = next(p for p in library.positions if p.slug == position)
    for portfolio in [None, library.book(chosen).portfolios[0]]:
        table = REPORTS[slug].build(Ask(library, chosen, portfolio=portfolio))
        book = opened(as_excel.render(table))
        assert book.sheetnames == [table.title]


@pytest.mark.parametrize("position", ["october-2024", "july-2024", "working"])
def test_every_position_has_a_pack(position, library):
    chosen = next(p for p in library.positions if p.slug == position)
    assert opened(pack.render(Ask(library, chosen))).sheetnames == ["Cover", *TITLES]


# --- text stays text -----------------------------------------------------------------------------

DANGEROUS = ["=1+1", "+x", "-x", "@x", '=HYPERLINK("http://x","y")', "\t=1", "=cmd|'/C'!A0"]


def table_of(name: str) -> ReportTable:
    return ReportTable(
        slug="any",
        title=name,
        position=name,
        as_at="2025-02-28",
        as_at_text=name,
        scope=name,
        columns=(Column("name", name), Column("c", name, Kind.MONEY, group=name)),
        rows=(Row(Role.BODY, {"name": Cell(name), "c": Cell(name)}),),
        notes=(name,),
    )


@pytest.mark.parametrize("name", DANGEROUS)
def test_words_never_become_a_formula(name):
    sheet = opened(as_excel.render(table_of(name))).worksheets[0]
    found = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in found} == {"s"}
    assert sheet.cell(6, 1).value == name


@pytest.mark.parametrize("name", DANGEROUS)
def test_words_that_a_spreadsheet_would_run_get_an_apostrophe_in_csv(name):
    text = as_csv.render(table_of(name)).decode("utf-8-sig")
    _, line = list(csv.reader(io.StringIO(text, newline="")))
    assert line[0] == line[1] == f"'{name}"


@pytest.mark.parametrize("name", DANGEROUS)
def test_headings_are_words_too(name):
    text = as_csv.render(table_of(name)).decode("utf-8-sig")
    headings, _ = list(csv.reader(io.StringIO(text, newline="")))
    assert headings[0] == f"'{name}"


def test_a_negative_number_is_no_formula(ask):
    """The apostrophe is for words: −£1.19m stays a number in CSV."""
    table = REPORTS["savings-by-portfolio"].build(ask)
    lines = as_csv.render(table).decode("utf-8-sig").splitlines()
    assert any(",-1190000,body," in line for line in lines)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["=1+1", "+x", "-x", "@x"])
def test_a_programmes_name_stays_text_from_the_database_to_the_files(name, working, library):
    place = working.places.first()
    place.printed_label = place.programme.name = name
    place.programme.save()
    place.save()
    table = REPORTS["portfolio-programmes"].build(Ask(library, working))
    sheet = opened(as_excel.render(table)).worksheets[0]
    held = [c for row in sheet.iter_rows() for c in row if c.value == name]
    assert [c.data_type for c in held] == ["s"]
    assert f",'{name}," in as_csv.render(table).decode("utf-8-sig")


def test_a_sheets_name_is_one_excel_takes():
    assert as_excel.sheet_name("A: [b] *? /\\ " + "x" * 40) == "A b   " + "x" * 25
