"""The council's earlier programmes come in by the importer alone, and print as their papers do."""

import csv
import io
import json
import re
import shlex
from pathlib import Path

import plotly.graph_objects as go
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from accounts.roles import Role
from accounts.viewer import SYSTEM
from agt.words.fte import in_fte
from governance.models import Gate
from portfolios.models import Portfolio, Position
from reports.asking import find_report
from reports.definitions import measure_readings
from reports.exchange.amounts import read_amount
from reports.exchange.guessing import guess
from reports.exchange.reading import read
from reports.exchange.register import DAY, RegisterMapping
from reports.exchange.stating import rounding_of, standing
from reports.library import Library
from reports.papers.compose import compose
from reports.papers.shelf import PAPERS
from reports.papers.tokens import NoSuchFigure, answer, catalogue
from reports.reconciliation import State
from reports.registry import REPORTS
from reports.renderers import as_chart, as_html
from reports.rollups import differences
from reports.table import Ask, ReportTable
from savings.measured import measured
from savings.models import BudgetPressure, FundingGap, Measure, SavingsLine
from tests.exchange.conftest import sheet
from tests.reports.emptying import empty
from tests.reports.reading import in_words
from workforce.models import PostReduction, Restructure

pytestmark = pytest.mark.django_db

ROOT = Path(settings.BASE_DIR)
EARLIER = ROOT / "fixtures/earlier"
PAGE = (ROOT / "docs/import.md").read_text(encoding="utf-8")
CAN = "Rounding of its {} figures and of itself can explain it."


def commands(year: int) -> list[str]:
    return re.findall(rf"manage\.py (import_\w+ .*fixtures/earlier/{year}/.*)", PAGE)


@pytest.fixture
def load(people, monkeypatch):
    """Empty the database, then do what the page says for a year; what the commands told."""

    def run(year: int) -> str:
        empty()
        Gate.objects.all().delete()
        assert not Position.objects.exists()
        monkeypatch.chdir(ROOT)
        told = io.StringIO()
        for line in commands(year):
            call_command(*shlex.split(line), stdout=told)
        assert differences() == []
        return told.getvalue()

    return run


def paper(file: str) -> list[list[str]]:
    return list(csv.reader((EARLIER / file).read_text(encoding="utf-8").splitlines()))


def pence(printed: str) -> int:
    return read_amount(printed, "m").pence


def table(slug: str, position: str) -> ReportTable:
    at = Position.objects.get(name=position)
    return find_report(slug).build(Ask(Library(SYSTEM, [at]), at))


def printed(slug: str, position: str, *columns: str) -> dict[str, list]:
    """The numbers of each row, by what its first cell says."""
    return {
        str(next(iter(row.cells.values())).value): [row.cells[column].number for column in columns]
        for row in table(slug, position).rows
    }


def verdicts(position: str) -> dict[str, State]:
    """How the reconciliation of a position finds each printed total, by its cell."""
    at = Position.objects.get(name=position)
    return {r.figure.printed_column: r.state for r in Library(SYSTEM, [at]).reconciled}


def breaks(told: str) -> dict[str, str]:
    """What the import says of each total that breaks, by its cell."""
    return dict(re.findall(r"^Break, (\w+): (.*)$", told, re.MULTILINE))


@pytest.mark.parametrize("year", [2013, 2015, 2018])
def test_every_file_of_a_year_is_brought_in_and_nothing_else(year):
    named = {word for line in commands(year) for word in shlex.split(line) if "fixtures/" in word}
    held = {str(file.relative_to(ROOT)) for file in (EARLIER / str(year)).iterdir()}
    assert named == held


# --- 2015 ----------------------------------------------------------------------------------------


def test_the_themes_of_2015_print_as_the_paper_and_its_two_totals_break(load):
    told = load(2015)
    rows = paper("2015/savings-by-theme.csv")[2:]
    got = printed("savings-profile", "February 2015", "2016/17", "2017/18")
    *themes, total = rows
    for name, *amounts in themes:
        assert got.pop(name) == [pence(amount) for amount in amounts]
    assert got == {
        "Cumulative Amount": [pence("9.1"), pence("15.3")],
        "Annual Amount": [pence("9.1"), pence("6.2")],
    }
    assert total == ["Total", "9.0", "15.2"]
    assert verdicts("February 2015") == {"B7": State.BREAK, "C7": State.BREAK}
    notes = [str(note) for note in table("savings-profile", "February 2015").notes]
    assert any("prints 9.0 (£m); the figures beneath it come to £9.1m" in note for note in notes)
    assert any("prints 15.2 (£m); the figures beneath it come to £15.3m" in note for note in notes)
    said = list(breaks(told.split("February 2015:")[0]).values())
    assert said == [
        f"Total is printed 9.0, and its figures come to £9,100,000. {CAN.format(4)}",
        f"Total is printed 15.2, and its figures come to £15,300,000. {CAN.format(4)}",
    ]
    position = Position.objects.get(name="February 2015")
    assert str(position.as_at) == "2015-02-10"
    assert sum(line.amount for line in SavingsLine.objects.at(position)) == pence("15.3")
    gaps = {str(year): amount for year, amount in FundingGap.objects.at(position).by_year().items()}
    assert gaps == {"2016/17": pence("39.1"), "2017/18": pence("60.7")}


