"""A paper as slides: native charts that hold the table's numbers, tables, notes, sections."""

import datetime
import io

import pytest
from openpyxl import load_workbook

from agt.words import clock
from reports.papers.accessible import faults
from reports.papers.value import ChartBlock, Section, TableBlock
from reports.registry import REPORTS
from reports.renderers import as_chart, as_powerpoint, native_charts, palette
from reports.table import Ask, Kind, Role
from tests.papers import made
from tests.papers.reading import A, behind, charts, numbers, part, parts, slides, words_of
from tests.reports.reading import SHAPES, in_words

CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
OF = {name: slug for slug, report in REPORTS.items() for name in report.charts}
PENCE = 100
KEPT: dict[str, bytes] = {}


@pytest.fixture
def paper(ask):
    return made.paper(ask)


@pytest.fixture
def content(paper):
    """The whole paper, drawn once for all tests: it is of the published figures."""
    if "pptx" not in KEPT:
        KEPT["pptx"] = as_powerpoint.render(paper)
    return KEPT["pptx"]


@pytest.fixture
def deck(content):
    return slides(content)


def chart_of(ask, name):
    """The native charts of one chart of the page, and its table."""
    table = REPORTS[OF[name]].build(ask)
    block = ChartBlock(table, name, 1, table.title, "What it shows")
    paper = made.without(made.of_one(table), sections=(Section("a", "A", 1, (block,)),))
    deck = slides(as_powerpoint.render(paper))
    return table, charts(deck), deck


def pounds(table, key, *roles):
    return [
        row.cells[key].value / PENCE if isinstance(row.cells[key].value, int) else None
        for row in table.of_role(*roles)
    ]


def test_it_can_be_read_by_anybody(content):
    assert faults(content) == []


def test_the_same_value_is_the_same_file(paper, content):
    with clock.stopped_at(clock.now() + datetime.timedelta(hours=5)):
        assert as_powerpoint.render(paper) == content


def test_titles_are_the_findings_and_the_captions(paper, deck):
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert titles[:2] == [paper.title, "Agenda"]
    for block in paper.charts:
        assert block.table.finding in titles
    assert paper.tables[0].caption in titles
    assert [t for t in titles if t.startswith(paper.tables[3].caption)] == [
        paper.tables[3].caption,
        f"{paper.tables[3].caption} (continued, 2 of 3)",
        f"{paper.tables[3].caption} (continued, 3 of 3)",
    ]
    assert len(set(titles)) == len(titles)


def test_every_slide_is_numbered_and_dated(paper, deck):
    for slide in deck.slides:
        kinds = [s.element.ph.get("type") for s in slide.placeholders]
        assert kinds.count("sldNum") == 1
        said = words_of(slide)
        assert f"{paper.position}, as at {paper.as_at_text}" in said
        ids = [s.shape_id for s in slide.shapes]
        assert len(set(ids)) == len(ids)


def test_notes_say_what_it_is_and_where_from(paper, deck):
    held = [s.notes_slide.notes_text_frame.text for s in deck.slides if s.has_notes_slide]
    first = paper.charts[0]
    assert held[0].startswith(f"{first.label}: {first.caption}\nSource: {first.table.title}. ")
    assert first.table.caption in held[0]
    programmes = paper.tables[3]
    (notes, *_) = [n for n in held if n.startswith(programmes.label)]
    for note in programmes.table.notes:
        assert note in notes


def test_sections_and_agenda_lead_to_the_slides(content, deck):
    listed = deck.part._element.findall(".//{*}section")
    names = [held.get("name") for held in listed]
    ids = [[i.get("id") for i in held.iter("{*}sldId")] for held in listed]
    assert names[1:] == [
        "Executive summary",
        "Savings",
        "Workforce",
        "Commercial terms",
        "In the paper",
    ]
    assert [i for held in ids for i in held] == [str(s.slide_id) for s in deck.slides]
    agenda = deck.slides[1]
    assert [p.text for p in agenda.shapes[-1].text_frame.paragraphs] == [
        "Savings",
        "Workforce",
        "Commercial terms",
        "In the paper",
    ]
    links = agenda.shapes[-1]._element.findall(".//a:hlinkClick", A)
    targets = [
        agenda.part.related_part(next(v for k, v in link.items() if k.endswith("}id")))
        for link in links
    ]
    firsts = [int(held[0]) for held in ids if held][1:]
    by_id = {s.slide_id: s.part for s in deck.slides}
    assert targets == [by_id[i] for i in firsts]


def test_what_does_not_fit_is_named(paper, deck):
    last = deck.slides[-1]
    assert "Table 7: Delivery status" in words_of(last)


def test_what_is_exempt_says_so(deck):
    marked = [s for s in deck.slides if "Exempt: not for publication" in words_of(s)]
    assert [s.shapes.title.text_frame.text for s in marked] == [f"Everything & <all> {made.CLEAN}"]


