"""Each Cabinet table against the paper: whole, cell for cell, label for label."""

import csv

import pytest

from reports.reconciliation import State
from reports.registry import REPORTS
from reports.renderers.words import print_cell
from reports.table import Ask, ReportTable, Role
from tests.reports import papers

FEBRUARY, OCTOBER, JULY = "February 2025", "October 2024", "July 2024"
PORTFOLIO_NAMES = [row["portfolio"] for row in papers.portfolios()]


@pytest.fixture
def tables(ask) -> dict[str, ReportTable]:
    return {slug: report.build(ask) for slug, report in REPORTS.items()}


def labels_of(table: ReportTable, key: str | None = None) -> list[str]:
    column = table.column(key) if key else table.columns[0]
    return [print_cell(column, row.cells[column.key]) for row in table.rows]


def values(table: ReportTable, *keys: str) -> dict[tuple, int | str]:
    """Every value by (what the row is of, column key)."""
    return {
        (*(row.cells[k].value for k in keys), column.key): row.cells[column.key].value
        for row in table.rows
        for column in table.columns
        if column.key not in keys
    }


# Where each printed figure stands in our table: (report, row, column key).


def _of_savings(f: papers.Printed):
    return f.row, {FEBRUARY: "expected", JULY: "earlier"}[f.position]


def _of_confidence(f: papers.Printed):
    row = f.label if f.position in (OCTOBER, JULY) else f.row
    return row, "expected" if f.column == "Expected saving" else f.column.lower()


def _of_profile(f: papers.Printed):
    kind, year = f.column.split()
    row = f"{kind} Amount" if f.row == "Total" else f.row
    return row, year


def _of_programmes(f: papers.Printed):
    portfolio, _, programme = f.row.partition(" / ")
    key = {FEBRUARY: "expected", JULY: "earlier"}[f.position]
    return portfolio, "TOTAL" if programme == "Total" else programme, key


def _of_posts(f: papers.Printed):
    row = f.label if f.position == OCTOBER or f.row == "Total" else f.row
    return row, f.column.lower().removeprefix("total ").replace(" ", "_")


CASES = {
    "savings-by-portfolio": ("Savings by portfolio", ["portfolio"], _of_savings),
    "finance-confidence": ("Finance confidence", ["portfolio"], _of_confidence),
    "savings-profile": ("Savings profile", ["portfolio"], _of_profile),
    "portfolio-programmes": ("Portfolio programmes", ["portfolio", "programme"], _of_programmes),
    "post-reductions": ("Post reductions", ["portfolio"], _of_posts),
}
# The only cells that differ from the paper, in every table they are printed in: the seven
# portfolios come to a penny of a million more than their printed total.
ROUNDED = {
    ("savings-by-portfolio", "Total", "expected", 5082, 5083),
    ("finance-confidence", "Total", "expected", 5082, 5083),
    ("savings-profile", "Cumulative Amount", "2027/28", 5002, 5003),
    ("savings-profile", "Cumulative Amount", "2028/29", 5082, 5083),
    ("savings-profile", "Annual Amount", "2027/28", 224, 225),
}


def printed_of(slug: str) -> list[papers.Printed]:
    """What the paper prints of the table; a footnote printed under it is no cell of it."""
    return [f for f in papers.of_table(CASES[slug][0]) if "footnote" not in f.place]


def differing(slug: str, table: ReportTable) -> set[tuple]:
    _, keys, where = CASES[slug]
    ours = values(table, *keys)
    return {
        (slug, *where(f), f.value, ours[where(f)])
        for f in printed_of(slug)
        if ours[where(f)] != f.value
    }