EXACT, BREAK = State.EXACT, State.BREAK
SUBTOTALS = {"C12": EXACT, "D12": EXACT, "E12": EXACT, "C23": EXACT, "D23": EXACT, "E23": BREAK}
EXPENDITURE = SUBTOTALS | {"C24": BREAK, "D24": BREAK, "E24": BREAK}
GAP = SUBTOTALS | {
    **{"C32": BREAK, "D32": EXACT, "E32": EXACT},
    **{"C34": EXACT, "D34": BREAK, "E34": BREAK},
}


def test_each_line_of_the_forecast_of_2015_foots_or_not_and_rounding_can_explain_those(load):
    told = load(2015)
    assert verdicts("February 2015 expenditure") == EXPECTED_OF["expenditure"]
    assert verdicts("February 2015 gap") == EXPECTED_OF["gap"]
    of_expenditure, of_gap = told.split("February 2015 expenditure:")
    assert breaks(of_expenditure.split("gaps.")[1]) == {
        "E23": f"{OTHER} 5.3, and its figures come to £5,200,000. {CAN.format(7)}",
        "C24": f"{NET} 201.1, and its figures come to £201,000,000. {CAN.format(19)}",
        "D24": f"{NET} 210.1, and its figures come to £210,000,000. {CAN.format(19)}",
        "E24": f"{NET} 221.6, and its figures come to £221,500,000. {CAN.format(19)}",
    }
    assert breaks(of_gap) == {
        "E23": f"{OTHER} 5.3, and its figures come to £5,200,000. {CAN.format(7)}",
        "C32": f"{FUNDING} (191.1), and its figures come to −£191,000,000. {CAN.format(6)}",
        "D34": f"{LEFT} 39.1, and its figures come to £39,000,000. {CAN.format(26)}",
        "E34": f"{LEFT} 60.7, and its figures come to £60,500,000. {CAN.format(26)}",
    }


EXPECTED_OF = {"expenditure": EXPENDITURE, "gap": GAP}
OTHER = "Sub-total for Other Expenditure & Income is printed"
NET, FUNDING = "Net Revenue Expenditure is printed", "Total Funding is printed"
LEFT = "DRAFT BUDGET GAP is printed"


def test_each_line_of_the_forecast_of_2015_prints_what_the_paper_prints(load):
    load(2015)
    position = Position.objects.get(name="February 2015 gap")
    held: dict[str, dict[str, int]] = {}
    for line in SavingsLine.objects.at(position).select_related("place"):
        held.setdefault(line.place.printed_label, {})[str(line.year)] = line.amount
    years = ("2015/16", "2016/17", "2017/18")
    body = [
        (name.replace(" / ", "/"), amounts)
        for _, name, *amounts in paper("2015/forecast.csv")[1:]
        if amounts[0] and not re.search(r"[Tt]otal|Net Revenue|GAP", name)
    ]
    assert len(body) == position.places.count() == 26
    for name, amounts in body:
        added, up_to = held.get(name, {}), 0
        for year, amount in zip(years, amounts, strict=True):
            up_to += added.get(year, 0)
            assert up_to == pence(amount), (name, year)


# --- 2013 and 2018 -------------------------------------------------------------------------------


def test_the_workstreams_of_2013_print_as_the_paper(load):
    load(2013)
    rows = paper("2013/proposals.csv")[1:]
    assert list(Portfolio.objects.order_by("pk").values_list("name", flat=True)) == [
        name for name, _ in rows
    ]
    got = printed("savings-in-year", "September 2013", "2014/15")
    stated = {name: pence(said) for name, said in rows if said.startswith("£")}
    assert {name: got[name] for name in stated} == {name: [n] for name, n in stated.items()}
    assert sum(line.amount for line in SavingsLine.objects.all()) == pence("1.55")
    assert set(verdicts("September 2013").values()) == {State.NOT_COVERED}  # no total is printed
    posts = PostReduction.objects.order_by("order")
    assert [(p.portfolio.name, in_fte(p.high), in_fte(p.vacant)) for p in posts] == [
        ("Adult Services", "39", "20.64"),
        ("Children's Services", "5", "0"),
    ]
    pressure = BudgetPressure.objects.get()
    assert (pressure.name, pressure.amount) == ("Integrated Commissioning Unit", pence("0.125"))
    gates = Gate.objects.order_by("order").values_list("name", flat=True)
    assert list(gates) == [name for _, name, _ in paper("2013/gates.csv")[1:]]