def test_the_theme_is_the_products(content, deck):
    assert len(deck.slide_layouts) == 2
    theme = next(n for n in parts(content) if "theme1" in n)
    held = part(content, theme)
    first = held.find(".//a:accent1/a:srgbClr", A)
    assert first.get("val") == palette.colours()["portfolio-1"][1:].upper()
    assert {f.get("typeface") for f in held.iterfind(".//a:fontScheme/*/a:latin", A)} == {"Arial"}


# --- charts ---


def test_savings_change_holds_both_positions(ask):
    table, (chart,), _ = chart_of(ask, "savings-change")
    assert numbers(chart) == {
        table.column(key).heading: pounds(table, key, Role.BODY) for key in ("earlier", "expected")
    }
    names = [row.cells["portfolio"].value for row in table.of_role(Role.BODY)]
    assert list(chart.plots[0].categories) == names
    held = [
        str(p.format.fill.fore_color.rgb)
        for p in map(chart.plots[0].series[1].points.__getitem__, range(len(names)))
    ]
    assert held == [palette.of_series(r.series)[1:].upper() for r in table.of_role(Role.BODY)]


def test_confidence_is_split_in_the_ratings_colours(ask):
    table, (chart,), _ = chart_of(ask, "confidence")
    keys = ("green", "amber", "red")
    assert list(numbers(chart).values()) == [
        pounds(table, key, Role.TOTAL, Role.EARLIER) for key in keys
    ]
    assert [s.name for s in chart.plots[0].series] == ["Green", "Amber", "Red"]
    drawn = [str(s.format.fill.fore_color.rgb) for s in chart.plots[0].series]
    assert drawn == [palette.of_confidence(key)[1:].upper() for key in keys]
    assert chart.plots[0].overlap == 100


def test_the_profile_stands_over_its_annual_amounts(ask):
    table, (profile, annual), deck = chart_of(ask, "profile")
    years = [c.key for c in table.columns if c.kind is Kind.MONEY]

    def across(row):
        return [row.cells[year].value / PENCE for year in years]

    body, total = list(table.of_role(Role.BODY)), next(table.of_role(Role.TOTAL))
    held = numbers(profile)
    assert list(held.values()) == [across(row) for row in (*body, total)]
    assert list(numbers(annual).values()) == [across(next(table.of_role(Role.SUBTOTAL)))]
    assert [type(p).__name__ for p in profile.plots] == ["BarPlot", "LinePlot"]
    assert len(profile._chartSpace.findall(".//{*}legendEntry")) == 1, "the total is no colour"
    alts = [
        s._element.nvGraphicFramePr.cNvPr.get("descr") for s in deck.slides[2].shapes if s.has_chart
    ]
    assert alts == ["Cumulative amount. What it shows", "Annual amount. What it shows"]


def test_posts_say_their_range(ask):
    table, (chart,), _ = chart_of(ask, "post-ranges")
    body = list(table.of_role(Role.BODY))
    assert numbers(chart) == {
        name: [r.cells[key].value / 100 for r in body]
        for name, key in (("All posts", "high"), ("Occupied posts", "occupied_high"))
    }
    labels = [
        t.text for t in chart._chartSpace.iterfind(".//c:ser[1]//c:rich//a:t", {**A, "c": CHART})
    ]
    low, high = body[0].cells["low"].value // 100, body[0].cells["high"].value // 100
    assert labels[0] == f"{low}–{high}"


def test_a_waterfalls_steps_end_where_the_position_is(ask):
    table, (chart,), _ = chart_of(ask, "movement")
    held = numbers(chart)
    total = next(table.of_role(Role.TOTAL))
    ends = [total.cells[key].value / PENCE for key in ("earlier", "expected")]
    assert [v for v in held["Position"] if v is not None] == ends
    level = ends[0]
    steps = zip(held["Start"], held["Increase"], held["Decrease"], strict=True)
    for start, more, less in list(steps)[1:-1]:
        assert start == pytest.approx(level if less is None else level - less)
        level += (more or 0) - (less or 0)
    assert level == pytest.approx(ends[1])
    said = list(chart.plots[0].categories)
    assert said[0].endswith(f": {in_words('money', ends[0])}")


def test_a_waterfall_that_falls_starts_beneath():
    figure = {
        "data": [
            {
                "type": "waterfall",
                "x": [5.0, -2.0, 1.5, 4.5],
                "y": ["Then", "Down", "Up", "Now"],
                "text": ["£5.0m", "−£2.0m", "+£1.5m", "£4.5m"],
                "measure": ["absolute", "relative", "relative", "total"],
            }
        ],
        "layout": {},
    }
    (panel,) = native_charts.panels(figure)
    million = 1_000_000
    assert [s.values for s in panel.series] == [
        (0, 3 * million, 3 * million, 0),
        (5 * million, None, None, 4_500_000),
        (None, None, 1_500_000, None),
        (None, 2 * million, None, None),
    ]