def test_every_number_of_the_paper_is_in_our_table_but_for_three_roundings(tables):
    found = set().union(*(differing(slug, tables[slug]) for slug in CASES))
    million = 1_000_000
    assert {(*where, a // million, b // million) for *where, a, b in found} == ROUNDED


def test_reconciliation_finds_exactly_the_cells_that_differ(tables, library, february):
    """Of the table cells of February: what differs is what "computes" does not call exact."""
    found = {
        (r.figure.table, r.figure.row, r.figure.column)
        for r in library.reconciled
        if r.figure.position_id == february.pk
        and r.figure.table != "Text"
        and any(c.name == "computes" and c.state is not State.EXACT for c in r.checks)
    }
    differ = set()
    for slug, (_, keys, where) in CASES.items():
        ours = values(tables[slug], *keys)
        differ |= {
            (f.table, f.row, f.column)
            for f in printed_of(slug)
            if f.position == FEBRUARY and ours[where(f)] != f.value
        }
    assert differ == found


@pytest.mark.parametrize("slug", CASES)
def test_no_cell_of_ours_is_missing_from_the_paper(slug, tables):
    """Ours adds only what is derived: changes, shares of the establishment, a grand total."""
    _, keys, where = CASES[slug]
    printed = {where(f) for f in printed_of(slug)}
    more = {key for key in values(tables[slug], *keys) if key not in printed}
    allowed = {"change", "share_low", "share_high"}
    assert {key for key in more if key[-1] not in allowed} == (
        {("Total", "All portfolios", "expected"), ("Total", "All portfolios", "earlier")}
        if slug == "portfolio-programmes"
        else set()
    )


def test_savings_by_portfolio_reads_as_printed(tables):
    table = tables["savings-by-portfolio"]
    printed = papers.of_table("Savings by portfolio", place="Programme overview")
    # the paper leaves the label of the total empty
    assert labels_of(table) == [label or "Total" for label in papers.labels(printed)]
    headings = dict.fromkeys(f.heading.casefold() for f in printed)
    assert [c.heading.casefold() for c in table.columns[1:3]] == list(headings)
    assert [c.heading for c in table.columns] == [
        "Portfolio Name",
        "Current Expected Saving",
        "July 2024 Expected Saving",
        "Change",
    ]


def test_savings_by_portfolio_says_whose_savings_help_other_funds(tables):
    table = tables["savings-by-portfolio"]
    noted = {
        row.cells["portfolio"].value: row.cells["earlier"].mark
        for row in table.rows
        if row.cells["earlier"].mark
    }
    assert list(noted) == [p["portfolio"] for p in papers.portfolios() if p["funding_note"]]
    assert list(noted.values()) == ["*", "**"]
    for portfolio in papers.portfolios():
        if portfolio["funding_note"]:
            sentence = f"{portfolio['portfolio']} {portfolio['funding_note']}."
            assert f"{noted[portfolio['portfolio']]} {sentence}" in table.notes


def test_finance_confidence_reads_as_printed(tables):
    table = tables["finance-confidence"]
    printed = papers.of_table("Finance confidence", place="Programme overview")
    assert labels_of(table) == papers.labels(printed)
    headings = dict.fromkeys(f.heading.casefold() for f in printed)
    assert [c.heading.casefold() for c in table.columns[1:]] == list(headings)
    assert [c.group for c in table.columns] == ["", "", *["Finance Confidence"] * 3]


def test_the_earlier_rows_stand_below_the_total_newest_first(tables):
    table = tables["finance-confidence"]
    roles = [row.role for row in table.rows]
    assert roles == [*[Role.BODY] * 7, Role.TOTAL, Role.EARLIER, Role.EARLIER]
    assert labels_of(table)[-2:] == ["Oct 2024 Position", "July 2024 Position"]
    assert table.finding == "£43.27m of £50.83m is Green, up from £36.35m in October 2024"


def test_the_savings_profile_reads_as_printed(tables):
    table = tables["savings-profile"]
    printed = papers.of_table("Savings profile", place="Programme overview")
    assert labels_of(table) == papers.labels(printed)
    assert [c.heading for c in table.columns[1:]] == list(dict.fromkeys(f.heading for f in printed))


def test_programmes_read_as_printed(tables):
    table = tables["portfolio-programmes"]
    printed = papers.of_table("Portfolio programmes")
    rows = list(dict.fromkeys((f.row.partition(" / ")[0], f.label) for f in printed))
    ours = list(zip(labels_of(table, "portfolio"), labels_of(table, "programme"), strict=True))
    assert ours == [*rows, ("Total", "All portfolios")]
    headings = list(dict.fromkeys(f.heading.casefold() for f in printed))
    assert [c.heading.casefold() for c in table.columns[2:]] == headings


def test_a_programme_without_a_saving_shows_the_word_the_paper_prints(tables):
    ours = values(tables["portfolio-programmes"], "portfolio", "programme")
    words = {
        (f.row, f.position, f.printed)
        for f in papers.of_table("Portfolio programmes")
        if isinstance(f.value, str)
    }
    assert {w for _, _, w in words} == {"n/a", "HRA"}
    assert words == {
        (f"{portfolio} / {programme}", {"expected": FEBRUARY, "earlier": JULY}[key], value)
        for (portfolio, programme, key), value in ours.items()
        if isinstance(value, str)
    }


@pytest.mark.parametrize("portfolio", PORTFOLIO_NAMES)
def test_one_portfolios_programmes_carry_the_footnote_marks_of_the_paper(portfolio, ask):
    """In the paper each portfolio has a table of its own, so its marks begin again at one *."""
    chosen = next(p for p in ask.book.portfolios if p.name == portfolio)
    table = REPORTS["portfolio-programmes"].build(Ask(ask.library, ask.position, portfolio=chosen))
    ours = {
        (row.cells["programme"].value, key): row.cells[key].mark
        for row in table.rows
        for key in ("expected", "earlier")
        if row.cells[key].mark
    }
    printed = [
        f for f in papers.of_table("Portfolio programmes") if f.row.startswith(f"{portfolio} /")
    ]
    assert ours == {_of_programmes(f)[1:]: f.marks for f in printed if f.marks}
    notes = {f"{f.marks} {f.footnote}" for f in printed if f.footnote}
    assert notes == {n for n in table.notes if n.startswith("*")}


def test_savings_this_year_and_next_say_what_the_sections_of_the_paper_say(tables):
    """Each portfolio's section gives them in words; two sentences break with the profile."""
    ours = values(tables["savings-in-year"], "portfolio")
    printed = {
        (f.row, f.column.split()[-1]): f.value
        for f in papers.figures()
        if f.place == "Portfolio status, text" and f.column.startswith("Cumulative")
    }
    assert len(printed) == 14
    assert {key: (value, ours[key]) for key, value in printed.items() if ours[key] != value} == {
        ("Customer & Community", "2024/25"): (33_000_000, 31_000_000),
        ("Enabling Excellence", "2024/25"): (37_000_000, 44_000_000),
    }
    assert labels_of(tables["savings-in-year"]) == [*PORTFOLIO_NAMES, "Total"]


def test_post_reductions_read_as_printed(tables):
    table = tables["post-reductions"]
    printed = papers.of_table("Post reductions", place="Workforce implications")
    assert labels_of(table) == papers.labels(printed)
    assert [(c.group, c.heading) for c in table.columns] == [
        ("", "Portfolio"),
        ("Potential Total Post Reduction Range", "Low"),
        ("Potential Total Post Reduction Range", "High"),
        ("Potential Vacant Post Included", "Vacant"),
        ("Potential Occupied Post Reduction Range", "Low"),
        ("Potential Occupied Post Reduction Range", "High"),
        ("Share of Establishment", "Low"),
        ("Share of Establishment", "High"),
    ]
    noted = {f.label: f.footnote for f in printed if f.footnote}
    marked = {
        print_cell(table.columns[0], row.cells["portfolio"]): row.cells["portfolio"].mark
        for row in table.rows
        if row.cells["portfolio"].mark
    }
    assert marked == dict.fromkeys(noted, "*")
    assert table.notes[0] == f"* {next(iter(noted.values()))}"


def test_the_share_of_the_establishment_is_rounded_once(tables):
    total = next(tables["post-reductions"].of_role(Role.TOTAL))
    column = tables["post-reductions"].column("share_low")
    # 135 and 159 of 3,100
    assert [print_cell(column, total.cells[f"share_{end}"]) for end in ("low", "high")] == [
        "4.4%",
        "5.1%",
    ]


def test_a_business_case_no_paper_speaks_of_is_not_stated(tables):
    table = tables["business-cases"]
    states = values(table, "portfolio", "programme")
    with (papers.SOURCE / "programmes.csv").open(encoding="utf-8") as file:
        stated = {
            (row["portfolio"], row["programme"]): row["business_case"]
            for row in csv.DictReader(file)
        }
    approved = {key for key, words in stated.items() if "full business case approved" in words}
    assert {(p, n) for (p, n, key), v in states.items() if key == "state" and v == "Approved"} == (
        approved
    )
    assert {v for (*_, key), v in states.items() if key == "state"} == {"Approved", "Not stated"}
    assert table.finding == f"{len(approved)} of 28 programmes have an approved business case"


def test_a_total_that_is_not_the_papers_says_so_below(tables):
    said = {
        slug: [n for n in table.notes if "the paper prints" in n] for slug, table in tables.items()
    }
    expected = "the paper prints £50.82m; the figures beneath it come to £50.83m."
    assert said["savings-by-portfolio"] == [f"Current Expected Saving, Total: {expected}"]
    assert len(said["savings-profile"]) == 3
    assert said["post-reductions"] == []