def drawn(table: ReportTable) -> list[list[str]]:
    """What a page prints in each cell of a table, its marks among them."""
    return [[cell.text + cell.mark for cell in row.cells] for row in as_html.render(table).rows]


def test_the_printed_tables_of_2013_say_what_their_paper_says(load, client, people):
    """Read back as a page prints them: an amount where the paper has one, and never a nought."""
    load(2013)
    at = Position.objects.get(name="September 2013")
    said = dict(paper("2013/proposals.csv")[1:])
    for slug, column in (("savings-in-year", 3), ("savings-by-portfolio", 1)):
        *rows, total = drawn(table(slug, at.name))
        assert [name for name, *_ in rows] == list(said)
        for name, *amounts in rows:
            amount = said[name]
            printed = in_words("money", pence(amount) / 100) if amount[0] == "£" else "TBC"
            assert amounts[column - 1] == printed, name
        assert total[column] == "£1.55m"
    rows = drawn(table("portfolio-programmes", at.name))
    notes = dict(n.split(" ", 1) for n in table("portfolio-programmes", at.name).notes)
    words = {name: expected for name, programme, expected in rows if programme == name}
    for name, told in said.items():
        if told[0] == "£":
            continue
        mark = words[name].removeprefix("TBC")
        assert f"(“{told}”)" in notes[mark], name
    heads = paper("2013/reductions.csv")[0]
    *posts, _ = drawn(table("post-reductions", at.name))
    for row, stated in zip(posts, paper("2013/reductions.csv")[1:], strict=True):
        held = dict(zip(heads, stated, strict=True))
        assert row[0].rstrip("*") == f"{held['Workstream']} Total"
        assert row[1:4] == [
            held["Lowest (FTE)"],
            held["Maximum reduction (FTE)"],
            held["Of which vacant"],
        ]
    client.force_login(people[Role.PMO_EDITOR])
    pressures = client.get(f"/savings/cost/?position={at.slug}").content.decode()
    (pressure,) = paper("2013/pressures.csv")[1:]
    row = re.findall(r"<t[hd][^>]*>(.*?)\s*</t[hd]>", pressures.partition("Effect")[2])
    assert row[1:4] == [pressure[0], pressure[1], f"£{pressure[3][1:-1]},000"]
    gates = client.get(f"/cases/?position={at.slug}").content.decode()
    found = re.findall(r"<li><strong>(.*?)</strong>: (.*?) <a", gates)
    assert found == [(name, told) for _, name, told in paper("2013/gates.csv")[1:]]


def test_what_is_not_said_is_no_nought_in_any_table_page_file_or_feed(load, client, people):
    """Of a plan with portfolios that say no saving: every table is built and drawn, and every
    paper; and nothing says £0 of them."""
    load(2013)
    at = Position.objects.get(name="September 2013")
    library = Library(SYSTEM, [at])
    ask = Ask(library, at)
    housing = Portfolio.objects.get(name="Housing")
    for report in REPORTS.values():
        made = report.build(ask)
        as_html.render(made)
        for chart in report.charts:
            go.Figure(as_chart.render(chart, made).figure)
    for row in find_report("finance-confidence").build(ask).rows:
        if row.cells["portfolio"].value == housing.name:
            assert {c.value for key, c in row.cells.items() if key != "portfolio"} == {"TBC"}
    of = f"portfolio.{housing.slug}.saving"
    assert not [e for e in catalogue(ask) if e.address.startswith(of)]
    with pytest.raises(NoSuchFigure, match="still to be confirmed"):
        answer(f"{of}.total", ask)
    for outline in PAPERS.values():
        told = compose(outline, ask)
        sections = [s for s in told.paper.sections if s.title == housing.name]
        assert "£0.0m" not in str([b for s in sections for b in s.blocks if hasattr(b, "text")])
    client.force_login(people[Role.PMO_EDITOR])
    for url in ("/", "/savings/", "/portfolios/", f"/portfolios/{housing.slug}/"):
        assert client.get(f"{url}?position={at.slug}").status_code == 200, url
    feed = client.get(f"/data/feeds/savings-by-portfolio.json?position={at.slug}")
    rows = json.loads(feed.getvalue())
    assert {row["portfolio"] for row in rows} == {"Children's Services", "Adult Services"}