def test_the_path_to_closing_marks_what_is_to_close(ask):
    table = REPORTS["gap-coverage"].build(ask)
    row = {c.key: made.Cell(2_00_000_000) for c in table.columns} | {"year": made.Cell("2025/26")}
    table = made.without(table, rows=(made.Row(Role.BODY, row),))
    block = ChartBlock(table, "path-to-closing", 1, table.title, "What it shows")
    paper = made.without(made.of_one(table), sections=(Section("a", "A", 1, (block,)),))
    (chart,) = charts(slides(as_powerpoint.render(paper)))
    bars, points = chart.plots
    assert [s.name for s in points.series] == ["To close"]
    assert [s.name for s in bars.series] == ["Green", "Amber", "Red", "Left to find"]
    assert set(map(tuple, numbers(chart).values())) == {(2_000_000,)}


@pytest.mark.parametrize("name", sorted(as_chart.CHARTS))
@pytest.mark.parametrize("position", ["february-2025", "october-2024", "working"])
def test_the_sheet_behind_holds_what_is_drawn_at_every_position(name, position, library):
    chosen = next(p for p in library.positions if p.slug == position)
    _, drawn, _ = chart_of(Ask(library, chosen), name)
    for chart in drawn:
        sheet = behind(chart)
        held = numbers(chart)
        order = {n: sheet[0].index(n) for n in held}
        for series, values in held.items():
            assert [row[order[series]] for row in sheet[1:]] == values
        assert [row[0] for row in sheet[1:]] == list(chart.plots[0].categories)


def test_dates_have_no_native_chart_and_go_as_a_table(ask):
    table = made.every_kind()
    figure = {"data": [{"type": "scatter"}], "layout": {"xaxis": {"type": "date"}}}
    assert native_charts.panels(figure) == ()
    assert native_charts.panels({"data": [], "layout": {}}) == ()
    block = ChartBlock(
        REPORTS["consultation-timetable"].build(ask), "consultation-timeline", 1, "C", "C"
    )
    sections = (Section("a", "A", 1, (block, TableBlock(table, 1, "T"))),)
    deck = slides(as_powerpoint.render(made.without(made.of_one(table), sections=sections)))
    assert [s.shapes.title.text_frame.text for s in deck.slides] == ["One table", "Agenda", "T"]


def test_a_name_never_becomes_a_formula_behind_a_chart(ask):
    table = REPORTS["savings-by-portfolio"].build(ask)
    rows = tuple(
        row._replace(cells={**row.cells, "portfolio": made.Cell("=1+1 & <b>\x00")})
        for row in table.rows
    )
    block = ChartBlock(made.without(table, rows=rows), "savings-change", 1, "C", "C")
    paper = made.without(made.of_one(table), sections=(Section("a", "A", 1, (block,)),))
    (chart,) = charts(slides(as_powerpoint.render(paper)))
    assert {row[0] for row in behind(chart)[1:]} == {"=1+1 & <b>"}
    book = load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    assert {c.data_type for row in book.active.iter_rows() for c in row} <= {"s", "n", "inlineStr"}


def test_an_amount_is_exact():
    assert native_charts.exact(17.25, True) == 17_250_000
    assert native_charts.exact(0.12345678, True) == 123_456.78
    assert native_charts.exact(None, True) is None
    assert native_charts.exact(24.5, False) == 24.5


# --- tables ---


def test_one_title_is_one_slides_and_a_table_is_drawn_once(ask):
    tables = [REPORTS[s].build(ask) for s in ("savings-by-portfolio", "savings-in-year")]
    first, second = (TableBlock(t, n, "Savings") for n, t in enumerate(tables, start=1))
    again = TableBlock(tables[0], 3, "The same again")
    sections = (Section("a", "North", 1, (first,)), Section("b", "South", 1, (second, again)))
    deck = slides(as_powerpoint.render(made.without(made.of_one(tables[0]), sections=sections)))
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert titles == ["One table", "Agenda", "North: Savings", "South: Savings"]


def table_cells(deck) -> list[list[str]]:
    found = []
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.has_table:
                assert shape.table.first_row
                found += [[cell.text for cell in row.cells] for row in shape.table.rows]
    return found


@pytest.mark.parametrize(
    "slug", ["savings-by-portfolio", "finance-confidence", "portfolio-programmes", "movement"]
)
def test_every_row_of_a_table_is_on_a_slide_once(slug, ask):
    table = REPORTS[slug].build(ask)
    held = table_cells(slides(as_powerpoint.render(made.of_one(table))))
    wanted = [
        ["".join(made.printed(c, row.cells[c.key])) for c in table.columns] for row in table.rows
    ]
    assert [row for row in held if row in wanted] == wanted


def test_numbers_stand_right_and_ratings_have_a_shape(ask):
    deck = slides(as_powerpoint.render(made.of_one(made.every_kind())))
    (table,) = [s.table for slide in deck.slides for s in slide.shapes if s.has_table]
    first = [cell.text for cell in table.rows[2].cells]
    assert first[0] == made.CLEAN
    assert first[1] == "▲ Amber"
    sides = [cell.text_frame.paragraphs[0].alignment for cell in table.rows[2].cells]
    right = [c.kind.is_number for c in made.every_kind().columns]
    assert [int(side) == 3 for side in sides] == right
    assert set(SHAPES) >= {first[1][0]}