def test_the_printed_tables_of_2018_say_what_their_paper_says(load, library, people):
    load(2018)
    at = Position.objects.get(name="January 2018")
    ask = Ask(Library(SYSTEM, [at]), at)
    names, *lines, done = paper("2018/restructures.csv")
    rows = {row[0]: row for row in drawn(find_report("restructure-outcomes").build(ask))}
    for column, name in enumerate(names[1:], start=1):
        assert rows[name][2:5] == [line[column] for line in lines]
        assert rows[name][1] == done[column]
    rows = {row[0]: row for row in drawn(find_report("benefit-measures").build(ask))}
    for _, name, unit, good, value, _ in paper("2018/measures.csv")[1:]:
        shown = rows[name]
        assert (shown[3], shown[4], shown[8]) == (unit, good.lower(), f"{int(value):,}")
    months = ["Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    for name, unit, good, *values in paper("2018/agency.csv")[1:]:
        one = measured(Measure.objects.for_reading().get(name=name))
        read = drawn(measure_readings.build(ask, one))
        assert [row[0].split()[1] for row in read] == months
        assert [row[2] for row in read] == values
        assert rows[name][3:5] == [unit, good.lower()]
    rows = drawn(table("portfolio-programmes", at.name))
    notes = dict(n.split(" ", 1) for n in table("portfolio-programmes", at.name).notes)
    for programme, project, told in paper("2018/change.csv")[1:]:
        (shown,) = (row[2] for row in rows if row[:2] == [programme, project])
        if told.startswith("£"):
            assert shown == told.lower()
        else:
            assert f"(“{told}”)" in notes[shown.removeprefix("TBC")]


def test_the_restructures_agency_and_measures_of_2018_print_as_the_paper(load):
    load(2018)
    names, before, after, reduction, _ = paper("2018/restructures.csv")
    for at in range(1, 4):
        one = Restructure.objects.get(name=names[at])
        assert [in_fte(n) for n in (one.before, one.after, one.reduction)] == [
            before[at],
            after[at],
            reduction[at],
        ]
    for file, first in (("agency", 3), ("measures", 4)):
        for row in paper(f"2018/{file}.csv")[1:]:
            measure = Measure.objects.get(name=row[0] if file == "agency" else row[1])
            read = [str(reading.value // 1000) for reading in measure.readings.order_by("on")]
            assert read == row[first : first + len(read)]
            assert len(read) == (6 if file == "agency" else 1)
    assert Measure.objects.count() == 7
    assert sum(line.amount for line in SavingsLine.objects.all()) == pence("1.99")
    shown = str(table("portfolio-programmes", "January 2018"))
    assert "Not covered by the plan: 2017/18 (“over £240,000 avoided”)." in shown


# --- what the importer learned for them ----------------------------------------------------------


@pytest.mark.parametrize(
    ("total", "state", "said"),
    [
        ("3.0", State.EXACT, ""),
        ("3.1", State.BREAK, "Rounding of its 2 figures and of itself can explain it."),
        ("3.2", State.BREAK, "Rounding of its 2 figures and of itself cannot explain it."),
    ],
)
def test_whether_rounding_can_explain_a_total(total, state, said):
    rows = sheet(f"Scheme | RAG | 2026/27 £m\nA | Red | 1.0\nB | Red | 2.0\nTotal | | {total}")
    (stated,) = read(rows, guess(rows)).stated
    assert (standing(stated), rounding_of(stated)) == (state, said)


def test_a_total_is_as_fine_as_it_is_written():
    assert read_amount("9.0", "m").decimals == 1
    assert read_amount("9", "m").decimals == 0


def register(tmp_path, text: str, mapping: str, register: str) -> None:
    (tmp_path / "r.csv").write_text(text, encoding="utf-8")
    (tmp_path / "m.json").write_text(mapping, encoding="utf-8")
    files = {"mapping": str(tmp_path / "m.json"), "by": "editor", "stdout": io.StringIO()}
    call_command("import_register", register, str(tmp_path / "r.csv"), **files)


def test_a_reading_that_is_no_number_keeps_all_out(tmp_path, people):
    before = Measure.objects.count()
    mapping = '{"columns": {"A": "name", "B": "unit", "C": "2018-01-31"}}'
    with pytest.raises(CommandError, match="Row 3: C3: “many” is not a number"):
        register(tmp_path, "Name,Unit,Jan\nA,days,1\nB,days,many\n", mapping, "measures")
    assert Measure.objects.count() == before


def test_only_measures_are_read_on_a_day(tmp_path, people):
    mapping = '{"columns": {"A": "name", "B": "2018-01-31"}}'
    with pytest.raises(CommandError, match="no field “2018-01-31”"):
        register(tmp_path, "Name,Jan\nA,1\n", mapping, "gates")
    fields = ["name", DAY]
    for wrong in (DAY, "2018-02-30", "20180131"):
        with pytest.raises(ValueError, match="no field"):
            RegisterMapping.from_text(f'{{"columns": {{"A": "{wrong}"}}}}', fields)


def test_turned_is_true_or_false():
    with pytest.raises(ValueError, match="“turned” is true or false"):
        RegisterMapping.from_text('{"turned": "yes"}', [])
